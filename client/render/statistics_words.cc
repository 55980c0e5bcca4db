#include "client/render/statistics_words.h"

#include "absl/strings/str_cat.h"
#include "client/render/style.h"
#include "proto/civil_date.h"

namespace linkcert::client {
namespace {

constexpr Text kHeadings[] = {
    {"Certificates by chain", "按产业链统计的证书"},
    {"Certificates by issuer", "按评价机构统计的证书"},
    {"Certificates by province", "按省份统计的证书"},
    {"Certificates by occupation", "按职业统计的证书"},
    {"Certificates by level", "按职业技能等级统计的证书"},
    {"Certificates by class", "按证书类别统计的证书"},
    {"Certificates by route", "按认定途径统计的证书"},
    {"Certificates by programme", "按项目与劳务品牌统计的证书"},
    {"Certificates by year of issue", "按发证年份统计的证书"},
};

std::string PeriodOf(const StatisticsOptions& options, Language language) {
  if (options.from == 0 && options.to == 0) {
    return std::string(Text{"all issue dates", "全部发证日期"}.In(language));
  }
  const auto day = [](proto::CivilDate date) {
    return date == 0 ? std::string("…") : proto::FormatDate(date);
  };
  return absl::StrCat(Text{"issued ", "发证日期 "}.In(language), day(options.from),
                      Text{" to ", " 至 "}.In(language), day(options.to));
}

}  // namespace

std::string HeadingOf(Dimension by, Language language) {
  return std::string(kHeadings[static_cast<size_t>(by)].In(language));
}

std::string ScopeOf(const StatisticsTitle& title, Language language) {
  return absl::StrCat(PeriodOf(title.options, language), Text{"; log ", "；日志 "}.In(language),
                      Printable(title.checkpoint.origin), Text{", ", "，"}.In(language),
                      Grouped(title.checkpoint.size),
                      Text{" entries up to ", " 条，截至 "}.In(language),
                      FormatTime(title.logged_at_ms));
}

std::string CallOf(const Group& group, Language language) {
  if (group.key.empty()) return std::string(Text{"(none named)", "（未注明）"}.In(language));
  if (group.name.empty()) return Printable(group.key);
  return absl::StrCat(Printable(group.name), " ", Printable(group.key));
}

std::string CallOfMerged(uint64_t groups, Language language) {
  return absl::StrCat(
      groups,
      Text{" groups together, small ones among them", " 组合并（含人数较少的组）"}.In(language));
}

std::string WithheldText(uint64_t minimum, Language language) {
  return absl::StrCat(Text{"Fewer certificates than ", "证书少于 "}.In(language), minimum,
                      Text{": nothing is shown, so that no person can be found in it.",
                           " 张，为避免识别到个人，不予显示。"}
                          .In(language));
}

std::string Grouped(uint64_t number) {
  const std::string digits = absl::StrCat(number);
  std::string grouped;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) grouped.push_back(',');
    grouped.push_back(digits[i]);
  }
  return grouped;
}

}  // namespace linkcert::client
