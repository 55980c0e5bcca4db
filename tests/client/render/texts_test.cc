#include "client/render/texts.h"

#include <cstdlib>

#include "client/render/style.h"
#include "tests/testing/status_matchers.h"

namespace linkcert::client {
namespace {

TEST(TextsTest, LanguageFollowsTheEnvironment) {
  setenv("LC_ALL", "zh_CN.UTF-8", 1);
  EXPECT_EQ(LanguageOfEnvironment(), Language::kChinese);
  setenv("LC_ALL", "C.UTF-8", 1);
  EXPECT_EQ(LanguageOfEnvironment(), Language::kEnglish);
  unsetenv("LC_ALL");
  unsetenv("LC_MESSAGES");
  setenv("LANG", "zh_TW", 1);
  EXPECT_EQ(LanguageOfEnvironment(), Language::kChinese);
  EXPECT_THAT(ParseLanguage("fr"), testing::HasCode(absl::StatusCode::kInvalidArgument));
}

TEST(TextsTest, EveryCheckHasBothTexts) {
  for (int i = 0; i <= static_cast<int>(CheckName::kNumberMatch); ++i) {
    const auto check = static_cast<CheckName>(i);
    EXPECT_EQ(ParseCheckName(NameOf(check)), check);
    EXPECT_FALSE(TextOf(check, Language::kEnglish).empty());
    EXPECT_NE(TextOf(check, Language::kChinese), TextOf(check, Language::kEnglish));
  }
}

TEST(TextsTest, AgesAndTimes) {
  EXPECT_EQ(FormatAge(0, Language::kEnglish), "under a second");
  EXPECT_EQ(FormatAge(3600 * 1000, Language::kEnglish), "1 hour");
  EXPECT_EQ(FormatAge(49ull * 3600 * 1000, Language::kChinese), "2 天");
  EXPECT_EQ(FormatTime(1780275600000), "2026-06-01 09:00:00 +08:00");
}

TEST(TextsTest, NothingReachesTheTerminalThatCouldSteerIt) {
  EXPECT_EQ(Printable("绿原电路板（虚构）"), "绿原电路板（虚构）");
  EXPECT_EQ(Printable("a\x1b[2Jb\n"), "a?[2Jb?");
}

}  // namespace
}  // namespace linkcert::client
