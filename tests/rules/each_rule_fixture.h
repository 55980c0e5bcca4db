// Each rule broken alone, in a world under the full rule set where all else is right. A test bears
// the number of its rule: TEST_F(EachRuleTest, R08PublicityTooShort).
#ifndef LINKCERT_TESTS_RULES_EACH_RULE_FIXTURE_H_
#define LINKCERT_TESTS_RULES_EACH_RULE_FIXTURE_H_

#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "tests/rules/process_fixture.h"

namespace linkcert::rules {

// Rules that a rule set may leave out, each without another one that looks at the same thing.
constexpr uint32_t kOptionalRules[] = {7, 8, 9, 10, 11, 12};

class EachRuleTest : public ProcessTest {
 protected:
  void TearDown() override { EXPECT_TRUE(kept_) << "show what keeps the rule, too"; }

  // Refused in admission for `reason`, which is one of this test's rule; and the one finding of an
  // audit of a log that holds it nevertheless. Where a rule set may leave the rule out, nothing
  // else is wrong: without it the unit is admitted.
  void ExpectBreaks(const testing::Unit& unit, const std::string& reason) {
    ExpectOfThisRule(reason);
    const std::string found = absl::StrCat(Stamped().index, " ", reason);
    EXPECT_EQ(book_.Outcome(unit), reason);
    EXPECT_THAT(FoundIn(With(unit)), ::testing::ElementsAre(found));
    if (absl::c_linear_search(kOptionalRules, RuleOfThisTest())) {
      EXPECT_THAT(AdmittedWithoutTheRule(unit), testing::IsOk());
    }
  }
  void ExpectBreaks(const v1::Statement& statement, const Keys& keys, const std::string& reason) {
    ExpectBreaks(Signed(statement, keys), reason);
  }
  // Admitted, and an audit finds nothing.
  void ExpectKeeps(const testing::Unit& unit) {
    EXPECT_EQ(book_.Outcome(unit), "ADMITTED");
    EXPECT_THAT(FoundIn(book_.entries()), ::testing::IsEmpty());
    kept_ = true;
  }
  void ExpectKeeps(const v1::Statement& statement, const Keys& keys) {
    ExpectKeeps(Signed(statement, keys));
  }

  // "index REASON" of what an audit of these entries finds; with warnings, if they are asked for.
  std::vector<std::string> FoundIn(const std::vector<std::string>& entries, bool warnings = false) {
    std::vector<std::string> found;
    Replay replay(State(), 0, 0, [&](const Finding& finding) {
      if (finding.warning && !warnings) return;
      found.push_back(absl::StrCat(finding.index, " ", proto::Describe(finding.reason).name));
    });
    for (const std::string& entry : entries) EXPECT_THAT(replay.Add(entry), testing::IsOk());
    replay.Finish();
    return found;
  }
  // All entries, and this unit past the rules.
  std::vector<std::string> With(const testing::Unit& unit) {
    std::vector<std::string> entries = book_.entries();
    entries.push_back(*proto::EncodeStatementEntry(world_.now_ms(), unit.envelope));
    for (const std::string& leaf : unit.leaves) {
      entries.push_back(proto::EncodeLeafEntry(world_.now_ms(), leaf));
    }
    return entries;
  }
  testing::Unit Signed(const v1::Statement& statement, const Keys& keys) {
    return {.envelope = world_.Sign(statement, keys), .leaves = {}, .claims = {}};
  }
  // As admission would judge it here; it is not logged.
  absl::StatusOr<Admission> Judge(const View& view, const testing::Unit& unit) {
    crypto::KeyCache keys;
    const auto prepared = Prepare(unit.envelope, unit.leaves, view, keys);
    if (!prepared.ok()) return prepared.status();
    return Admit(view, *prepared, Stamped(), keys);
  }
  Stamp Stamped() {
    book_.LogStatusRootIfDue();
    return {.index = book_.entries().size(), .logged_at = world_.now_ms()};
  }
  void ExpectOfThisRule(const std::string& reason) {
    const auto parsed = proto::ParseReason(reason);
    ASSERT_TRUE(parsed) << reason;
    EXPECT_EQ(proto::Describe(*parsed).rule, absl::StrFormat("R%02d", RuleOfThisTest()));
  }
  // For tests that show in another way what keeps the rule.
  void ShownWhatKeeps() { kept_ = true; }

 private:
  static uint32_t RuleOfThisTest() {
    const std::string name = ::testing::UnitTest::GetInstance()->current_test_info()->name();
    return static_cast<uint32_t>(std::stoul(name.substr(1, 2)));
  }
  absl::Status AdmittedWithoutTheRule(const testing::Unit& unit) {
    auto record = std::make_shared<Record>(**book_.state().Find(RuleSetKey("")));
    auto& rules = *record->mutable_rule_set()->mutable_rule_set()->mutable_rules();
    rules.erase(std::find(rules.begin(), rules.end(), RuleOfThisTest()));
    Overlay without(book_.state());
    without.Apply({{.key = RuleSetKey(""), .record = std::move(record)}});
    return Judge(without, unit).status();
  }

  bool kept_ = false;
};

}  // namespace linkcert::rules

#endif  // LINKCERT_TESTS_RULES_EACH_RULE_FIXTURE_H_
