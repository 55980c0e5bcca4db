#include "server/service/further_answers.h"

#include <memory>
#include <optional>
#include <string>

#include "proto/charset.h"
#include "proto/refusal.h"
#include "rules/national_sync.h"
#include "rules/policies.h"
#include "rules/posts.h"
#include "rules/recognition.h"
#include "server/service/verdict.h"

namespace linkcert::server {
namespace {

using proto::Reason;
using rules::Answer;

v1::Answer ToProto(Answer answer) {
  if (answer == Answer::kUnknown) return v1::ANSWER_UNKNOWN;
  return answer == Answer::kYes ? v1::ANSWER_YES : v1::ANSWER_NO;
}

Answer IsValid(const v1::Verdict& verdict) {
  if (verdict.conclusion() == v1::CONCLUSION_UNKNOWN) return Answer::kUnknown;
  return verdict.conclusion() == v1::CONCLUSION_VALID ? Answer::kYes : Answer::kNo;
}

std::string NameOf(const std::optional<Reason>& reason) {
  return reason ? std::string(proto::Describe(*reason).name) : std::string();
}

// Counted from 1; 0 = none.
uint32_t NumberOf(const std::optional<int>& place) {
  return place ? static_cast<uint32_t>(*place) + 1 : 0;
}

// What is no id names nothing, and its characters could mean something in a record's key.
bool IsId(const std::string& text) {
  constexpr size_t kMaxIdBytes = 40;
  return text.size() <= kMaxIdBytes && proto::IsOfCharset(v1::CHARSET_ID, text);
}

absl::Status CheckRegistered(const rules::View& view, const std::string& audience) {
  if (!IsId(audience)) return proto::Refuse(Reason::kOrganisationUnknown);
  const auto organisation = rules::FindOrganisation(view, audience);
  if (!organisation.ok()) return organisation.status();
  return *organisation != nullptr ? absl::OkStatus() : proto::Refuse(Reason::kOrganisationUnknown);
}

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
  rules::Found<v1::PostRequirement> post = std::shared_ptr<const v1::PostRequirement>();
  if (IsId(request.post())) {
    post = rules::FindPostUntil(view, request.audience(), request.post(), verdict->as_of());
  }
  if (!post.ok()) return post.status();
  if (*post == nullptr) {
    LeavePostOpen(verdict);
    return absl::OkStatus();
  }
  AddOpenCheck(kPostCheck, absl::OkStatus(), verdict);
  const v1::SetPostRequirement& requirement = (*post)->requirement();
  const rules::Fitness found =
      rules::FitnessFor(requirement, {{.terms = terms, .valid = IsValid(*verdict)}});
  v1::PostFitness& fitness = *verdict->mutable_post_fitness();
  fitness.set_fit(ToProto(found.fit));
  fitness.set_reason(NameOf(found.reason));
  fitness.set_requirement_version(requirement.version());
  fitness.set_qualification(NumberOf(found.qualification));
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
  report.set_state(answer->state);
  report.set_code(answer->code);
  if (!answer->reported) return absl::OkStatus();
  report.set_entry_index(answer->reported->index);
  report.set_logged_at(answer->reported->logged_at);
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
