// Colour of a terminal, when it is wanted. Thread-safe.
#ifndef LINKCERT_CLIENT_RENDER_STYLE_H_
#define LINKCERT_CLIENT_RENDER_STYLE_H_

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace linkcert::client {

enum class Colour { kGreen, kRed, kYellow, kDim };

inline std::string Paint(absl::string_view text, Colour colour, bool wanted) {
  if (!wanted) return std::string(text);
  constexpr absl::string_view kCodes[] = {"\x1b[32m", "\x1b[31m", "\x1b[33m", "\x1b[2m"};
  return absl::StrCat(kCodes[static_cast<int>(colour)], text, "\x1b[0m");
}

// Text that came from outside, safe on a terminal: control characters become '?'.
std::string Printable(absl::string_view text);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_RENDER_STYLE_H_
