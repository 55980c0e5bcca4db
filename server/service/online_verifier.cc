#include "server/service/online_verifier.h"

#include <algorithm>
#include <utility>

#include "proto/canonical.h"
#include "proto/certificate_leaf.h"
#include "proto/civil_date.h"
#include "proto/refusal.h"
#include "rules/records.h"
#include "rules/standing.h"
#include "rules/status_map.h"
#include "server/service/file_comparison.h"
#include "server/service/verdict.h"

namespace linkcert::server {
namespace {

using proto::Reason;

// The keys that signed were the issuer's.
absl::Status CheckIssuerKeys(const rules::View& view, const LoggedBatch& batch) {
  for (const crypto::KeyId& signer : batch.sealed.signers) {
    auto key = rules::FindKey(view, signer.view());
    if (!key.ok()) return key.status();
    if (*key == nullptr || (*key)->logged().index() >= batch.index) {
      return proto::Refuse(Reason::kSignerUnknown);
    }
    if ((*key)->organisation() != batch.facts.issuer()) {
      return proto::Refuse(Reason::kSignerForeign);
    }
  }
  return absl::OkStatus();
}

absl::Status CheckAccreditation(const rules::View& view, const LoggedBatch& batch) {
  auto found = rules::FindAccreditation(view, batch.act().accreditation());
  if (!found.ok()) return found.status();
  if (*found == nullptr || (*found)->logged().index() >= batch.index) {
    return proto::Refuse(Reason::kAccreditationUnknown);
  }
  return absl::OkStatus();
}

// R02, R22: in force when the batch was logged, by what is known now.
absl::Status CheckKeysInForce(const rules::View& view, const LoggedBatch& batch) {
  for (const crypto::KeyId& signer : batch.sealed.signers) {
    auto key = rules::FindKey(view, signer.view());
    if (!key.ok()) return key.status();
    if (*key == nullptr) return proto::Refuse(Reason::kSignerUnknown);
    auto history = rules::StandingOf(view, (*key)->logged().index());
    if (!history.ok()) return history.status();
    absl::Status status = rules::CheckKeyAt(*history, {batch.index, batch.logged_at});
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

// R05. The grace is genesis', as for those who know nothing else.
absl::Status CheckAccreditationInForce(const rules::View& view, const LoggedBatch& batch) {
  auto registry = rules::FindRegistry(view);
  if (!registry.ok()) return registry.status();
  auto accreditation = rules::FindAccreditation(view, batch.act().accreditation());
  if (!accreditation.ok()) return accreditation.status();
  if (*registry == nullptr || *accreditation == nullptr) {
    return proto::Refuse(Reason::kAccreditationUnknown);
  }
  auto history = rules::StandingOf(view, (*accreditation)->logged().index());
  if (!history.ok()) return history.status();
  return rules::CheckAccreditationAt(*history, {batch.index, batch.logged_at},
                                     (*registry)->genesis().rule_set().end_grace_days());
}

// A batch or a certificate now (R16, R20).
absl::Status CheckInForceNow(const rules::View& view, uint64_t index) {
  const absl::StatusOr<v1::StatusHistory> history = rules::StandingOf(view, index);
  if (!history.ok()) return history.status();
  return rules::CheckInForce(history->changes().empty() ? nullptr : &*history->changes().rbegin());
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
                                   v1::Verdict* verdict) const {
  const Published& log = reader.published();
  const LoggedBatch& batch = *certificate.batch;
  const uint64_t now_ms = std::max(clock_->WallMs(), log.logged_at);
  AddCheck(kIssuerKeysCheck, CheckIssuerKeys(log.view, batch), verdict);
  AddCheck(kAccreditationCheck, CheckAccreditation(log.view, batch), verdict);
  const int first_that_ages = verdict->checks_size();
  AddCheck(kKeysInForceCheck, CheckKeysInForce(log.view, batch), verdict);
  AddCheck(kAccreditationInForceCheck, CheckAccreditationInForce(log.view, batch), verdict);
  AddCheck(kBatchStatusCheck, CheckInForceNow(log.view, batch.index), verdict);
  AddCheck(kExpiryCheck, CheckExpiry(batch, now_ms), verdict);
  AddCheck(kStatusCheck, CheckInForceNow(log.view, certificate.index), verdict);
  for (int i = first_that_ages; i < verdict->checks_size(); ++i) {
    v1::Check* check = verdict->mutable_checks(i);
    if (check->name() != kExpiryCheck) check->set_age_ms(now_ms - log.logged_at);
  }
}

}  // namespace linkcert::server
