#include "proto/identifiers.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>

#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "proto/refusal.h"

namespace linkcert::proto {
namespace {

constexpr size_t kResidentIdSize = 18;
constexpr size_t kCreditCodeSize = 18;
constexpr size_t kPrefixSize = 16;
constexpr size_t kNumberSize = 22;

// GB 32100 §4: 31 symbols, without I O S V Z.
constexpr absl::string_view kCreditSymbols = "0123456789ABCDEFGHJKLMNPQRTUWXY";

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }

bool AllDigits(absl::string_view text) { return std::all_of(text.begin(), text.end(), IsDigit); }

// GB 11643 §4.2.4: ISO 7064 MOD 11-2 over the first 17 digits.
char ResidentCheckCharacter(absl::string_view digits) {
  constexpr std::array<int, 17> kWeights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (size_t i = 0; i < kWeights.size(); ++i) sum += kWeights[i] * (digits[i] - '0');
  return "10X98765432"[sum % 11];
}

// Digits YYYYMMDD; the example in the standard was born in 1880.
bool IsBirthDate(absl::string_view digits) {
  int date = 0;
  if (!absl::SimpleAtoi(digits, &date) || date < 18000101) return false;
  return std::chrono::year_month_day(std::chrono::year(date / 10000),
                                     std::chrono::month(static_cast<unsigned>(date / 100 % 100)),
                                     std::chrono::day(static_cast<unsigned>(date % 100)))
      .ok();
}

// GB 32100 §4.5: weights 3^(i-1) mod 31.
char CreditCheckCharacter(absl::string_view code) {
  size_t weight = 1;
  size_t sum = 0;
  for (char c : code.substr(0, kCreditCodeSize - 1)) {
    sum += weight * kCreditSymbols.find(c);
    weight = weight * 3 % 31;
  }
  return kCreditSymbols[(31 - sum % 31) % 31];
}

}  // namespace

absl::StatusOr<std::string> NormaliseResidentId(absl::string_view number) {
  if (number.size() != kResidentIdSize || !AllDigits(number.substr(0, kResidentIdSize - 1))) {
    return absl::InvalidArgumentError("a resident identity number has 18 characters");
  }
  if (!IsBirthDate(number.substr(6, 8))) {
    return absl::InvalidArgumentError("no such date of birth");
  }
  std::string normal(number);
  if (normal.back() == 'x') normal.back() = 'X';
  if (normal.back() != ResidentCheckCharacter(normal)) {
    return absl::InvalidArgumentError("wrong check character");
  }
  return normal;
}

absl::Status CheckCreditCode(absl::string_view code) {
  const auto is_symbol = [](char c) { return kCreditSymbols.find(c) != absl::string_view::npos; };
  if (code.size() != kCreditCodeSize || !std::all_of(code.begin(), code.end(), is_symbol)) {
    return absl::InvalidArgumentError("a credit code has 18 of 31 symbols");
  }
  if (code.back() != CreditCheckCharacter(code)) {
    return absl::FailedPreconditionError("wrong check character");
  }
  return absl::OkStatus();
}

absl::StatusOr<CertificateNumber> ParseCertificateNumber(absl::string_view number) {
  if (number.size() != kNumberSize || !IsStateNumberPrefix(number.substr(0, kPrefixSize))) {
    return Refuse(Reason::kNumberMalformed, "a certificate number has 22 characters");
  }
  const absl::string_view digits = number.substr(kPrefixSize);
  CertificateNumber parsed;
  if (!AllDigits(digits) || !absl::SimpleAtoi(digits, &parsed.serial) || parsed.serial == 0) {
    return Refuse(Reason::kNumberMalformed, "the serial is 000001-999999");
  }
  parsed.prefix = std::string(number.substr(0, kPrefixSize));
  return parsed;
}

std::string FormatNumber(absl::string_view prefix, uint32_t serial) {
  return absl::StrFormat("%s%06d", prefix, serial);
}

bool IsFilingCode(absl::string_view code) {
  constexpr absl::string_view kClasses = "YSJ";
  return code.size() == 13 && kClasses.find(code[0]) != absl::string_view::npos &&
         AllDigits(code.substr(1));
}

bool IsStateNumberPrefix(absl::string_view prefix) {
  if (prefix.size() != kPrefixSize || !IsFilingCode(prefix.substr(0, 13))) return false;
  const char level = prefix[15];
  return AllDigits(prefix.substr(13, 2)) && ((level >= '1' && level <= '5') || IsUpper(level));
}

}  // namespace linkcert::proto
