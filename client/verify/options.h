// What the one who asks about a certificate decides: which moment is meant, how old proofs may be.
#ifndef LINKCERT_CLIENT_VERIFY_OPTIONS_H_
#define LINKCERT_CLIENT_VERIFY_OPTIONS_H_

#include <cstdint>
#include <optional>

namespace linkcert::client {

inline constexpr uint64_t kDayMs = 24 * 60 * 60 * 1000;

struct VerifyOptions {
  uint64_t now_ms = 0;  // milliseconds since 1970 UTC
  // The newest time that the file proves may be so old; older is unknown, never invalid.
  uint64_t max_age_ms = 30 * kDayMs;
  // The moment that is asked about; nullopt = now. Status and expiry are told as of it. Stolen keys
  // are always judged by what is known now (R22).
  std::optional<uint64_t> as_of_ms = std::nullopt;

  uint64_t moment_ms() const { return as_of_ms.value_or(now_ms); }
};

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_VERIFY_OPTIONS_H_
