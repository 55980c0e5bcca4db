#include "server/service/audience.h"

#include <memory>

#include "proto/charset.h"
#include "proto/refusal.h"
#include "rules/policies.h"

namespace linkcert::server {
namespace {

using proto::Reason;
using rules::Answer;

// What is no id names nothing, and its characters could mean something in a record's key.
bool IsId(const std::string& text) {
  constexpr size_t kMaxIdBytes = 40;
  return text.size() <= kMaxIdBytes && proto::IsOfCharset(v1::CHARSET_ID, text);
}

}  // namespace

absl::Status CheckRegistered(const rules::View& view, const std::string& audience) {
  if (!IsId(audience)) return proto::Refuse(Reason::kOrganisationUnknown);
  const auto organisation = rules::FindOrganisation(view, audience);
  if (!organisation.ok()) return organisation.status();
  return *organisation != nullptr ? absl::OkStatus() : proto::Refuse(Reason::kOrganisationUnknown);
}

rules::Found<v1::PostRequirement> FindPostAt(const rules::View& view, const std::string& audience,
                                             const std::string& post, proto::LogTime as_of) {
  if (!IsId(audience) || !IsId(post)) return std::shared_ptr<const v1::PostRequirement>();
  return rules::FindPostUntil(view, audience, post, as_of);
}

v1::Answer ToProto(Answer answer) {
  if (answer == Answer::kUnknown) return v1::ANSWER_UNKNOWN;
  return answer == Answer::kYes ? v1::ANSWER_YES : v1::ANSWER_NO;
}

v1::PostFitness ToProto(const rules::Fitness& fitness, uint32_t version) {
  v1::PostFitness answer;
  answer.set_fit(ToProto(fitness.fit));
  answer.set_reason(NameOf(fitness.reason));
  answer.set_requirement_version(version);
  answer.set_qualification(NumberOf(fitness.qualification));
  return answer;
}

Answer IsValid(const v1::Verdict& verdict) {
  if (verdict.conclusion() == v1::CONCLUSION_UNKNOWN) return Answer::kUnknown;
  return verdict.conclusion() == v1::CONCLUSION_VALID ? Answer::kYes : Answer::kNo;
}

std::string NameOf(const std::optional<Reason>& reason) {
  return reason ? std::string(proto::Describe(*reason).name) : std::string();
}

}  // namespace linkcert::server
