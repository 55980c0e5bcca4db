#include "client/program/moment_option.h"

#include <CLI/CLI.hpp>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace linkcert::client {
namespace {

std::optional<uint64_t> ParseMoment(const std::string& text) {
  constexpr int kChinaOffsetS = 8 * 3600;
  absl::CivilDay day;
  absl::Time time;
  std::string error;
  if (absl::ParseCivilTime(text, &day)) {
    time = absl::FromCivil(day + 1, absl::FixedTimeZone(kChinaOffsetS)) - absl::Milliseconds(1);
  } else if (!absl::ParseTime(absl::RFC3339_full, text, &time, &error)) {
    return std::nullopt;
  }
  return time < absl::UnixEpoch() ? 0 : static_cast<uint64_t>(absl::ToUnixMillis(time));
}

std::string CheckMoment(const std::string& text) {
  return ParseMoment(text) ? "" : "a day like 2026-06-30, or a time like 2026-06-30T17:00:00+08:00";
}

}  // namespace

void AddAsOfOption(CLI::App& command, std::string* text) {
  command
      .add_option("--as-of", *text,
                  "ask about a moment in the past: the end of a day (UTC+8), or a time")
      ->check(CheckMoment);
}

absl::StatusOr<std::optional<uint64_t>> ReadAsOf(const std::string& text, uint64_t now_ms) {
  const std::optional<uint64_t> moment = ParseMoment(text);
  if (moment && *moment > now_ms) {
    return absl::InvalidArgumentError("--as-of lies ahead: leave it out to ask about now");
  }
  return moment;
}

}  // namespace linkcert::client
