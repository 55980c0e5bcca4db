// JSON that people write: comments allowed, mistakes named by line and column. Thread-safe.
#ifndef LINKCERT_CLIENT_STATEMENT_JSON_TEXT_H_
#define LINKCERT_CLIENT_STATEMENT_JSON_TEXT_H_

#include <nlohmann/json.hpp>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace linkcert::client {

// Keeps the order of members, so that what is printed again looks like what was read.
using Json = nlohmann::ordered_json;

// InvalidArgument with line and column for a mistake, with the name for a member that stands
// twice in one object. At most 64 levels deep.
absl::StatusOr<Json> ParseJson(absl::string_view text);

// One line; bytes that are no UTF-8 (a file's name, say) become U+FFFD.
std::string FormatJson(const Json& json);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_STATEMENT_JSON_TEXT_H_
