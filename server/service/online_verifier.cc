#include "server/service/online_verifier.h"

#include <algorithm>
#include <utility>

#include "proto/canonical.h"
#include "proto/certificate_leaf.h"
#include "proto/civil_date.h"
#include "proto/refusal.h"
#include "server/service/file_comparison.h"
#include "server/service/further_answers.h"
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

absl::StatusOr<v1::Verdict> OnlineVerifier::Verify(const v1::VerifyCertificateRequest& request,
                                                   const Caller& caller) {
  return VerifyIn(log_->Reader(), request, caller);
}

absl::StatusOr<v1::Verdict> OnlineVerifier::VerifyIn(const LogReader& reader,
                                                     const v1::VerifyCertificateRequest& request,
                                                     const Caller& caller) {
  if (request.audience().empty() && !request.post().empty()) {
    return proto::Refuse(Reason::kRequestMalformed, "a post without its audience");
  }
  Inquiry inquiry{reader, {}, nullptr};
  v1::Verdict& verdict = inquiry.verdict;
  const Published& log = inquiry.reader.published();
  verdict.set_as_of(log.logged_at);
  absl::Status status = VerifySubject(request, caller, inquiry);
  if (!status.ok()) return status;
  verdict.set_conclusion(Conclude(verdict));
  if (inquiry.batch != nullptr && !request.audience().empty()) {
    status = AddAudienceAnswers(log.view, *inquiry.batch, request, &verdict);
    if (!status.ok()) return status;
  }
  return std::move(verdict);
}

absl::Status OnlineVerifier::VerifySubject(const v1::VerifyCertificateRequest& request,
                                           const Caller& caller, Inquiry& inquiry) {
  switch (request.subject_case()) {
    case v1::VerifyCertificateRequest::kCertificate:
      return VerifyId(request.certificate(), inquiry);
    case v1::VerifyCertificateRequest::kCertificateFile:
      return VerifyFile(request.certificate_file(), inquiry);
    case v1::VerifyCertificateRequest::kNumberQuery:
      return VerifyNumber(request.number_query(), caller, inquiry);
    default:
      return proto::Refuse(Reason::kRequestMalformed, "no file, id or number");
  }
}

absl::Status OnlineVerifier::VerifyNumber(const v1::NumberQuery& query, const Caller& caller,
                                          Inquiry& inquiry) {
  const absl::StatusOr<uint64_t> index =
      numbers_.Match(inquiry.reader.published().view, query, caller);
  if (proto::ReasonOf(index.status()) == Reason::kNumberNoMatch) {
    AddCheck(kNumberMatchCheck, index.status(), &inquiry.verdict);
    return absl::OkStatus();
  }
  if (!index.ok()) return index.status();
  AddCheck(kNumberMatchCheck, absl::OkStatus(), &inquiry.verdict);
  return VerifyId(*index, inquiry);
}

absl::Status OnlineVerifier::VerifyId(uint64_t index, Inquiry& inquiry) {
  absl::StatusOr<LoggedCertificate> certificate = Find(index, inquiry);
  if (!certificate.ok()) {
    // A certificate that is not there is an answer, not an error.
    return proto::ReasonOf(certificate.status()) ? absl::OkStatus() : certificate.status();
  }
  AddCheck(kLogInclusionCheck, absl::OkStatus(), &inquiry.verdict);
  CheckStanding(*certificate, inquiry);
  return absl::OkStatus();
}

absl::Status OnlineVerifier::VerifyFile(absl::string_view file_bytes, Inquiry& inquiry) {
  auto file = proto::DecodeCanonical<v1::CertificateFile>(file_bytes);
  if (!file.ok()) {
    AddCheck(kFormatCheck, file.status(), &inquiry.verdict);
    return absl::OkStatus();
  }
  absl::StatusOr<v1::CertificateLeaf> leaf = proto::DecodeLeaf(file->leaf());
  if (!AddCheck(kFormatCheck, leaf.status(), &inquiry.verdict)) return absl::OkStatus();
  const uint64_t index = proto::LeafIndex(file->batch().index(), leaf->position());
  absl::StatusOr<LoggedCertificate> certificate = Find(index, inquiry);
  if (!certificate.ok()) {
    return proto::ReasonOf(certificate.status()) ? absl::OkStatus() : certificate.status();
  }
  if (CompareWithLog(inquiry.reader, *file, *certificate, &inquiry.verdict)) {
    CheckStanding(*certificate, inquiry);
  }
  return absl::OkStatus();
}

absl::StatusOr<LoggedCertificate> OnlineVerifier::Find(uint64_t index, Inquiry& inquiry) {
  absl::StatusOr<LoggedCertificate> certificate = finder_.Find(inquiry.reader, index);
  if (!certificate.ok()) {
    AddCheck(kLogInclusionCheck, certificate.status(), &inquiry.verdict);
    return certificate;
  }
  inquiry.batch = certificate->batch;
  inquiry.verdict.set_certificate(index);
  *inquiry.verdict.mutable_facts() = certificate->batch->facts;
  absl::Status status =
      AddNationalSync(inquiry.reader.published().view, *certificate, &inquiry.verdict);
  if (!status.ok()) return status;
  return certificate;
}

void OnlineVerifier::CheckStanding(const LoggedCertificate& certificate, Inquiry& inquiry) {
  const Published& log = inquiry.reader.published();
  v1::Verdict* const verdict = &inquiry.verdict;
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
