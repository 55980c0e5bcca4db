// Random acts of those who use certificates, and of the registry itself.
#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "crypto/hash.h"
#include "tests/model/history.h"

namespace linkcert::model {
namespace {

v1::Occupation Assembler() {
  v1::Occupation occupation;
  occupation.set_edition("2022");
  occupation.set_code("6-25-04-07");
  return occupation;
}

}  // namespace

std::string History::SomeLadder() {
  if (OnceIn(25)) return "no-ladder";
  return OnceIn(3) ? Any(facts().ladders)->first : testing::kLadder;
}

uint32_t History::SomeLevelOf(const std::string& ladder) {
  const v1::PublishLadder* known = Find(facts().ladders, ladder);
  if (known == nullptr || OnceIn(25)) return 9;
  return Any(known->levels())->ordinal();
}

v1::RecognitionRule History::SomeRule() {
  v1::RecognitionRule rule;
  rule.set_recognise(!OnceIn(4));
  if (OnceIn(3)) rule.set_issuer(AnyFirm());
  if (OnceIn(3)) rule.set_chain(OnceIn(25) ? "no-chain" : Any(facts().chains)->first);
  if (OnceIn(3)) {
    rule.set_standard(OnceIn(25) ? "no-standard" : Any(facts().standards)->first.first);
  }
  if (OnceIn(3)) rule.set_certificate_class(v1::CertificateClass(1 + Pick(3)));
  if (OnceIn(3)) *rule.mutable_occupation() = Assembler();
  if (OnceIn(2)) {
    rule.set_ladder(SomeLadder());
    if (OnceIn(2)) rule.set_lowest_level(SomeLevelOf(rule.ladder()));
  }
  if (rule.recognise() ? OnceIn(2) : OnceIn(30)) {
    rule.set_own_ladder(SomeLadder());
    rule.set_own_level(SomeLevelOf(rule.own_ladder()));
  }
  if (OnceIn(40)) rule.clear_ladder();
  if (OnceIn(40)) rule.clear_own_ladder();
  if (OnceIn(40)) rule.clear_own_level();
  return rule;
}

Draft History::SetRecognitionPolicy() {
  const std::string firm = AnyFirm();
  Draft draft = Act(KeysOf(firm));
  v1::SetRecognitionPolicy& act = *draft.statement.mutable_set_recognition_policy();
  const uint32_t* newest = Find(facts().policies, firm);
  act.set_version((newest == nullptr ? 1 : *newest + 1) + (OnceIn(12) ? 1 : 0));
  const uint32_t count = Pick(4);
  for (uint32_t i = 0; i < count; ++i) *act.add_rules() = SomeRule();
  return draft;
}

Draft History::SetPostRequirement() {
  const std::string firm = AnyFirm();
  Draft draft = Act(KeysOf(firm));
  v1::SetPostRequirement& act = *draft.statement.mutable_set_post_requirement();
  act.set_post(absl::StrCat("post-", Pick(3)));
  act.set_name("岗位（虚构）");
  const uint32_t* newest = Find(facts().posts, std::pair(firm, act.post()));
  act.set_version((newest == nullptr ? 1 : *newest + 1) + (OnceIn(12) ? 1 : 0));
  const uint32_t count = 1 + Pick(2);
  for (uint32_t i = 0; i < count; ++i) {
    v1::PostQualification& asked = *act.add_qualifications();
    *asked.mutable_occupation() = Assembler();
    if (OnceIn(3)) asked.set_trade("波峰焊工");
    asked.set_ladder(SomeLadder());
    asked.set_lowest_level(SomeLevelOf(asked.ladder()));
  }
  act.set_team_minimum(Pick(4));
  act.set_leader_required(OnceIn(2));
  return draft;
}

Draft History::ReportNationalSync() {
  if (facts().batches.empty()) return IssueBatch();
  const auto& [index, batch] = *Any(facts().batches);
  Draft draft = Act(KeysOf(OnceIn(12) ? AnyFirm() : batch.issuer));
  v1::ReportNationalSync& act = *draft.statement.mutable_report_national_sync();
  act.set_batch(index + (OnceIn(15) ? 1 : 0));
  const bool applies = batch.certificate_class != v1::CERTIFICATE_CLASS_ENTERPRISE;
  act.set_state(v1::NationalSync(applies != OnceIn(12) ? 2 + Pick(4) : 1));
  if (OnceIn(2)) act.set_code(absl::StrCat("E-", Pick(9)));
  const uint32_t ranges = Pick(3);
  uint64_t begin = index + (OnceIn(15) ? 0 : 1);
  for (uint32_t i = 0; i < ranges; ++i) {
    v1::IndexRange& range = *act.add_certificates();
    range.set_begin(begin);
    range.set_end(begin + (OnceIn(15) ? 0 : 1) + (OnceIn(6) ? 1 : 0));
    begin = range.end() + (OnceIn(8) ? 0 : 1);
  }
  return draft;
}

// The registry's first key comes with the first erasure.
Draft History::RecordErasure() {
  const bool can_sign = std::any_of(facts().keys.begin(), facts().keys.end(), [](const auto& key) {
    return key.second.organisation == kRegistry && !key.second.ended;
  });
  if (!can_sign && !OnceIn(4)) return AddKeyOf(kRegistry);
  Draft draft = Act(KeysOf(kRegistry));
  std::set<std::string> roots;
  const uint32_t count = 1 + Pick(3);
  for (uint32_t i = 0; i < count; ++i) {
    roots.insert(crypto::Sha256(absl::StrCat("claims ", Pick(9))).str());
  }
  for (const std::string& root : roots) {
    draft.statement.mutable_record_erasure()->add_claims_roots(root);
  }
  return draft;
}

}  // namespace linkcert::model
