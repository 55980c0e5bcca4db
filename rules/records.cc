#include "rules/records.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace linkcert::rules {
namespace {

constexpr size_t kIndexDigits = 16;

// Shares ownership of the whole record while pointing at its member.
template <typename T>
Found<T> FindKind(const View& view, const std::string& key, Record::KindCase kind,
                  const T& (Record::*member)() const) {
  absl::StatusOr<RecordPtr> record = view.Find(key);
  if (!record.ok()) return record.status();
  if (*record == nullptr) return std::shared_ptr<const T>();
  if ((*record)->kind_case() != kind) {
    return absl::DataLossError(absl::StrCat("another kind of record stands under ", key));
  }
  const T& value = ((**record).*member)();
  return std::shared_ptr<const T>(*std::move(record), &value);
}

// The record with the greatest key between `first` and `last`, which have all but the hexadecimal
// index at their end in common.
template <typename T>
Found<T> FindKindUpTo(const View& view, absl::string_view first, absl::string_view last,
                      Record::KindCase kind, const T& (Record::*member)() const) {
  auto found = view.FindLast(first.substr(0, first.size() - kIndexDigits), last);
  if (!found.ok()) return found.status();
  if (found->record == nullptr) return std::shared_ptr<const T>();
  if (found->record->kind_case() != kind) {
    return absl::DataLossError(absl::StrCat("another kind of record stands under ", found->key));
  }
  const T& value = ((*found->record).*member)();
  return std::shared_ptr<const T>(found->record, &value);
}

}  // namespace

Found<records::Registry> FindRegistry(const View& view) {
  return FindKind(view, RegistryRecordKey(), Record::kRegistry, &Record::registry);
}
Found<records::RuleSetInForce> FindRuleSet(const View& view, absl::string_view province) {
  return FindKind(view, RuleSetKey(province), Record::kRuleSet, &Record::rule_set);
}
Found<records::LoggedStatement> FindStatement(const View& view, absl::string_view organisation,
                                              absl::string_view statement_id) {
  return FindKind(view, StatementKey(organisation, statement_id), Record::kStatement,
                  &Record::statement);
}
Found<v1::Organisation> FindOrganisation(const View& view, absl::string_view organisation) {
  return FindKind(view, OrganisationKey(organisation), Record::kOrganisation,
                  &Record::organisation);
}
Found<v1::Key> FindKey(const View& view, absl::string_view key_id) {
  return FindKind(view, KeyKey(key_id), Record::kKey, &Record::key);
}
Found<v1::Chain> FindChain(const View& view, absl::string_view chain) {
  return FindKind(view, ChainKey(chain), Record::kChain, &Record::chain);
}
Found<v1::ChainMember> FindChainMember(const View& view, absl::string_view chain,
                                       absl::string_view organisation) {
  return FindKind(view, ChainMemberKey(chain, organisation), Record::kChainMember,
                  &Record::chain_member);
}
Found<v1::Ladder> FindLadder(const View& view, absl::string_view ladder) {
  return FindKind(view, LadderKey(ladder), Record::kLadder, &Record::ladder);
}
Found<records::StandardSeries> FindStandardSeries(const View& view, absl::string_view standard) {
  return FindKind(view, StandardSeriesKey(standard), Record::kStandardSeries,
                  &Record::standard_series);
}
Found<v1::StandardVersion> FindStandard(const View& view, absl::string_view standard,
                                        uint32_t version) {
  return FindKind(view, StandardKey(standard, version), Record::kStandard, &Record::standard);
}
Found<v1::Accreditation> FindAccreditation(const View& view, absl::string_view accreditation) {
  return FindKind(view, AccreditationKey(accreditation), Record::kAccreditation,
                  &Record::accreditation);
}
Found<records::FilingCode> FindFilingCode(const View& view, absl::string_view filing_code) {
  return FindKind(view, FilingCodeKey(filing_code), Record::kFilingCode, &Record::filing_code);
}
Found<v1::Plan> FindPlan(const View& view, absl::string_view organisation,
                         absl::string_view statement_id) {
  return FindKind(view, PlanKey(organisation, statement_id), Record::kPlan, &Record::plan);
}
Found<v1::Assessor> FindAssessor(const View& view, absl::string_view assessor) {
  return FindKind(view, AssessorKey(assessor), Record::kAssessor, &Record::assessor);
}
Found<v1::Supervisor> FindSupervisor(const View& view, absl::string_view supervisor) {
  return FindKind(view, SupervisorKey(supervisor), Record::kSupervisor, &Record::supervisor);
}
Found<records::ExaminationCount> FindExaminationCount(const View& view,
                                                      absl::string_view organisation) {
  return FindKind(view, ExaminationCountKey(organisation), Record::kExaminationCount,
                  &Record::examination_count);
}
Found<records::AssessorService> FindAssessorService(const View& view,
                                                    absl::string_view organisation,
                                                    absl::string_view assessor) {
  return FindKind(view, AssessorServiceKey(organisation, assessor), Record::kAssessorService,
                  &Record::assessor_service);
}
Found<records::IssuedBatch> FindIssuedBatch(const View& view, uint64_t index) {
  return FindKind(view, IssuedBatchKey(index), Record::kIssuedBatch, &Record::issued_batch);
}
absl::StatusOr<PlacedBatch> FindBatchBefore(const View& view, uint64_t index) {
  const std::string last = IssuedBatchKey(index);
  auto found = view.FindLast(last.substr(0, last.size() - kIndexDigits), last);
  if (!found.ok()) return found.status();
  PlacedBatch placed;
  if (found->record == nullptr) return placed;
  const absl::string_view digits = absl::string_view(found->key).substr(last.size() - kIndexDigits);
  if (!found->record->has_issued_batch() || !absl::SimpleHexAtoi(digits, &placed.index)) {
    return absl::DataLossError(absl::StrCat("no batch stands under ", found->key));
  }
  placed.batch = {found->record, &found->record->issued_batch()};
  return placed;
}
Found<records::StatusMap> FindStatusMap(const View& view) {
  return FindKind(view, StatusMapKey(), Record::kStatusMap, &Record::status_map);
}
Found<v1::StatusHistory> FindStatus(const View& view, uint64_t index) {
  return FindKind(view, StatusKey(index), Record::kStatus, &Record::status);
}
Found<records::StatusNode> FindStatusNode(const View& view, uint32_t depth, uint64_t prefix) {
  return FindKind(view, StatusNodeKey(depth, prefix), Record::kStatusNode, &Record::status_node);
}
Found<records::Suspension> FindSuspension(const View& view, uint64_t index) {
  return FindKind(view, SuspensionKey(index), Record::kSuspension, &Record::suspension);
}
Found<records::Finding> FindFinding(const View& view, uint64_t index) {
  return FindKind(view, FindingKey(index), Record::kFinding, &Record::finding);
}
Found<v1::RecognitionPolicy> FindPolicyBefore(const View& view, absl::string_view organisation,
                                              uint64_t index) {
  if (index == 0) return std::shared_ptr<const v1::RecognitionPolicy>();
  return FindKindUpTo(view, RecognitionPolicyKey(organisation, 0),
                      RecognitionPolicyKey(organisation, index - 1), Record::kRecognitionPolicy,
                      &Record::recognition_policy);
}
Found<v1::PostRequirement> FindPostBefore(const View& view, absl::string_view organisation,
                                          absl::string_view post, uint64_t index) {
  if (index == 0) return std::shared_ptr<const v1::PostRequirement>();
  return FindKindUpTo(view, PostRequirementKey(organisation, post, 0),
                      PostRequirementKey(organisation, post, index - 1), Record::kPostRequirement,
                      &Record::post_requirement);
}
Found<records::NationalSyncOfBatch> FindNationalSync(const View& view, uint64_t batch) {
  return FindKind(view, NationalSyncKey(batch), Record::kNationalSync, &Record::national_sync);
}
Found<records::ClaimsRoots> FindClaimsRoots(const View& view, uint64_t index) {
  return FindKind(view, ClaimsRootsKey(index), Record::kClaimsRoots, &Record::claims_roots);
}
Found<records::CertificateLinks> FindCertificateLinks(const View& view, uint64_t index) {
  return FindKind(view, CertificateLinksKey(index), Record::kCertificateLinks,
                  &Record::certificate_links);
}
Found<records::DualCertificates> FindDualCertificates(const View& view,
                                                      absl::string_view organisation,
                                                      absl::string_view plan) {
  return FindKind(view, DualCertificatesKey(organisation, plan), Record::kDualCertificates,
                  &Record::dual_certificates);
}
Found<records::QuotaUse> FindQuotaUse(const View& view, absl::string_view accreditation,
                                      uint32_t year) {
  return FindKind(view, QuotaKey(accreditation, year), Record::kQuotaUse, &Record::quota_use);
}
Found<records::AssignedNumbers> FindAssignedNumbers(const View& view, absl::string_view series,
                                                    uint32_t segment) {
  return FindKind(view, AssignedNumbersKey(series, segment), Record::kAssignedNumbers,
                  &Record::assigned_numbers);
}
Found<records::CatalogueEdition> FindCatalogueEdition(const View& view, absl::string_view edition) {
  return FindKind(view, CatalogueEditionKey(edition), Record::kCatalogueEdition,
                  &Record::catalogue_edition);
}
Found<v1::PublishedOccupation> FindPublishedOccupation(const View& view, absl::string_view edition,
                                                       absl::string_view code) {
  return FindKind(view, PublishedOccupationKey(edition, code), Record::kPublishedOccupation,
                  &Record::published_occupation);
}
Found<records::NumberSegment> FindNumberSegment(const View& view, absl::string_view series,
                                                uint32_t segment) {
  return FindKind(view, NumberSegmentKey(series, segment), Record::kNumberSegment,
                  &Record::number_segment);
}

}  // namespace linkcert::rules
