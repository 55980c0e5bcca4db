#include "server/service/online_verifier.h"

#include <algorithm>
#include <utility>

#include "proto/canonical.h"
#include "proto/certificate_leaf.h"
#include "proto/civil_date.h"
#include "proto/refusal.h"
#include "server/service/file_comparison.h"
#include "server/service/verdict.h"

namespace linkcert::server {
namespace {

using proto::Reason;

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
  if (CompareWithLog(reader, *file, *certificate, verdict)) {
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
                                   v1::Verdict* verdict) {
  const Published& log = reader.published();
  const LoggedBatch& batch = *certificate.batch;
  const uint64_t now_ms = std::max(clock_->WallMs(), log.logged_at);
  const BatchStandingPtr standing = standings_.Of(log.view, batch);
  AddCheck(kIssuerKeysCheck, standing->issuer_keys, verdict);
  AddCheck(kAccreditationCheck, standing->accreditation, verdict);
  const int first_that_ages = verdict->checks_size();
  AddCheck(kKeysInForceCheck, standing->keys_in_force, verdict);
  AddCheck(kAccreditationInForceCheck, standing->accreditation_in_force, verdict);
  AddCheck(kBatchStatusCheck, standing->batch_status, verdict);
  AddCheck(kExpiryCheck, CheckExpiry(batch, now_ms), verdict);
  AddCheck(kStatusCheck, CheckInForceNow(log.view, certificate.index), verdict);
  for (int i = first_that_ages; i < verdict->checks_size(); ++i) {
    v1::Check* check = verdict->mutable_checks(i);
    if (check->name() != kExpiryCheck) check->set_age_ms(now_ms - log.logged_at);
  }
}

}  // namespace linkcert::server
