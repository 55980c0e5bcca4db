#include "rules/policies.h"

#include <limits>

#include "absl/strings/str_cat.h"
#include "rules/acts.h"
#include "rules/signers.h"
#include "rules/standards.h"

namespace linkcert::rules {
namespace {

using proto::Reason;
using proto::Refuse;

constexpr uint64_t kEnd = std::numeric_limits<uint64_t>::max();

// Walks back from the newest version: there are few.
template <typename FindBefore>
auto FindUntil(proto::LogTime time, FindBefore find_before) {
  auto found = find_before(kEnd);
  while (found.ok() && *found != nullptr && (*found)->logged().at() > time) {
    found = find_before((*found)->logged().index());
  }
  return found;
}

// R23
absl::Status CheckOwn(const ActContext& context) {
  return CheckSides(context.signers, {{.organisation = context.first_organisation(),
                                       .purposes = {v1::KEY_PURPOSE_GOVERNANCE}}});
}

absl::Status CheckVersion(uint32_t version, uint32_t newest) {
  return version == uint64_t{newest} + 1
             ? absl::OkStatus()
             : Refuse(Reason::kPolicyVersionOrder, absl::StrCat("newest is ", newest));
}

// Names nothing, or what is known.
template <typename T>
absl::Status CheckKnown(const std::string& id, Found<T> (*find)(const View&, absl::string_view),
                        const View& view, Reason otherwise) {
  if (id.empty()) return absl::OkStatus();
  Found<T> found = find(view, id);
  if (!found.ok()) return found.status();
  return *found != nullptr ? absl::OkStatus() : Refuse(otherwise, id);
}

// `level` 0 = any. Honours are no levels.
absl::Status CheckLadder(const View& view, const std::string& id, uint32_t level) {
  if (id.empty()) return absl::OkStatus();
  auto ladder = FindLadder(view, id);
  if (!ladder.ok()) return ladder.status();
  if (*ladder == nullptr) return Refuse(Reason::kLadderUnknown, id);
  if ((*ladder)->definition().honour()) {
    return Refuse(Reason::kLadderInvalid, absl::StrCat(id, " is an honour"));
  }
  return level == 0 ? absl::OkStatus() : FindLadderLevel(view, id, level).status();
}

absl::Status CheckForm(const v1::RecognitionRule& rule) {
  if (rule.lowest_level() != 0 && rule.ladder().empty()) {
    return Refuse(Reason::kPolicyInvalid, "lowest_level without ladder");
  }
  if (rule.own_ladder().empty() != (rule.own_level() == 0)) {
    return Refuse(Reason::kPolicyInvalid, "own_ladder and own_level: both or neither");
  }
  return rule.recognise() || rule.own_ladder().empty()
             ? absl::OkStatus()
             : Refuse(Reason::kPolicyInvalid, "a grade for what is not recognised");
}

absl::Status CheckRule(const View& view, const v1::RecognitionRule& rule) {
  absl::Status status = CheckForm(rule);
  if (status.ok()) {
    status = CheckKnown(rule.issuer(), FindOrganisation, view, Reason::kOrganisationUnknown);
  }
  if (status.ok()) status = CheckKnown(rule.chain(), FindChain, view, Reason::kChainUnknown);
  if (status.ok()) {
    status = CheckKnown(rule.standard(), FindStandardSeries, view, Reason::kStandardUnknown);
  }
  if (status.ok()) status = CheckLadder(view, rule.ladder(), rule.lowest_level());
  if (status.ok()) status = CheckLadder(view, rule.own_ladder(), rule.own_level());
  return status;
}

}  // namespace

Found<v1::RecognitionPolicy> FindPolicyUntil(const View& view, absl::string_view organisation,
                                             proto::LogTime time) {
  return FindUntil(time,
                   [&](uint64_t index) { return FindPolicyBefore(view, organisation, index); });
}

Found<v1::PostRequirement> FindPostUntil(const View& view, absl::string_view organisation,
                                         absl::string_view post, proto::LogTime time) {
  return FindUntil(time,
                   [&](uint64_t index) { return FindPostBefore(view, organisation, post, index); });
}

absl::Status AdmitSetRecognitionPolicy(ActContext& context, const v1::SetRecognitionPolicy& act) {
  absl::Status status = CheckOwn(context);
  if (!status.ok()) return status;
  const std::string& organisation = context.first_organisation();
  auto newest = FindPolicyBefore(context.view, organisation, kEnd);
  if (!newest.ok()) return newest.status();
  status = CheckVersion(act.version(), *newest == nullptr ? 0 : (*newest)->policy().version());
  for (const v1::RecognitionRule& rule : act.rules()) {
    if (status.ok()) status = CheckRule(context.view, rule);
  }
  if (!status.ok()) return status;

  v1::RecognitionPolicy policy;
  policy.set_name(
      absl::StrCat("organisations/", organisation, "/recognitionPolicies/", act.version()));
  *policy.mutable_policy() = act;
  *policy.mutable_logged() = context.Here();
  context.Write(RecognitionPolicyKey(organisation, context.stamp.index), std::move(policy),
                &Record::mutable_recognition_policy);
  return absl::OkStatus();
}

absl::Status AdmitSetPostRequirement(ActContext& context, const v1::SetPostRequirement& act) {
  absl::Status status = CheckOwn(context);
  if (!status.ok()) return status;
  const std::string& organisation = context.first_organisation();
  auto newest = FindPostBefore(context.view, organisation, act.post(), kEnd);
  if (!newest.ok()) return newest.status();
  status = CheckVersion(act.version(), *newest == nullptr ? 0 : (*newest)->requirement().version());
  for (const v1::PostQualification& asked : act.qualifications()) {
    if (status.ok()) status = CheckLadder(context.view, asked.ladder(), asked.lowest_level());
  }
  if (!status.ok()) return status;

  v1::PostRequirement post;
  post.set_name(absl::StrCat("organisations/", organisation, "/posts/", act.post(), "/versions/",
                             act.version()));
  *post.mutable_requirement() = act;
  *post.mutable_logged() = context.Here();
  context.Write(PostRequirementKey(organisation, act.post(), context.stamp.index), std::move(post),
                &Record::mutable_post_requirement);
  return absl::OkStatus();
}

}  // namespace linkcert::rules
