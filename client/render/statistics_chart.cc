// The chart of render_statistics.h.
#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "client/render/render_statistics.h"
#include "client/render/statistics_words.h"

namespace linkcert::client {
namespace {

// All lengths in user units, which a browser shows as pixels.
constexpr uint64_t kWidth = 960;
constexpr uint64_t kBarsFrom = 360;  // names stand left of it, right-aligned
constexpr uint64_t kBarsWide = 440;  // numbers stand right of the bars
constexpr uint64_t kRowHigh = 30;
constexpr uint64_t kHeadHigh = 96;

constexpr char kStyle[] =
    "<style>text{font:13px sans-serif;fill:#222}.h{font-size:18px;font-weight:bold}"
    ".s{font-size:11px;fill:#666}.a{fill:#c9d7e8}.c{fill:#2b6cb0}.r{fill:#c53030}.b{fill:#fff}</"
    "style>\n";

std::string Escape(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}});
}

std::string TextAt(uint64_t x, uint64_t y, absl::string_view attributes, absl::string_view text) {
  return absl::StrCat("<text x=\"", x, "\" y=\"", y, "\" ", attributes, ">", Escape(text),
                      "</text>\n");
}

std::string Bar(uint64_t x, uint64_t y, uint64_t wide, uint64_t high, absl::string_view kind) {
  return absl::StrCat("<rect class=\"", kind, "\" x=\"", x, "\" y=\"", y, "\" width=\"", wide,
                      "\" height=\"", high, "\"/>\n");
}

struct ChartRow {
  std::string call;
  Counts counts;
};

std::vector<ChartRow> RowsOf(const Statistics& statistics, Language language) {
  std::vector<ChartRow> rows;
  for (const Group& group : statistics.groups) {
    rows.push_back({CallOf(group, language), group.counts});
  }
  if (statistics.merged_groups > 0) {
    rows.push_back({CallOfMerged(statistics.merged_groups, language), statistics.merged});
  }
  return rows;
}

// Assessed behind, certified in front, what was revoked at its end.
std::string DrawRow(const ChartRow& row, uint64_t y, uint64_t most) {
  const auto length = [&](uint64_t number) { return most == 0 ? 0 : number * kBarsWide / most; };
  const uint64_t certified = length(row.counts.certified);
  const uint64_t revoked = length(row.counts.revoked);
  const uint64_t longest = std::max(certified, length(row.counts.assessed));
  return absl::StrCat(TextAt(kBarsFrom - 8, y + 16, "text-anchor=\"end\"", row.call),
                      Bar(kBarsFrom, y, length(row.counts.assessed), 22, "a"),
                      Bar(kBarsFrom, y + 4, certified, 14, "c"),
                      Bar(kBarsFrom + certified - revoked, y + 4, revoked, 14, "r"),
                      TextAt(kBarsFrom + longest + 8, y + 16, "", Grouped(row.counts.certified)));
}

std::string DrawLegend(Language language) {
  constexpr struct {
    const char* kind;
    Text text;
  } kLegend[] = {{"a", {"assessed", "参考人数"}},
                 {"c", {"certified", "发证数"}},
                 {"r", {"of these revoked", "其中已撤销"}}};
  std::string legend;
  uint64_t x = kBarsFrom;
  for (const auto& item : kLegend) {
    absl::StrAppend(&legend, Bar(x, 70, 12, 12, item.kind),
                    TextAt(x + 18, 80, "class=\"s\"", item.text.In(language)));
    x += 140;
  }
  return legend;
}

}  // namespace

std::string StatisticsAsSvg(const StatisticsTitle& title, const Statistics& statistics,
                            Language language) {
  const std::vector<ChartRow> rows = RowsOf(statistics, language);
  uint64_t most = 0;
  for (const ChartRow& row : rows) {
    most = std::max({most, row.counts.certified, row.counts.assessed});
  }
  const uint64_t high = kHeadHigh + (rows.size() + 2) * kRowHigh;
  std::string svg = absl::StrCat(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"", kWidth, "\" height=\"", high,
      "\" viewBox=\"0 0 ", kWidth, " ", high, "\" role=\"img\">\n", kStyle, "<title>",
      Escape(HeadingOf(title.options.by, language)), "</title>\n", Bar(0, 0, kWidth, high, "b"),
      TextAt(24, 32, "class=\"h\"", HeadingOf(title.options.by, language)),
      TextAt(24, 54, "class=\"s\"", ScopeOf(title, language)), DrawLegend(language));
  uint64_t y = kHeadHigh;
  for (const ChartRow& row : rows) {
    svg += DrawRow(row, y, most);
    y += kRowHigh;
  }
  const std::string sum =
      statistics.withheld
          ? WithheldText(title.options.minimum, language)
          : absl::StrCat(
                Text{"in all: ", "合计："}.In(language), Grouped(statistics.total.issuers),
                Text{" issuers, ", " 家评价机构，"}.In(language),
                Grouped(statistics.total.assessed), Text{" assessed, ", " 人次参考，"}.In(language),
                Grouped(statistics.total.certified), Text{" certified", " 张证书"}.In(language));
  return absl::StrCat(svg, TextAt(24, y + 24, "", sum), "</svg>\n");
}

}  // namespace linkcert::client
