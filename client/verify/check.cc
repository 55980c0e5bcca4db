#include "client/verify/check.h"

#include <array>
#include <string>
#include <utility>

#include "proto/refusal.h"

namespace linkcert::client {
namespace {

using proto::Reason;

constexpr std::array<std::pair<CheckName, absl::string_view>, 28> kCheckNames = {{
    {CheckName::kFormat, "FORMAT"},
    {CheckName::kCheckpoint, "CHECKPOINT"},
    {CheckName::kQuorum, "QUORUM"},
    {CheckName::kLogInclusion, "LOG_INCLUSION"},
    {CheckName::kGenesis, "GENESIS"},
    {CheckName::kRegistry, "REGISTRY"},
    {CheckName::kLogOrder, "LOG_ORDER"},
    {CheckName::kAuthorityKeys, "AUTHORITY_KEYS"},
    {CheckName::kEpochs, "EPOCHS"},
    {CheckName::kOrganisation, "ORGANISATION"},
    {CheckName::kIssuerKeys, "ISSUER_KEYS"},
    {CheckName::kAccreditation, "ACCREDITATION"},
    {CheckName::kBatchSignatures, "BATCH_SIGNATURES"},
    {CheckName::kScope, "SCOPE"},
    {CheckName::kStatusRoot, "STATUS_ROOT"},
    {CheckName::kKeysInForce, "KEYS_IN_FORCE"},
    {CheckName::kAccreditationInForce, "ACCREDITATION_IN_FORCE"},
    {CheckName::kBatchStatus, "BATCH_STATUS"},
    {CheckName::kLeaf, "LEAF"},
    {CheckName::kClaims, "CLAIMS"},
    {CheckName::kNumber, "NUMBER"},
    {CheckName::kEmployer, "EMPLOYER"},
    {CheckName::kExpiry, "EXPIRY"},
    {CheckName::kAge, "AGE"},
    {CheckName::kStatus, "STATUS"},
    {CheckName::kAudience, "AUDIENCE"},
    {CheckName::kPost, "POST"},
    {CheckName::kNumberMatch, "NUMBER_MATCH"},
}};

constexpr std::array<absl::string_view, 8> kAuditorsWords = {
    "RIGHTS_IN_FORCE",  "AUTHORITY_IN_FORCE",  "ROSTER_SEALED_IN_TIME",
    "STANDARD",         "ROSTER_MEMBERSHIP",   "QUOTA",
    "DISJOINT_NUMBERS", "REPLACED_CERTIFICATE"};
constexpr std::array<absl::string_view, 6> kIssuersWords = {
    "PANEL", "SUPERVISION", "PUBLICITY", "OCCUPATION_NAME", "EMPLOYER_NAME", "REISSUED_VALUES"};

v1::Check Named(CheckName check, v1::CheckResult result) {
  v1::Check made;
  const absl::string_view name = NameOf(check);
  made.set_name(name.data(), name.size());
  made.set_result(result);
  return made;
}

v1::Check WithReason(v1::Check check, const absl::Status& status) {
  const std::optional<Reason> reason = proto::ReasonOf(status);
  const absl::string_view name = reason ? proto::Describe(*reason).name : "INTERNAL";
  const absl::string_view detail = reason ? proto::DetailOf(status) : status.message();
  check.set_reason(name.data(), name.size());
  check.set_detail(detail.data(), detail.size());
  return check;
}

// Unknown, but only a bound on what "valid" says.
bool Decides(const v1::Check& check) {
  const auto is = [&](CheckName name, Reason reason) {
    return check.name() == NameOf(name) && check.reason() == proto::Describe(reason).name;
  };
  return !is(CheckName::kStatus, Reason::kStatusNotProven) &&
         !is(CheckName::kEmployer, Reason::kEvidenceMissing);
}

}  // namespace

absl::string_view NameOf(CheckName check) { return kCheckNames[static_cast<size_t>(check)].second; }

std::optional<CheckName> ParseCheckName(absl::string_view name) {
  for (const auto& [check, known] : kCheckNames) {
    if (known == name) return check;
  }
  return std::nullopt;
}

absl::string_view NameOf(AuditorsWord word) { return kAuditorsWords[static_cast<size_t>(word)]; }

absl::string_view NameOf(IssuersWord word) { return kIssuersWords[static_cast<size_t>(word)]; }

v1::Check Passed(CheckName check) { return Named(check, v1::CHECK_RESULT_PASS); }

v1::Check Unknown(CheckName check, const absl::Status& refusal) {
  return WithReason(Named(check, v1::CHECK_RESULT_UNKNOWN), refusal);
}

v1::Check CheckOf(CheckName check, const absl::Status& status) {
  if (status.ok()) return Passed(check);
  const std::optional<Reason> reason = proto::ReasonOf(status);
  const bool open =
      !reason || *reason == Reason::kNewerFormat || *reason == Reason::kEvidenceMissing;
  if (open) return Unknown(check, status);
  return WithReason(Named(check, v1::CHECK_RESULT_FAIL), status);
}

v1::Conclusion Conclude(const google::protobuf::RepeatedPtrField<v1::Check>& checks) {
  v1::Conclusion conclusion = v1::CONCLUSION_VALID;
  for (const v1::Check& check : checks) {
    if (check.result() == v1::CHECK_RESULT_FAIL) return v1::CONCLUSION_INVALID;
    if (check.result() == v1::CHECK_RESULT_UNKNOWN && Decides(check)) {
      conclusion = v1::CONCLUSION_UNKNOWN;
    }
  }
  return conclusion;
}

}  // namespace linkcert::client
