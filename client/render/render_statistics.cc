#include "client/render/render_statistics.h"

#include <nlohmann/json.hpp>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/render/statistics_words.h"

namespace linkcert::client {
namespace {

using nlohmann::ordered_json;

constexpr Text kColumns[] = {{"certified", "发证"}, {"assessed", "参考"},  {"passed", "合格"},
                             {"revoked", "撤销"},   {"suspended", "暂停"}, {"batches", "批次"},
                             {"issuers", "机构"},   {"firms", "单位"}};

std::vector<uint64_t> CellsOf(const Counts& counts) {
  return {counts.certified, counts.assessed, counts.passed,  counts.revoked,
          counts.suspended, counts.batches,  counts.issuers, counts.firms};
}

// Columns of numbers first: they align whatever script the names are in.
std::string Row(const Counts& counts, absl::string_view name) {
  std::string line;
  for (uint64_t number : CellsOf(counts)) {
    const std::string digits = Grouped(number);
    constexpr size_t kWidth = 11;
    line.append(digits.size() < kWidth ? kWidth - digits.size() : 1, ' ');
    line += digits;
  }
  return absl::StrCat(line, "  ", name, "\n");
}

std::string HeadRow(Language language) {
  std::string line;
  for (const Text& column : kColumns) {
    const absl::string_view word = column.In(language);
    const size_t columns = language == Language::kChinese ? word.size() / 3 * 2 : word.size();
    line.append(11 - columns, ' ');
    line.append(word.data(), word.size());
  }
  return line + "\n";
}

ordered_json CountsJson(const Counts& counts) {
  const std::vector<uint64_t> cells = CellsOf(counts);
  ordered_json json;
  for (size_t i = 0; i < cells.size(); ++i) json[std::string(kColumns[i].english)] = cells[i];
  return json;
}

}  // namespace

std::string StatisticsAsText(const StatisticsTitle& title, const Statistics& statistics,
                             Language language) {
  std::string text =
      absl::StrCat(HeadingOf(title.options.by, language), "\n", ScopeOf(title, language), "\n\n");
  if (statistics.withheld) {
    return absl::StrCat(text, WithheldText(title.options.minimum, language), "\n");
  }
  text += HeadRow(language);
  for (const Group& group : statistics.groups) {
    text += Row(group.counts, CallOf(group, language));
  }
  if (statistics.merged_groups > 0) {
    text += Row(statistics.merged, CallOfMerged(statistics.merged_groups, language));
  }
  return text + Row(statistics.total, Text{"in all", "合计"}.In(language));
}

std::string StatisticsAsJson(const StatisticsTitle& title, const Statistics& statistics) {
  ordered_json json = {{"by", std::string(NameOf(title.options.by))},
                       {"from", title.options.from},
                       {"to", title.options.to},
                       {"minimum", title.options.minimum},
                       {"origin", title.checkpoint.origin},
                       {"size", title.checkpoint.size},
                       {"logged_at", title.logged_at_ms},
                       {"withheld", statistics.withheld}};
  if (!statistics.withheld) {
    json["total"] = CountsJson(statistics.total);
    json["groups"] = ordered_json::array();
    for (const Group& group : statistics.groups) {
      ordered_json item = {{"key", group.key}, {"name", group.name}};
      item.update(CountsJson(group.counts));
      json["groups"].push_back(std::move(item));
    }
    json["merged_groups"] = statistics.merged_groups;
    if (statistics.merged_groups > 0) json["merged"] = CountsJson(statistics.merged);
  }
  return json.dump(-1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace linkcert::client
