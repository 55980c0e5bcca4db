#include "server/service/online_verifier.h"

#include <algorithm>
#include <utility>

#include "proto/canonical.h"
#include "proto/certificate_leaf.h"
#include "proto/civil_date.h"
#include "proto/refusal.h"
#include "rules/records.h"
#include "server/service/file_comparison.h"
#include "server/service/verdict.h"

namespace linkcert::server {
namespace {

using proto::Reason;

bool EndedBefore(bool has_ended, const v1::Logged& ended, const LoggedBatch& batch) {
  return has_ended && ended.index() < batch.index;
}

// The keys that signed were the issuer's, and in force in the log when it was logged.
absl::Status CheckIssuerKeys(const rules::View& view, const LoggedBatch& batch) {
  for (const crypto::KeyId& signer : batch.sealed.signers) {
    auto key = rules::FindKey(view, signer.view());
    if (!key.ok()) return key.status();
    if (*key == nullptr || (*key)->logged().index() >= batch.index) {
      return proto::Refuse(Reason::kSignerUnknown);
    }
    if ((*key)->organisation() != batch.facts.issuer())
      return proto::Refuse(Reason::kSignerForeign);
    if (EndedBefore((*key)->has_ended(), (*key)->ended(), batch)) {
      return proto::Refuse(Reason::kSignerKeyEnded);
    }
  }
  return absl::OkStatus();
}

absl::Status CheckAccreditation(const rules::View& view, const LoggedBatch& batch) {
  auto found = rules::FindAccreditation(view, batch.act().accreditation());
  if (!found.ok()) return found.status();
  const v1::Accreditation* accreditation = found->get();
  if (accreditation == nullptr || accreditation->logged().index() >= batch.index) {
    return proto::Refuse(Reason::kAccreditationUnknown);
  }
  if (EndedBefore(accreditation->has_ended(), accreditation->ended(), batch)) {
    return proto::Refuse(Reason::kAccreditationNotInForce);
  }
  return absl::OkStatus();
}

absl::Status CheckExpiry(const LoggedBatch& batch, uint64_t now_ms) {
  const uint32_t last_day = batch.act().valid_to();
  if (last_day == 0 || proto::CivilDateAt(now_ms) <= last_day) return absl::OkStatus();
  return proto::Refuse(Reason::kCertificateExpired, proto::FormatDate(last_day));
}

}  // namespace

absl::StatusOr<v1::Verdict> OnlineVerifier::Verify(const v1::VerifyCertificateRequest& request) {
  const LogReader reader = log_->Reader();
  v1::Verdict verdict;
  verdict.set_as_of(reader.published().logged_at);
  absl::Status status;
  switch (request.subject_case()) {
    case v1::VerifyCertificateRequest::kCertificate:
      status = VerifyId(reader, request.certificate(), &verdict);
      break;
    case v1::VerifyCertificateRequest::kCertificateFile:
      status = VerifyFile(reader, request.certificate_file(), &verdict);
      break;
    default:
      status = proto::Refuse(Reason::kRequestMalformed, "neither a file nor an id");
  }
  if (!status.ok()) return status;
  verdict.set_conclusion(Conclude(verdict));
  return verdict;
}

absl::Status OnlineVerifier::VerifyId(const LogReader& reader, uint64_t index,
                                      v1::Verdict* verdict) {
  absl::StatusOr<LoggedCertificate> certificate = Find(reader, index, verdict);
  if (!certificate.ok()) {
    // A certificate that is not there is an answer, not an error.
    return proto::ReasonOf(certificate.status()) ? absl::OkStatus() : certificate.status();
  }
  AddCheck(kLogInclusionCheck, absl::OkStatus(), verdict);
  CheckStanding(reader, *certificate, verdict);
  return absl::OkStatus();
}

absl::Status OnlineVerifier::VerifyFile(const LogReader& reader, absl::string_view file_bytes,
                                        v1::Verdict* verdict) {
  auto file = proto::DecodeCanonical<v1::CertificateFile>(file_bytes);
  if (!file.ok()) {
    AddCheck(kFormatCheck, file.status(), verdict);
    return absl::OkStatus();
  }
  absl::StatusOr<v1::CertificateLeaf> leaf = proto::DecodeLeaf(file->leaf());
  if (!AddCheck(kFormatCheck, leaf.status(), verdict)) return absl::OkStatus();
  const uint64_t index = proto::LeafIndex(file->batch().index(), leaf->position());
  absl::StatusOr<LoggedCertificate> certificate = Find(reader, index, verdict);
  if (!certificate.ok()) {
    return proto::ReasonOf(certificate.status()) ? absl::OkStatus() : certificate.status();
  }
  if (CompareWithLog(reader, log_->identity(), *file, *certificate, verdict)) {
    CheckStanding(reader, *certificate, verdict);
  }
  return absl::OkStatus();
}

absl::StatusOr<LoggedCertificate> OnlineVerifier::Find(const LogReader& reader, uint64_t index,
                                                       v1::Verdict* verdict) {
  absl::StatusOr<LoggedCertificate> certificate = finder_.Find(reader, index);
  if (!certificate.ok()) {
    AddCheck(kLogInclusionCheck, certificate.status(), verdict);
    return certificate;
  }
  verdict->set_certificate(index);
  *verdict->mutable_facts() = certificate->batch->facts;
  return certificate;
}

void OnlineVerifier::CheckStanding(const LogReader& reader, const LoggedCertificate& certificate,
                                   v1::Verdict* verdict) const {
  const Published& log = reader.published();
  const LoggedBatch& batch = *certificate.batch;
  const uint64_t now_ms = std::max(clock_->WallMs(), log.logged_at);
  AddCheck(kIssuerKeysCheck, CheckIssuerKeys(log.view, batch), verdict);
  AddCheck(kAccreditationCheck, CheckAccreditation(log.view, batch), verdict);
  AddCheck(kExpiryCheck, CheckExpiry(batch, now_ms), verdict);
  // No act that changes a certificate is enabled yet, so none can have been logged.
  AddCheck(kStatusCheck, absl::OkStatus(), verdict);
  verdict->mutable_checks(verdict->checks_size() - 1)->set_age_ms(now_ms - log.logged_at);
}

}  // namespace linkcert::server
