#include "client/render/style.h"

#include "proto/charset.h"

namespace linkcert::client {

std::string Printable(absl::string_view text) {
  if (proto::IsOfCharset(v1::CHARSET_TEXT, text)) return std::string(text);
  std::string printable;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    printable += byte >= 0x20 && byte < 0x7f ? c : '?';
  }
  return printable;
}

}  // namespace linkcert::client
