// --max-age: how old what is proven may be.
#ifndef LINKCERT_CLIENT_PROGRAM_AGE_OPTION_H_
#define LINKCERT_CLIENT_PROGRAM_AGE_OPTION_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace CLI {
class App;
}  // namespace CLI

namespace linkcert::client {

// "30d", "12h"; "none" = the greatest there is. Milliseconds.
std::optional<uint64_t> ParseAge(absl::string_view text);
// `age` holds the default, and must outlive the parsing; afterwards ParseAge understands it.
void AddAgeOption(CLI::App& command, std::string* age);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_PROGRAM_AGE_OPTION_H_
