// --as-of: the moment in the past that is asked about.
#ifndef LINKCERT_CLIENT_PROGRAM_MOMENT_OPTION_H_
#define LINKCERT_CLIENT_PROGRAM_MOMENT_OPTION_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "client/program/command.h"

namespace linkcert::client {

// --as-of DAY|TIME. `text` must outlive the parsing.
void AddAsOfOption(CLI::App& command, std::string* text);

// "2026-06-30": the last moment of that day in UTC+8; or a time of RFC 3339. Milliseconds since
// 1970 UTC; nullopt for "", which is now. InvalidArgument after `now_ms`.
absl::StatusOr<std::optional<uint64_t>> ReadAsOf(const std::string& text, uint64_t now_ms);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_PROGRAM_MOMENT_OPTION_H_
