// Numbers of the field that check themselves. Thread-safe.
#ifndef LINKCERT_PROTO_IDENTIFIERS_H_
#define LINKCERT_PROTO_IDENTIFIERS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace linkcert::proto {

// 18-digit resident identity number (GB 11643): digits, a real date of birth, ISO 7064 MOD 11-2
// check character. Lower-case x is taken as X; 15 digits are refused. Returns the upper-case form.
absl::StatusOr<std::string> NormaliseResidentId(absl::string_view number);

// Unified social credit code (GB 32100): 18 of 31 symbols, MOD 31 check character.
// InvalidArgument for a wrong form, FailedPrecondition for a wrong check character
// only (real firms are known to have one).
absl::Status CheckCreditCode(absl::string_view code);

// 职业技能等级证书编码: 22 characters.
struct CertificateNumber {
  std::string prefix;   // 16: filing code (13), year (2), level (1)
  uint32_t serial = 0;  // 1..999999
};
absl::StatusOr<CertificateNumber> ParseCertificateNumber(absl::string_view number);
// prefix ‖ six digits.
std::string FormatNumber(absl::string_view prefix, uint32_t serial);
// The first 13 characters: ^[YSJ]\d{4}\d{2}\d{6}$
bool IsFilingCode(absl::string_view code);
// The first 16: filing code, two digits, one of 1-5 A-Z.
bool IsStateNumberPrefix(absl::string_view prefix);

}  // namespace linkcert::proto

#endif  // LINKCERT_PROTO_IDENTIFIERS_H_
