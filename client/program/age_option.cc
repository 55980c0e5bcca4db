#include "client/program/age_option.h"

#include <CLI/CLI.hpp>
#include <limits>

#include "absl/strings/numbers.h"
#include "client/verify/options.h"

namespace linkcert::client {
namespace {

std::string CheckAgeOption(const std::string& text) {
  return ParseAge(text) ? "" : "a number of days or hours, like 30d or 12h, or none";
}

}  // namespace

std::optional<uint64_t> ParseAge(absl::string_view text) {
  if (text == "none") return std::numeric_limits<uint64_t>::max();
  constexpr uint64_t kHourMs = 3600 * 1000;
  const char unit = text.empty() ? '\0' : text.back();
  uint32_t count = 0;
  if ((unit != 'd' && unit != 'h') || !absl::SimpleAtoi(text.substr(0, text.size() - 1), &count)) {
    return std::nullopt;
  }
  return count * (unit == 'd' ? kDayMs : kHourMs);
}

void AddAgeOption(CLI::App& command, std::string* age) {
  command
      .add_option("--max-age", *age, "older proofs are undecided: days (30d), hours (12h) or none")
      ->check(CheckAgeOption)
      ->capture_default_str();
}

}  // namespace linkcert::client
