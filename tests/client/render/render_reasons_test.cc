#include "client/render/render_reasons.h"

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "absl/strings/str_cat.h"

namespace linkcert::client {
namespace {

TEST(RenderReasonsTest, PageOfTheDocsIsThisTable) {
  std::ifstream file(LINKCERT_REASONS_DOCUMENT);
  std::stringstream page;
  page << file.rdbuf();
  EXPECT_TRUE(page.str() == ReasonsAsMarkdown())
      << "docs/REASONS.md differs: linkcert reasons --markdown > docs/REASONS.md";
}

TEST(RenderReasonsTest, NoCellBreaksTheTable) {
  for (const proto::ReasonEntry& entry : proto::AllReasons()) {
    const std::string cells = absl::StrCat(entry.name, entry.rule, entry.english, entry.chinese);
    EXPECT_EQ(cells.find_first_of("|\n"), std::string::npos) << entry.name;
    EXPECT_FALSE(entry.english.empty() || entry.chinese.empty()) << entry.name;
  }
}

TEST(RenderReasonsTest, TextIsInTheLanguageAsked) {
  const proto::ReasonEntry& entry = proto::Describe(proto::Reason::kChainMemberInactive);
  EXPECT_EQ(
      ReasonsAsText({&entry, 1}, Language::kChinese),
      absl::StrCat("CHAIN_MEMBER_INACTIVE  FAILED_PRECONDITION  R06\n    ", entry.chinese, "\n"));
}

TEST(RenderReasonsTest, JsonHasARowForEachReason) {
  const auto rows = nlohmann::json::parse(ReasonsAsJson(proto::AllReasons()));
  ASSERT_EQ(rows.size(), proto::AllReasons().size());
  EXPECT_EQ(rows[0]["code"], "INVALID_ARGUMENT");
  EXPECT_EQ(rows[0]["chinese"], std::string(proto::AllReasons()[0].chinese));
}

}  // namespace
}  // namespace linkcert::client
