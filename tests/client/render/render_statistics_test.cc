#include "client/render/render_statistics.h"

#include <nlohmann/json.hpp>

#include "client/render/statistics_words.h"
#include "tests/client/statistics/counted_state.h"

namespace linkcert::client {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

StatisticsTitle Title(Dimension by) {
  return {.options = {.by = by, .from = 20260101},
          .checkpoint = {.origin = "example.invalid/log", .size = 1234, .root = {}},
          .logged_at_ms = 1780275600000};
}

Statistics Counted(Dimension by, std::string programme = {}) {
  CountedState state;
  state.SetStanding(state.Add({.certificates = 1500, .present = 1600, .programme = programme}) + 1,
                    v1::STANDING_STATE_REVOKED);
  return *CountCertificates(state.state(), {.by = by});
}

TEST(RenderStatisticsTest, TableHasNumbersAndNamesInBothLanguages) {
  const Statistics counted = Counted(Dimension::kIssuer);
  const std::string english =
      StatisticsAsText(Title(Dimension::kIssuer), counted, Language::kEnglish);
  EXPECT_THAT(english, HasSubstr("Certificates by issuer\nissued 2026-01-01 to …; log "));
  EXPECT_THAT(english, HasSubstr("1,500      1,600      1,500          1"));
  EXPECT_THAT(english, HasSubstr("星辰芯片（虚构） xingchen-chip\n"));
  EXPECT_THAT(StatisticsAsText(Title(Dimension::kIssuer), counted, Language::kChinese),
              HasSubstr("合计"));
}

TEST(RenderStatisticsTest, JsonHasTheSame) {
  const auto json = nlohmann::json::parse(
      StatisticsAsJson(Title(Dimension::kIssuer), Counted(Dimension::kIssuer)));
  EXPECT_EQ(json["groups"][0]["key"], "xingchen-chip");
  EXPECT_EQ(json["groups"][0]["certified"], 1500);
  EXPECT_EQ(json["total"]["revoked"], 1);
  EXPECT_EQ(json["size"], 1234);
}

TEST(RenderStatisticsTest, ChartDrawsWhatIsCountedToScale) {
  const std::string svg = StatisticsAsSvg(Title(Dimension::kOccupation),
                                          Counted(Dimension::kOccupation), Language::kChinese);
  EXPECT_THAT(svg, HasSubstr("class=\"a\" x=\"360\" y=\"96\" width=\"440\""));   // 1,600
  EXPECT_THAT(svg, HasSubstr("class=\"c\" x=\"360\" y=\"100\" width=\"412\""));  // 1,500
  EXPECT_THAT(svg, HasSubstr("电子设备装接工 2022:6-25-04-07"));
  EXPECT_THAT(svg, HasSubstr("1,500 张证书"));
}

TEST(RenderStatisticsTest, NothingInANameLeavesItsText) {
  const std::string svg =
      StatisticsAsSvg(Title(Dimension::kProgramme),
                      Counted(Dimension::kProgramme, "</text><script>&\x1b"), Language::kEnglish);
  EXPECT_THAT(svg, HasSubstr("&lt;/text&gt;&lt;script&gt;&amp;?"));
  EXPECT_THAT(svg, Not(HasSubstr("<script")));
}

TEST(RenderStatisticsTest, WithheldShowsNoNumber) {
  CountedState state;
  state.Add({.certificates = 3, .present = 4});
  const Statistics counted = *CountCertificates(state.state(), {});
  const StatisticsTitle title = Title(Dimension::kOccupation);
  EXPECT_THAT(StatisticsAsText(title, counted, Language::kEnglish), HasSubstr("nothing is shown"));
  EXPECT_FALSE(nlohmann::json::parse(StatisticsAsJson(title, counted)).contains("total"));
  EXPECT_THAT(StatisticsAsSvg(title, counted, Language::kEnglish), Not(HasSubstr("in all")));
}

TEST(RenderStatisticsTest, ThousandsAreGrouped) {
  EXPECT_EQ(Grouped(0), "0");
  EXPECT_EQ(Grouped(999), "999");
  EXPECT_EQ(Grouped(1381800), "1,381,800");
}

}  // namespace
}  // namespace linkcert::client
