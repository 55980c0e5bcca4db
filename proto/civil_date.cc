#include "proto/civil_date.h"

#include <algorithm>
#include <chrono>

#include "absl/strings/str_format.h"

namespace linkcert::proto {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr int64_t kDayMs = 24LL * 60 * 60 * 1000;
constexpr int64_t kUtc8Ms = 8LL * 60 * 60 * 1000;
constexpr CivilDate kFirst = 19000101;
constexpr CivilDate kLast = 99991231;

year_month_day Split(uint32_t yyyymmdd) {
  return year_month_day(std::chrono::year(static_cast<int>(yyyymmdd / 10000)),
                        std::chrono::month(yyyymmdd / 100 % 100), std::chrono::day(yyyymmdd % 100));
}

int64_t DayNumber(CivilDate date) { return sys_days(Split(date)).time_since_epoch().count(); }

// The nearest day of the years 1900-9999.
CivilDate FromDayNumber(int64_t number) {
  static const int64_t first = DayNumber(kFirst);
  static const int64_t last = DayNumber(kLast);
  const year_month_day date{sys_days(days(std::clamp(number, first, last)))};
  return static_cast<uint32_t>(static_cast<int>(date.year())) * 10000 +
         static_cast<unsigned>(date.month()) * 100 + static_cast<unsigned>(date.day());
}

}  // namespace

bool IsCivilDate(uint32_t yyyymmdd) {
  return yyyymmdd >= kFirst && yyyymmdd <= kLast && Split(yyyymmdd).ok();
}

CivilDate CivilDateAt(uint64_t unix_ms) {
  constexpr uint64_t kFarMs = uint64_t{1} << 60;
  return FromDayNumber((static_cast<int64_t>(std::min(unix_ms, kFarMs)) + kUtc8Ms) / kDayMs);
}

CivilDate AddDays(CivilDate date, int64_t days) {
  if (!IsCivilDate(date)) return 0;
  constexpr int64_t kFarDays = 10'000'000;
  return FromDayNumber(DayNumber(date) + std::clamp(days, -kFarDays, kFarDays));
}

int64_t DaysBetween(CivilDate from, CivilDate to) {
  if (!IsCivilDate(from) || !IsCivilDate(to)) return 0;
  return DayNumber(to) - DayNumber(from);
}

uint64_t StartOfDayMs(CivilDate date) {
  if (!IsCivilDate(date)) return 0;
  return static_cast<uint64_t>(std::max<int64_t>(0, DayNumber(date) * kDayMs - kUtc8Ms));
}

std::string FormatDate(CivilDate date) {
  return absl::StrFormat("%04d-%02d-%02d", date / 10000, date / 100 % 100, date % 100);
}

absl::StatusOr<CivilDate> ParseDate(absl::string_view text) {
  constexpr absl::string_view kForm = "dddd-dd-dd";
  uint32_t date = 0;
  bool formed = text.size() == kForm.size();
  for (size_t i = 0; formed && i < text.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    formed = kForm[i] == 'd' ? digit : text[i] == '-';
    if (digit) date = date * 10 + static_cast<uint32_t>(text[i] - '0');
  }
  if (!formed || !IsCivilDate(date)) return absl::InvalidArgumentError("not a date YYYY-MM-DD");
  return date;
}

}  // namespace linkcert::proto
