// What an auditor reads: each finding with its entry and its rule, warnings counted.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "client/render/render.h"

namespace linkcert::client {
namespace {

using proto::Reason;
using ::testing::HasSubstr;
using ::testing::Not;

// One broken rule, one reason that no rule stands behind, three warnings.
AuditReport Report() {
  AuditReport report;
  report.checkpoint.origin = "example.invalid/linkcert-test";
  report.quorum_met = true;
  report.findings = {{.index = 12, .reason = Reason::kScopeLevelNotGranted, .detail = "level 5"},
                     {.index = 30, .reason = Reason::kBatchUnknown},
                     {.index = 40, .reason = Reason::kSmallBatchWarning, .warning = true},
                     {.index = 50, .reason = Reason::kSmallBatchWarning, .warning = true},
                     {.index = 50, .reason = Reason::kIssuedOnExamDayWarning, .warning = true}};
  report.findings_total = 2;
  report.warnings_total = 3;
  report.rule_sets = {{.province = "32", .version = 2, .since = 7, .rules = {1, 12}}};
  return report;
}
std::string TextIn(Language language) {
  return RenderText(Report(), 0, {.language = language, .colour = false});
}

TEST(RenderAuditTest, FindingNamesItsEntryAndItsRule) {
  const std::string text = TextIn(Language::kEnglish);
  EXPECT_THAT(text, HasSubstr("FINDING  entry 12: SCOPE_LEVEL_NOT_GRANTED R05 — "));
  EXPECT_THAT(text, HasSubstr("[level 5]\n"));
  EXPECT_THAT(text, HasSubstr("FINDING  entry 30: BATCH_UNKNOWN — "));
  EXPECT_THAT(TextIn(Language::kChinese),
              HasSubstr("问题  条目 12: SCOPE_LEVEL_NOT_GRANTED R05 — "));
}

TEST(RenderAuditTest, WarningsAreCountedByReason) {
  const std::string text = TextIn(Language::kEnglish);
  EXPECT_THAT(text, HasSubstr("warning  2 × BATCH_SMALL R26 (first at entry 40) — "));
  EXPECT_THAT(text, HasSubstr("warning  1 × ISSUED_ON_EXAM_DAY R26 (first at entry 50) — "));
  EXPECT_THAT(text, Not(HasSubstr("FINDING  entry 40")));
  EXPECT_THAT(TextIn(Language::kChinese), HasSubstr("提示  2 × BATCH_SMALL R26（首见于条目 40）"));
}

TEST(RenderAuditTest, RuleSetsNameTheRulesThatWereChecked) {
  EXPECT_THAT(TextIn(Language::kEnglish),
              HasSubstr("rule set 2 of province 32 since entry 7: R01 R12\n"));
}

TEST(RenderAuditTest, JsonHasEntryReasonAndRuleOfEach) {
  const auto json = nlohmann::json::parse(RenderJson(Report(), 0));
  ASSERT_EQ(json["findings"].size(), 5u);
  const auto& finding = json["findings"][0];
  EXPECT_EQ(finding["entry"], 12);
  EXPECT_EQ(finding["reason"], "SCOPE_LEVEL_NOT_GRANTED");
  EXPECT_EQ(finding["rule"], "R05");
  EXPECT_EQ(finding["warning"], false);
  EXPECT_EQ(json["findings"][1]["rule"], "");
  EXPECT_EQ(json["findings"][4]["rule"], "R26");
  EXPECT_EQ(json["findings"][4]["warning"], true);
  EXPECT_FALSE(json["not_provable"].empty());
}

}  // namespace
}  // namespace linkcert::client
