// Where each kind of record stands.
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "rules/records.h"

namespace linkcert::rules {
namespace {

std::string Hex(absl::string_view bytes) { return absl::BytesToHexString(bytes); }

}  // namespace

std::string RegistryRecordKey() { return "registry"; }
std::string RuleSetKey(absl::string_view province) { return absl::StrCat("rule-set/", province); }
std::string StatementKey(absl::string_view organisation, absl::string_view statement_id) {
  return absl::StrCat("statement/", organisation, "/", Hex(statement_id));
}
std::string OrganisationKey(absl::string_view organisation) {
  return absl::StrCat("organisation/", organisation);
}
std::string KeyKey(absl::string_view key_id) { return absl::StrCat("key/", Hex(key_id)); }
std::string ChainKey(absl::string_view chain) { return absl::StrCat("chain/", chain); }
std::string ChainMemberKey(absl::string_view chain, absl::string_view organisation) {
  return absl::StrCat("chain-member/", chain, "/", organisation);
}
std::string LadderKey(absl::string_view ladder) { return absl::StrCat("ladder/", ladder); }
std::string StandardSeriesKey(absl::string_view standard) {
  return absl::StrCat("standard-series/", standard);
}
std::string StandardKey(absl::string_view standard, uint32_t version) {
  return absl::StrFormat("standard/%s/%04d", std::string(standard), version);
}
std::string AccreditationKey(absl::string_view accreditation) {
  return absl::StrCat("accreditation/", accreditation);
}
std::string FilingCodeKey(absl::string_view code) { return absl::StrCat("filing-code/", code); }
std::string AssessorKey(absl::string_view assessor) {
  return absl::StrCat("assessor/", Hex(assessor));
}
std::string SupervisorKey(absl::string_view supervisor) {
  return absl::StrCat("supervisor/", Hex(supervisor));
}
std::string PlanKey(absl::string_view organisation, absl::string_view statement_id) {
  return absl::StrCat("plan/", organisation, "/", Hex(statement_id));
}
std::string IssuedBatchKey(uint64_t index) { return absl::StrFormat("batch/%016x", index); }
std::string BatchesOfOrganisationPrefix(absl::string_view organisation) {
  return absl::StrCat("batch-of/", organisation, "/");
}
std::string BatchOfOrganisationKey(absl::string_view organisation, uint64_t index) {
  return absl::StrFormat("%s%016x", BatchesOfOrganisationPrefix(organisation), index);
}
std::string StatusMapKey() { return "status-map"; }
std::string StatusKey(uint64_t index) { return absl::StrFormat("status/%016x", index); }
std::string StatusNodeKey(uint32_t depth, uint64_t prefix) {
  return absl::StrFormat("status-node/%02d/%016x", depth, prefix);
}
std::string SuspensionKey(uint64_t index) { return absl::StrFormat("suspension/%016x", index); }
std::string FindingKey(uint64_t index) { return absl::StrFormat("finding/%016x", index); }
std::string RecognitionPolicyKey(absl::string_view organisation, uint64_t index) {
  return absl::StrFormat("policy/%s/%016x", std::string(organisation), index);
}
std::string PostRequirementKey(absl::string_view organisation, absl::string_view post,
                               uint64_t index) {
  return absl::StrFormat("post/%s/%s/%016x", std::string(organisation), std::string(post), index);
}
std::string NationalSyncKey(uint64_t batch) {
  return absl::StrFormat("national-sync/%016x", batch);
}
std::string CatalogueEditionKey(absl::string_view edition) {
  return absl::StrCat("edition/", edition);
}
std::string PublishedOccupationKey(absl::string_view edition, absl::string_view code) {
  return absl::StrCat("occupation/", edition, "/", code);
}
std::string ClaimsRootsKey(uint64_t index) { return absl::StrFormat("claims-roots/%016x", index); }
std::string CertificateLinksKey(uint64_t index) { return absl::StrFormat("links/%016x", index); }
std::string DualCertificatesKey(absl::string_view organisation, absl::string_view plan) {
  return absl::StrCat("dual/", organisation, "/", Hex(plan));
}
std::string QuotaKey(absl::string_view accreditation, uint32_t year) {
  return absl::StrFormat("quota/%s/%04d", std::string(accreditation), year);
}
std::string AssignedNumbersKey(absl::string_view series, uint32_t segment) {
  return absl::StrFormat("assigned/%s/%02d", std::string(series), segment);
}
std::string ExaminationCountKey(absl::string_view organisation) {
  return absl::StrCat("examinations/", organisation);
}
std::string AssessorServiceKey(absl::string_view organisation, absl::string_view assessor) {
  return absl::StrCat("service/", organisation, "/", Hex(assessor));
}
std::string NumberSegmentKey(absl::string_view series, uint32_t segment) {
  return absl::StrFormat("numbers/%s/%02d", std::string(series), segment);
}

}  // namespace linkcert::rules
