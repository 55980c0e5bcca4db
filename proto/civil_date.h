// Civil dates as the decimal number YYYYMMDD, always of UTC+8 (China has one time zone and no
// daylight saving time). Thread-safe.
#ifndef LINKCERT_PROTO_CIVIL_DATE_H_
#define LINKCERT_PROTO_CIVIL_DATE_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace linkcert::proto {

using CivilDate = uint32_t;  // 0 = absent

bool IsCivilDate(uint32_t yyyymmdd);  // a real day of the years 1900-9999
// Results outside of 1900-9999 become its first or last day; of what is no civil date, 0.
CivilDate CivilDateAt(uint64_t unix_ms);
CivilDate AddDays(CivilDate date, int64_t days);
// Days from `from` to `to`; negative when `to` is earlier.
int64_t DaysBetween(CivilDate from, CivilDate to);
inline uint32_t YearOf(CivilDate date) { return date / 10000; }
// First millisecond of the day since 1970 UTC; 0 for earlier days.
uint64_t StartOfDayMs(CivilDate date);
// 2026-05-15, and back; InvalidArgument for anything else.
std::string FormatDate(CivilDate date);
absl::StatusOr<CivilDate> ParseDate(absl::string_view text);

}  // namespace linkcert::proto

#endif  // LINKCERT_PROTO_CIVIL_DATE_H_
