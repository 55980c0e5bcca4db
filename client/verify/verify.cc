#include "client/verify/verify.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/verify/certificate_checks.h"
#include "proto/canonical.h"
#include "proto/certificate_leaf.h"
#include "proto/refusal.h"
#include "proto/wire.h"

namespace linkcert::client {
namespace {

using proto::Reason;
using proto::Refuse;

constexpr size_t kMaxCheckedEvidence = 256;
// How far the log's clock may run ahead of ours.
constexpr uint64_t kClockSkewMs = 5 * 60 * 1000;

// A canonical file begins with what its batch's files share: the fields below `leaf`.
absl::string_view SharedPart(absl::string_view file) {
  absl::string_view rest = file;
  while (!rest.empty()) {
    const absl::string_view field = rest;
    uint64_t tag = 0;
    absl::string_view value;
    const bool taken = proto::TakeVarint(rest, tag) && proto::TakeDelimited(rest, value);
    if (!taken || tag >> 3 >= v1::CertificateFile::kLeafFieldNumber) {
      return file.substr(0, file.size() - field.size());
    }
  }
  return file;
}

// Parts that only later versions can judge. Ignoring a proof of revocation would be the worst.
absl::Status CheckNothingNewer(const v1::CertificateFile& file) {
  if (file.has_original_batch()) return Refuse(Reason::kNewerFormat, "original_batch");
  if (file.has_status_root()) return Refuse(Reason::kNewerFormat, "status_root");
  if (file.status_size() > 0 || file.has_certificate_status()) {
    return Refuse(Reason::kNewerFormat, "status");
  }
  if (file.epochs_size() > 0) return Refuse(Reason::kNewerFormat, "epochs");
  return absl::OkStatus();
}

absl::StatusOr<v1::CertificateFile> DecodeFile(absl::string_view bytes) {
  if (bytes.size() > kMaxCertificateFileBytes) return Refuse(Reason::kMessageTooLarge);
  return proto::DecodeCanonical<v1::CertificateFile>(bytes);
}

// The newest time that the file proves: when a quorum of witnesses held its checkpoint for the
// newest; without witnesses a checkpoint has no time, and the batch's log time is all there is.
v1::Check CheckAge(const CheckedEvidence& evidence, const VerifyOptions& options) {
  const uint64_t proven_ms = evidence.quorum_time_ms.value_or(evidence.batch.logged_at);
  const uint64_t age_ms = options.now_ms - std::min(options.now_ms, proven_ms);
  v1::Check check = Passed(CheckName::kAge);
  if (evidence.batch.logged_at > options.now_ms + kClockSkewMs) {
    check = Unknown(CheckName::kAge, Refuse(Reason::kClockImplausible, "logged after now"));
  } else if (age_ms > options.max_age_ms) {
    check = Unknown(CheckName::kAge, Refuse(Reason::kProofTooOld));
  }
  if (check.detail().empty()) {
    check.set_detail(evidence.quorum_time_ms
                         ? "since the witnesses' quorum"
                         : "since the batch was logged: no witness gives a time");
  }
  check.set_age_ms(age_ms);
  return check;
}

std::vector<AuditorsWord> TakenOnAuditorsWord(bool employer_open) {
  std::vector<AuditorsWord> words = {
      AuditorsWord::kRightsInForce, AuditorsWord::kStandard, AuditorsWord::kRosterMembership,
      AuditorsWord::kQuota,         AuditorsWord::kPanel,    AuditorsWord::kDisjointNumbers};
  if (employer_open) words.push_back(AuditorsWord::kEmployerOnRoster);
  return words;
}

// The checks of one certificate on top of its batch's evidence.
class CertificateChecker {
 public:
  CertificateChecker(const CheckedEvidence& evidence, const VerifyOptions& options,
                     Verification& result)
      : evidence_(evidence), options_(options), result_(result) {}

  void Check(const v1::CertificateFile& file) {
    *result_.verdict.mutable_facts() = evidence_.facts;
    result_.verdict.set_as_of(evidence_.batch.logged_at);
    absl::StatusOr<v1::CertificateLeaf> leaf = CheckLeaf(file, evidence_);
    if (!Note(CheckName::kLeaf, leaf.status())) return;
    result_.verdict.set_certificate(proto::LeafIndex(evidence_.batch.index, leaf->position()));
    if (!Note(CheckName::kClaims, CheckClaims(file, *leaf))) return;
    Note(CheckName::kNumber, CheckNumber(result_.shown, evidence_.act()));
    CheckShownEmployer();
    Note(CheckName::kExpiry, CheckExpiry(evidence_.act(), options_.now_ms));
    Append(CheckAge(evidence_, options_));
    CheckStatus(file);
  }

 private:
  void Append(v1::Check check) { *result_.verdict.add_checks() = std::move(check); }
  bool Note(CheckName name, const absl::Status& status) {
    Append(CheckOf(name, status));
    return status.ok();
  }

  absl::Status CheckClaims(const v1::CertificateFile& file, const v1::CertificateLeaf& leaf) {
    absl::StatusOr<crypto::Hash> root = crypto::Hash::FromBytes(leaf.claims_root());
    if (!root.ok()) return Refuse(Reason::kFieldOutOfRange, "claims_root");
    absl::StatusOr<std::vector<proto::ShownClaim>> shown =
        proto::CheckClaims(file.claims(), evidence_.act().document_version(), *root);
    if (!shown.ok()) return shown.status();
    result_.shown = *std::move(shown);
    return absl::OkStatus();
  }

  void CheckShownEmployer() {
    const absl::Status status = CheckEmployer(result_.shown, evidence_);
    const bool open = proto::ReasonOf(status) == Reason::kEvidenceMissing;
    Append(open ? Unknown(CheckName::kEmployer, status) : CheckOf(CheckName::kEmployer, status));
    result_.on_auditors_word = TakenOnAuditorsWord(open);
  }

  void CheckStatus(const v1::CertificateFile& file) {
    absl::Status status = CheckNothingNewer(file);
    result_.as_of_issue = status.ok();
    if (status.ok()) status = Refuse(Reason::kStatusNotProven);
    v1::Check check = Unknown(CheckName::kStatus, status);
    check.set_age_ms(options_.now_ms - std::min(options_.now_ms, evidence_.batch.logged_at));
    Append(std::move(check));
  }

  const CheckedEvidence& evidence_;
  const VerifyOptions& options_;
  Verification& result_;
};

}  // namespace

ExitCode ExitCodeOf(const Verification& verification) {
  switch (verification.verdict.conclusion()) {
    case v1::CONCLUSION_VALID:
      return ExitCode::kValid;
    case v1::CONCLUSION_INVALID:
      return ExitCode::kInvalid;
    default:
      return ExitCode::kUnknown;
  }
}

Verification Verifier::Verify(absl::string_view file) {
  Verification result;
  absl::StatusOr<v1::CertificateFile> decoded = DecodeFile(file);
  if (!decoded.ok()) {
    *result.verdict.add_checks() = CheckOf(CheckName::kFormat, decoded.status());
  } else {
    const std::shared_ptr<const CheckedEvidence> evidence = Evidence(SharedPart(file), *decoded);
    result.verdict.mutable_checks()->Assign(evidence->checks.begin(), evidence->checks.end());
    if (evidence->complete) CertificateChecker(*evidence, options_, result).Check(*decoded);
  }
  result.verdict.set_conclusion(Conclude(result.verdict.checks()));
  if (result.verdict.conclusion() != v1::CONCLUSION_VALID) result.as_of_issue = false;
  return result;
}

std::shared_ptr<const CheckedEvidence> Verifier::Evidence(absl::string_view shared_part,
                                                          const v1::CertificateFile& file) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto known = checked_.find(shared_part);
    if (known != checked_.end()) return known->second;
  }
  auto evidence =
      std::make_shared<const CheckedEvidence>(CheckEvidence(file, trust_, options_.now_ms, keys_));
  const std::lock_guard<std::mutex> lock(mutex_);
  if (checked_.size() >= kMaxCheckedEvidence) checked_.clear();
  checked_.emplace(std::string(shared_part), evidence);
  return evidence;
}

}  // namespace linkcert::client
