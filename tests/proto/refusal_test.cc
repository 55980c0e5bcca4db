#include "proto/refusal.h"

#include <algorithm>
#include <set>

#include "proto/charset.h"
#include "tests/testing/status_matchers.h"

namespace linkcert::proto {
namespace {

using ::linkcert::testing::HasCode;

TEST(RefusalTest, TableFollowsTheEnum) {
  const absl::Span<const ReasonEntry> all = AllReasons();
  for (size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(static_cast<size_t>(all[i].reason), i) << all[i].name;
  }
  EXPECT_EQ(all.back().reason, Reason::kInternal);
}

TEST(RefusalTest, NamesAreUniqueAndStable) {
  std::set<std::string> names;
  for (const ReasonEntry& entry : AllReasons()) {
    EXPECT_TRUE(names.insert(std::string(entry.name)).second) << entry.name;
    EXPECT_TRUE(std::all_of(entry.name.begin(), entry.name.end(), [](char c) {
      return c == '_' || (c >= 'A' && c <= 'Z');
    })) << entry.name;
    EXPECT_EQ(ParseReason(entry.name), entry.reason);
  }
  EXPECT_EQ(ParseReason("scope_level_not_granted"), std::nullopt);
  EXPECT_EQ(ParseReason(""), std::nullopt);
}

TEST(RefusalTest, EveryReasonIsToldInBothLanguages) {
  for (const ReasonEntry& entry : AllReasons()) {
    EXPECT_TRUE(IsOfCharset(v1::CHARSET_TEXT, entry.english)) << entry.name;
    EXPECT_TRUE(IsOfCharset(v1::CHARSET_TEXT, entry.chinese)) << entry.name;
    EXPECT_EQ(entry.english.back(), '.') << entry.name;
    EXPECT_EQ(entry.chinese.substr(entry.chinese.size() - 3), "。") << entry.name;
    EXPECT_NE(entry.code, absl::StatusCode::kOk) << entry.name;
  }
}

TEST(RefusalTest, RulesAreThoseOfTheRulebook) {
  for (const ReasonEntry& entry : AllReasons()) {
    if (entry.rule.empty()) continue;
    ASSERT_EQ(entry.rule.size(), 3u) << entry.name;
    EXPECT_EQ(entry.rule[0], 'R') << entry.name;
    const int number = (entry.rule[1] - '0') * 10 + entry.rule[2] - '0';
    EXPECT_TRUE(number >= 1 && number <= 28) << entry.name;
  }
}

TEST(RefusalTest, CarriesItsReasonAndDetail) {
  const absl::Status status = Refuse(Reason::kScopeLevelNotGranted, "eight-levels 5");
  EXPECT_THAT(status, HasCode(absl::StatusCode::kFailedPrecondition));
  EXPECT_EQ(ReasonOf(status), Reason::kScopeLevelNotGranted);
  EXPECT_EQ(DetailOf(status), "eight-levels 5");
  EXPECT_EQ(status.message(),
            "SCOPE_LEVEL_NOT_GRANTED: The scope does not hold this level. eight-levels 5");
}

TEST(RefusalTest, NeedsNoDetail) {
  const absl::Status status = Refuse(Reason::kNotFound);
  EXPECT_EQ(status.message(), "NOT_FOUND: There is nothing under this name.");
  EXPECT_EQ(DetailOf(status), "");
}

TEST(RefusalTest, OtherErrorsAreNoRefusals) {
  EXPECT_EQ(ReasonOf(absl::OkStatus()), std::nullopt);
  EXPECT_EQ(ReasonOf(absl::DataLossError("NOT_FOUND")), std::nullopt);
  EXPECT_EQ(DetailOf(absl::DataLossError("torn page")), "torn page");
}

}  // namespace
}  // namespace linkcert::proto
