#include "server/service/further_answers.h"

#include <string>

#include "proto/refusal.h"
#include "rules/certificate_links.h"
#include "rules/national_sync.h"
#include "rules/policies.h"
#include "rules/posts.h"
#include "rules/recognition.h"
#include "rules/records.h"
#include "server/service/audience.h"
#include "server/service/verdict.h"

namespace linkcert::server {
namespace {

using proto::Reason;

absl::Status AddRecognition(const rules::View& view, const rules::CertificateTerms& terms,
                            const std::string& audience, v1::Verdict* verdict) {
  const auto policy = rules::FindPolicyUntil(view, audience, verdict->as_of());
  if (!policy.ok()) return policy.status();
  const rules::Recognition found =
      rules::Recognise(*policy != nullptr ? &(*policy)->policy() : nullptr, terms);
  v1::Recognition& recognition = *verdict->mutable_recognition();
  recognition.set_recognised(ToProto(found.recognised));
  recognition.set_reason(NameOf(found.reason));
  recognition.set_policy_version(found.version);
  recognition.set_rule(NumberOf(found.rule));
  recognition.set_own_ladder(found.own_ladder);
  recognition.set_own_level(found.own_level);
  return absl::OkStatus();
}

void LeavePostOpen(v1::Verdict* verdict) {
  AddOpenCheck(kPostCheck, proto::Refuse(Reason::kPostUnknown), verdict);
  verdict->mutable_post_fitness()->set_fit(v1::ANSWER_UNKNOWN);
  verdict->mutable_post_fitness()->set_reason(NameOf(Reason::kPostUnknown));
}

absl::Status AddFitness(const rules::View& view, const rules::CertificateTerms& terms,
                        const v1::VerifyCertificateRequest& request, v1::Verdict* verdict) {
  const auto post = FindPostAt(view, request.audience(), request.post(), verdict->as_of());
  if (!post.ok()) return post.status();
  if (*post == nullptr) {
    LeavePostOpen(verdict);
    return absl::OkStatus();
  }
  AddOpenCheck(kPostCheck, absl::OkStatus(), verdict);
  const v1::SetPostRequirement& requirement = (*post)->requirement();
  const rules::Fitness found =
      rules::FitnessFor(requirement, {{.terms = terms, .valid = IsValid(*verdict)}});
  *verdict->mutable_post_fitness() = ToProto(found, requirement.version());
  return absl::OkStatus();
}

}  // namespace

absl::Status AddNationalSync(const rules::View& view, const LoggedCertificate& certificate,
                             v1::Verdict* verdict) {
  const LoggedBatch& batch = *certificate.batch;
  const absl::StatusOr<rules::NationalSyncAnswer> answer =
      rules::NationalSyncIn(view, batch.index, batch.act().certificate_class(), certificate.index);
  if (!answer.ok()) return answer.status();
  v1::NationalSyncReport& report = *verdict->mutable_national_sync();
  const bool came_later = answer->reported && answer->reported->logged_at > verdict->as_of();
  if (!came_later) {
    report.set_state(answer->state);
    report.set_code(answer->code);
  }
  if (!answer->reported) return absl::OkStatus();
  report.set_entry_index(answer->reported->index);
  report.set_logged_at(answer->reported->logged_at);
  return absl::OkStatus();
}

absl::Status AddLinks(const rules::View& view, uint64_t certificate, v1::Verdict* verdict) {
  const auto recorded = rules::FindCertificateLinks(view, certificate);
  if (!recorded.ok() || *recorded == nullptr) return recorded.status();
  const absl::StatusOr<rules::LinkedCertificates> linked = rules::LinksOf(view, certificate);
  if (!linked.ok()) return linked.status();
  v1::CertificateLinks& links = *verdict->mutable_links();
  links.set_supersedes(linked->supersedes);
  links.set_superseded_by(linked->superseded_by);
  links.set_version(linked->version);
  links.set_companion(linked->companion);
  links.set_awaits_decision(linked->awaits_decision);
  links.set_decision(linked->decision);
  return absl::OkStatus();
}

absl::Status AddAudienceAnswers(const rules::View& view, const LoggedBatch& batch,
                                const v1::VerifyCertificateRequest& request, v1::Verdict* verdict) {
  const absl::Status registered = CheckRegistered(view, request.audience());
  if (!registered.ok() && !proto::ReasonOf(registered)) return registered;
  if (!AddOpenCheck(kAudienceCheck, registered, verdict)) {
    verdict->mutable_recognition()->set_recognised(v1::ANSWER_UNKNOWN);
    verdict->mutable_recognition()->set_reason(NameOf(Reason::kOrganisationUnknown));
    if (!request.post().empty()) LeavePostOpen(verdict);
    return absl::OkStatus();
  }
  const rules::CertificateTerms terms = rules::TermsOf(batch.facts.issuer(), batch.act());
  absl::Status status = AddRecognition(view, terms, request.audience(), verdict);
  if (!status.ok() || request.post().empty()) return status;
  return AddFitness(view, terms, request, verdict);
}

}  // namespace linkcert::server
