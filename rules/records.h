// The records by kind: how each is keyed, and typed look-ups. Keys are readable ASCII, so that
// records of one kind lie together and list in order of their ids.
#ifndef LINKCERT_RULES_RECORDS_H_
#define LINKCERT_RULES_RECORDS_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "rules/view.h"

namespace linkcert::rules {

// Ids of the two organisations that exist from genesis on.
inline constexpr char kAuthority[] = "authority";
inline constexpr char kRegistryOrganisation[] = "registry";

std::string RegistryRecordKey();
std::string RuleSetKey(absl::string_view province);
std::string StatementKey(absl::string_view organisation, absl::string_view statement_id);
std::string OrganisationKey(absl::string_view organisation);
std::string KeyKey(absl::string_view key_id);  // raw 32 bytes
std::string ChainKey(absl::string_view chain);
std::string ChainMemberKey(absl::string_view chain, absl::string_view organisation);
std::string LadderKey(absl::string_view ladder);
std::string StandardSeriesKey(absl::string_view standard);
std::string StandardKey(absl::string_view standard, uint32_t version);
std::string AccreditationKey(absl::string_view accreditation);
std::string FilingCodeKey(absl::string_view filing_code);
std::string AssessorKey(absl::string_view assessor);
std::string SupervisorKey(absl::string_view supervisor);
std::string PlanKey(absl::string_view organisation, absl::string_view statement_id);
std::string IssuedBatchKey(uint64_t index);
// Of one issuer's batches: list them under BatchesOfOrganisationPrefix, in log order.
std::string BatchesOfOrganisationPrefix(absl::string_view organisation);
std::string BatchOfOrganisationKey(absl::string_view organisation, uint64_t index);
std::string QuotaKey(absl::string_view accreditation, uint32_t year);
std::string StatusMapKey();
std::string StatusKey(uint64_t index);  // of the entry that created the thing
std::string StatusNodeKey(uint32_t depth, uint64_t prefix);
std::string SuspensionKey(uint64_t index);
std::string FindingKey(uint64_t index);
// Of the version that the entry `index` set.
std::string RecognitionPolicyKey(absl::string_view organisation, uint64_t index);
std::string PostRequirementKey(absl::string_view organisation, absl::string_view post,
                               uint64_t index);
std::string NationalSyncKey(uint64_t batch);
std::string ClaimsRootsKey(uint64_t index);       // of the statement with the leaves
std::string CertificateLinksKey(uint64_t index);  // of the certificate
std::string DualCertificatesKey(absl::string_view organisation, absl::string_view plan);
// `series` is a state prefix, or organisation:prefix for other classes.
std::string CatalogueEditionKey(absl::string_view edition);
std::string PublishedOccupationKey(absl::string_view edition, absl::string_view code);
std::string AssignedNumbersKey(absl::string_view series, uint32_t segment);
std::string ExaminationCountKey(absl::string_view organisation);
std::string AssessorServiceKey(absl::string_view organisation, absl::string_view assessor);
std::string NumberSegmentKey(absl::string_view series, uint32_t segment);

// Typed look-ups: null when absent; DataLoss when another kind stands under the key.
template <typename T>
using Found = absl::StatusOr<std::shared_ptr<const T>>;

Found<records::Registry> FindRegistry(const View& view);
Found<records::RuleSetInForce> FindRuleSet(const View& view, absl::string_view province);
Found<records::LoggedStatement> FindStatement(const View& view, absl::string_view organisation,
                                              absl::string_view statement_id);
Found<v1::Organisation> FindOrganisation(const View& view, absl::string_view organisation);
Found<v1::Key> FindKey(const View& view, absl::string_view key_id);
Found<v1::Chain> FindChain(const View& view, absl::string_view chain);
Found<v1::ChainMember> FindChainMember(const View& view, absl::string_view chain,
                                       absl::string_view organisation);
Found<v1::Ladder> FindLadder(const View& view, absl::string_view ladder);
Found<records::StandardSeries> FindStandardSeries(const View& view, absl::string_view standard);
Found<v1::StandardVersion> FindStandard(const View& view, absl::string_view standard,
                                        uint32_t version);
Found<v1::Accreditation> FindAccreditation(const View& view, absl::string_view accreditation);
Found<records::FilingCode> FindFilingCode(const View& view, absl::string_view filing_code);
Found<v1::Plan> FindPlan(const View& view, absl::string_view organisation,
                         absl::string_view statement_id);
Found<v1::Assessor> FindAssessor(const View& view, absl::string_view assessor);
Found<v1::Supervisor> FindSupervisor(const View& view, absl::string_view supervisor);
Found<records::ExaminationCount> FindExaminationCount(const View& view,
                                                      absl::string_view organisation);
Found<records::AssessorService> FindAssessorService(const View& view,
                                                    absl::string_view organisation,
                                                    absl::string_view assessor);
Found<records::IssuedBatch> FindIssuedBatch(const View& view, uint64_t index);
// The batch, correction or reissue at or before `index`, with its own index.
struct PlacedBatch {
  uint64_t index = 0;
  std::shared_ptr<const records::IssuedBatch> batch;  // null when there is none
};
absl::StatusOr<PlacedBatch> FindBatchBefore(const View& view, uint64_t index);
Found<records::StatusMap> FindStatusMap(const View& view);
Found<v1::StatusHistory> FindStatus(const View& view, uint64_t index);
Found<records::StatusNode> FindStatusNode(const View& view, uint32_t depth, uint64_t prefix);
Found<records::Suspension> FindSuspension(const View& view, uint64_t index);
Found<records::Finding> FindFinding(const View& view, uint64_t index);
// The newest version set by an entry with an index below `index`.
Found<v1::RecognitionPolicy> FindPolicyBefore(const View& view, absl::string_view organisation,
                                              uint64_t index);
Found<v1::PostRequirement> FindPostBefore(const View& view, absl::string_view organisation,
                                          absl::string_view post, uint64_t index);
Found<records::NationalSyncOfBatch> FindNationalSync(const View& view, uint64_t batch);
Found<records::ClaimsRoots> FindClaimsRoots(const View& view, uint64_t index);
Found<records::CertificateLinks> FindCertificateLinks(const View& view, uint64_t index);
Found<records::DualCertificates> FindDualCertificates(const View& view,
                                                      absl::string_view organisation,
                                                      absl::string_view plan);
Found<records::QuotaUse> FindQuotaUse(const View& view, absl::string_view accreditation,
                                      uint32_t year);
Found<records::AssignedNumbers> FindAssignedNumbers(const View& view, absl::string_view series,
                                                    uint32_t segment);
Found<records::CatalogueEdition> FindCatalogueEdition(const View& view, absl::string_view edition);
Found<v1::PublishedOccupation> FindPublishedOccupation(const View& view, absl::string_view edition,
                                                       absl::string_view code);
Found<records::NumberSegment> FindNumberSegment(const View& view, absl::string_view series,
                                                uint32_t segment);

}  // namespace linkcert::rules

#endif  // LINKCERT_RULES_RECORDS_H_
