#include "server/service/online_verifier.h"

#include <algorithm>
#include <utility>

#include "proto/canonical.h"
#include "proto/certificate_leaf.h"
#include "proto/civil_date.h"
#include "proto/refusal.h"
#include "rules/standing.h"
#include "rules/status_map.h"
#include "server/service/file_comparison.h"
#include "server/service/further_answers.h"
#include "server/service/verdict.h"

namespace linkcert::server {
namespace {

using proto::Reason;

absl::Status CheckExpiry(const LoggedBatch& batch, uint64_t moment_ms) {
  const uint32_t last_day = batch.act().valid_to();
  if (last_day == 0 || proto::CivilDateAt(moment_ms) <= last_day) return absl::OkStatus();
  return proto::Refuse(Reason::kCertificateExpired, proto::FormatDate(last_day));
}

// What changed last until the moment; null = nothing.
const v1::StatusChange* LastChange(const v1::StatusHistory& history, const LogMoment& moment) {
  return rules::LastChangeUntil(history, moment.moment_ms());
}

// R20. A voided batch stands in the verdict for all its certificates.
absl::Status CheckBatch(const absl::StatusOr<v1::StatusHistory>& history, const LogMoment& moment,
                        v1::Verdict* verdict) {
  if (!history.ok()) return history.status();
  const v1::StatusChange* change = LastChange(*history, moment);
  if (change != nullptr) *verdict->mutable_standing() = *change;
  return rules::CheckInForce(change);
}

// R16
absl::Status CheckCertificate(const LoggedCertificate& certificate, const LogMoment& moment,
                              v1::Verdict* verdict) {
  if (moment.moment_ms() < certificate.batch->logged_at) {
    return proto::Refuse(Reason::kCertificateNotYetIssued);
  }
  const auto history = rules::StandingOf(moment.reader.published().view, certificate.index);
  if (!history.ok()) return history.status();
  const v1::StatusChange* change = LastChange(*history, moment);
  if (change != nullptr && !verdict->has_standing()) *verdict->mutable_standing() = *change;
  return rules::CheckInForce(change);
}

}  // namespace

absl::StatusOr<LogMoment> OnlineVerifier::MomentOf(uint64_t as_of) const {
  LogMoment moment{log_->Reader(), 0, std::nullopt};
  moment.now_ms = std::max(clock_->WallMs(), moment.reader.published().logged_at);
  if (as_of == 0) return moment;
  if (as_of > moment.now_ms) return proto::Refuse(Reason::kFieldOutOfRange, "as_of is after now");
  moment.as_of = as_of;
  return moment;
}

absl::StatusOr<v1::Verdict> OnlineVerifier::Verify(const v1::VerifyCertificateRequest& request,
                                                   const Caller& caller) {
  const absl::StatusOr<LogMoment> moment = MomentOf(request.as_of());
  if (!moment.ok()) return moment.status();
  absl::StatusOr<Answered> answer = VerifyAt(*moment, request, caller);
  if (!answer.ok()) return answer.status();
  return std::move(answer->verdict);
}

absl::StatusOr<Answered> OnlineVerifier::VerifyAt(const LogMoment& moment,
                                                  const v1::VerifyCertificateRequest& request,
                                                  const Caller& caller) {
  if (request.audience().empty() && !request.post().empty()) {
    return proto::Refuse(Reason::kRequestMalformed, "a post without its audience");
  }
  Inquiry inquiry(moment);
  v1::Verdict& verdict = inquiry.verdict;
  verdict.set_as_of(moment.reaches());
  absl::Status status = VerifySubject(request, caller, inquiry);
  if (!status.ok()) return status;
  verdict.set_conclusion(Conclude(verdict));
  if (inquiry.batch != nullptr && !request.audience().empty()) {
    const rules::View& view = moment.reader.published().view;
    status = AddAudienceAnswers(view, *inquiry.batch, request, &verdict);
    if (!status.ok()) return status;
  }
  return Answered(std::move(inquiry));
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
  const auto matches = numbers_.Match(inquiry.moment.reader, query, caller);
  if (proto::ReasonOf(matches.status()) == Reason::kNumberNoMatch) {
    AddCheck(kNumberMatchCheck, matches.status(), &inquiry.verdict);
    return absl::OkStatus();
  }
  if (!matches.ok()) return matches.status();
  const absl::StatusOr<uint64_t> index = NewestOf(*matches, inquiry.moment);
  if (!index.ok()) return index.status();
  AddCheck(kNumberMatchCheck, absl::OkStatus(), &inquiry.verdict);
  return VerifyId(*index, inquiry);
}

absl::StatusOr<uint64_t> OnlineVerifier::NewestOf(const std::vector<uint64_t>& indexes,
                                                  const LogMoment& moment) {
  for (auto index = indexes.rbegin(); moment.as_of && index != indexes.rend(); ++index) {
    const absl::StatusOr<LoggedCertificate> certificate = finder_.Find(moment.reader, *index);
    if (!certificate.ok()) return certificate.status();
    if (certificate->batch->logged_at <= *moment.as_of) return *index;
  }
  return moment.as_of ? indexes.front() : indexes.back();
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
  if (CompareWithLog(inquiry.moment.reader, *file, *certificate, &inquiry.verdict)) {
    CheckStanding(*certificate, inquiry);
  }
  return absl::OkStatus();
}

absl::StatusOr<LoggedCertificate> OnlineVerifier::Find(uint64_t index, Inquiry& inquiry) {
  absl::StatusOr<LoggedCertificate> certificate = finder_.Find(inquiry.moment.reader, index);
  if (!certificate.ok()) {
    AddCheck(kLogInclusionCheck, certificate.status(), &inquiry.verdict);
    return certificate;
  }
  inquiry.batch = certificate->batch;
  inquiry.verdict.set_certificate(index);
  *inquiry.verdict.mutable_facts() = certificate->batch->facts;
  const rules::View& view = inquiry.moment.reader.published().view;
  absl::Status status = AddNationalSync(view, *certificate, &inquiry.verdict);
  if (status.ok() && !inquiry.moment.as_of) status = AddLinks(view, index, &inquiry.verdict);
  if (!status.ok()) return status;
  return certificate;
}

void OnlineVerifier::CheckStanding(const LoggedCertificate& certificate, Inquiry& inquiry) {
  const LogMoment& moment = inquiry.moment;
  const rules::View& view = moment.reader.published().view;
  v1::Verdict* const verdict = &inquiry.verdict;
  const LoggedBatch& batch = *certificate.batch;
  const BatchStandingPtr standing = standings_.Of(view, batch);
  AddCheck(kIssuerKeysCheck, standing->issuer_keys, verdict);
  AddCheck(kAccreditationCheck, standing->accreditation, verdict);
  const int first_that_ages = verdict->checks_size();
  AddCheck(kKeysInForceCheck, standing->keys_in_force, verdict);
  AddCheck(kAccreditationInForceCheck, standing->accreditation_in_force, verdict);
  AddCheck(kBatchStatusCheck, CheckBatch(standing->history, moment, verdict), verdict);
  AddCheck(kExpiryCheck, CheckExpiry(batch, moment.moment_ms()), verdict);
  AddCheck(kStatusCheck, CheckCertificate(certificate, moment, verdict), verdict);
  for (int i = first_that_ages; i < verdict->checks_size(); ++i) {
    v1::Check* check = verdict->mutable_checks(i);
    if (check->name() != kExpiryCheck) check->set_age_ms(moment.moment_ms() - moment.reaches());
  }
}

}  // namespace linkcert::server
