// Spreadsheets of this field arrive as UTF-8, UTF-8 with BOM, or GB18030. Thread-safe.
#ifndef LINKCERT_CLIENT_SHEET_SHEET_ENCODING_H_
#define LINKCERT_CLIENT_SHEET_SHEET_ENCODING_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace linkcert::client {

enum class SheetEncoding { kUtf8, kUtf8WithBom, kGb18030 };
absl::string_view SheetEncodingName(SheetEncoding encoding);

inline constexpr char kUtf8Bom[] = "\xef\xbb\xbf";

struct SheetText {
  std::string utf8;  // without BOM
  SheetEncoding encoding = SheetEncoding::kUtf8;
};

// A BOM decides; else valid UTF-8 is UTF-8; else GB18030. InvalidArgument naming the line when the
// bytes are none of these.
// WARNING: a GB18030 text whose bytes happen to be valid UTF-8 is read as UTF-8; for Chinese names
// that does not happen by chance.
absl::StatusOr<SheetText> DecodeSheet(absl::string_view bytes);

// The text's bytes; `utf8` has no BOM.
absl::StatusOr<std::string> EncodeSheet(absl::string_view utf8, SheetEncoding encoding);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_SHEET_SHEET_ENCODING_H_
