#include "client/verify/judgement.h"

#include <algorithm>
#include <utility>

#include "client/verify/timeliness.h"
#include "proto/certificate_leaf.h"
#include "proto/refusal.h"

namespace linkcert::client {
namespace {

using proto::Reason;
using proto::Refuse;

bool Shows(const std::vector<proto::ShownClaim>& shown, uint32_t tag) {
  return std::any_of(shown.begin(), shown.end(), [tag](const proto::ShownClaim& claim) {
    return claim.tag == tag && !claim.value.empty();
  });
}

std::vector<AuditorsWord> TakenFromAuditors(const CheckedEvidence& evidence) {
  std::vector<AuditorsWord> words;
  if (!evidence.status) words.push_back(AuditorsWord::kRightsInForce);
  words.push_back(AuditorsWord::kAuthorityInForce);
  if (evidence.within_grace) words.push_back(AuditorsWord::kRosterSealedInTime);
  for (AuditorsWord always : {AuditorsWord::kStandard, AuditorsWord::kRosterMembership,
                              AuditorsWord::kQuota, AuditorsWord::kDisjointNumbers}) {
    words.push_back(always);
  }
  if (evidence.version) words.push_back(AuditorsWord::kReplacedCertificate);
  return words;
}

// The checks of one certificate.
class CertificateJudge {
 public:
  CertificateJudge(const CheckedEvidence& evidence, const VerifyOptions& options,
                   Verification& result)
      : evidence_(evidence), options_(options), result_(result) {}

  void Judge(const CertificatePart& part) {
    *result_.verdict.mutable_facts() = evidence_.facts;
    result_.verdict.set_as_of(MomentOfAnswer(evidence_, options_));
    absl::StatusOr<v1::CertificateLeaf> leaf = CheckLeaf(part, evidence_);
    if (!Note(CheckName::kLeaf, leaf.status())) return;
    const uint64_t index = proto::LeafIndex(evidence_.unit().index, leaf->position());
    result_.verdict.set_certificate(index);
    if (!Note(CheckName::kClaims, CheckClaims(part, *leaf))) return;
    CheckShown();
    Note(CheckName::kExpiry, CheckExpiry(evidence_.act(), options_.moment_ms()));
    v1::Check age = CheckAge(evidence_, options_);
    const bool recent = age.result() == v1::CHECK_RESULT_PASS;
    Append(std::move(age));
    CheckStatus(part, index, recent);
  }

 private:
  void Append(v1::Check check) { *result_.verdict.add_checks() = std::move(check); }
  bool Note(CheckName name, const absl::Status& status) {
    Append(CheckOf(name, status));
    return status.ok();
  }

  absl::Status CheckClaims(const CertificatePart& part, const v1::CertificateLeaf& leaf) {
    absl::StatusOr<crypto::Hash> root = crypto::Hash::FromBytes(leaf.claims_root());
    if (!root.ok()) return Refuse(Reason::kFieldOutOfRange, "claims_root");
    absl::StatusOr<std::vector<proto::ShownClaim>> shown =
        proto::CheckClaims(part.claims, evidence_.act().document_version(), *root);
    if (!shown.ok()) return shown.status();
    result_.shown = *std::move(shown);
    return absl::OkStatus();
  }

  // What is not shown is not checked, and not said to have passed.
  void CheckShown() {
    result_.on_auditors_word = TakenFromAuditors(evidence_);
    result_.on_issuers_word = {IssuersWord::kPanel, IssuersWord::kSupervision,
                               IssuersWord::kPublicity, IssuersWord::kOccupationName};
    if (evidence_.unit().statement().has_reissue_certificates()) {
      result_.on_issuers_word.push_back(IssuersWord::kReissuedValues);
    }
    if (Shows(result_.shown, proto::kNumber)) {
      Note(CheckName::kNumber, CheckNumber(result_.shown, evidence_.act()));
    }
    if (!Shows(result_.shown, proto::kEmployer)) return;
    const absl::Status employer = CheckEmployer(result_.shown, evidence_);
    Note(CheckName::kEmployer, employer);
    if (proto::ReasonOf(employer) == Reason::kEvidenceMissing) {
      result_.on_issuers_word.push_back(IssuersWord::kEmployerName);
    }
  }

  void CheckStatus(const CertificatePart& part, uint64_t index, bool recent) {
    if (options_.as_of_ms && *options_.as_of_ms < evidence_.unit().logged_at) {
      Note(CheckName::kStatus, Refuse(Reason::kCertificateNotYetIssued));
      return;
    }
    if (evidence_.has_status && !evidence_.status) return;  // nothing to check it against
    const absl::Status status = CheckCertificateStatus(part, index, evidence_, options_);
    result_.as_of_issue = proto::ReasonOf(status) == Reason::kStatusNotProven;
    // A suspension may have ended since; all else is final.
    const bool may_have_ended = !recent && proto::ReasonOf(status) == Reason::kCertificateSuspended;
    v1::Check check = result_.as_of_issue || may_have_ended ? Unknown(CheckName::kStatus, status)
                                                            : CheckOf(CheckName::kStatus, status);
    check.set_age_ms(AgeOfStatus(evidence_, options_));
    Append(std::move(check));
  }

  const CheckedEvidence& evidence_;
  const VerifyOptions& options_;
  Verification& result_;
};

void SetConclusion(Verification& result) {
  result.verdict.set_conclusion(Conclude(result.verdict.checks()));
  if (result.verdict.conclusion() != v1::CONCLUSION_VALID) result.as_of_issue = false;
}

}  // namespace

ExitCode ExitCodeOf(v1::Conclusion conclusion) {
  switch (conclusion) {
    case v1::CONCLUSION_VALID:
      return ExitCode::kValid;
    case v1::CONCLUSION_INVALID:
      return ExitCode::kInvalid;
    default:
      return ExitCode::kUnknown;
  }
}

ExitCode ExitCodeOf(const Verification& verification) {
  return ExitCodeOf(verification.verdict.conclusion());
}

void Judge(const CertificatePart& part, const CheckedEvidence& evidence,
           const VerifyOptions& options, Verification& result) {
  result.Clear();
  result.verdict.mutable_checks()->Assign(evidence.checks.begin(), evidence.checks.end());
  if (evidence.complete) CertificateJudge(evidence, options, result).Judge(part);
  SetConclusion(result);
}

void Verification::Clear() {
  verdict.Clear();
  as_of_issue = false;
  on_auditors_word.clear();
  on_issuers_word.clear();
  shown.clear();
}

Verification JudgeUnreadable(const absl::Status& refusal) {
  Verification result;
  *result.verdict.add_checks() = CheckOf(CheckName::kFormat, refusal);
  SetConclusion(result);
  return result;
}

}  // namespace linkcert::client
