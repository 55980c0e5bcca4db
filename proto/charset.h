// Which characters a string field may have (FORMAT.md §2, R24). Thread-safe.
#ifndef LINKCERT_PROTO_CHARSET_H_
#define LINKCERT_PROTO_CHARSET_H_

#include "absl/strings/string_view.h"
#include "linkcert/v1/field_rule.pb.h"

namespace linkcert::proto {

// Well-formed UTF-8 (RFC 3629): shortest forms, no surrogates, at most U+10FFFF.
bool IsUtf8(absl::string_view text);

// Whether all of `text` is of the charset as field_rule.proto describes it; never true for an empty
// text or for CHARSET_UNSPECIFIED. CHARSET_TEXT holds well-formed UTF-8 only.
bool IsOfCharset(v1::Charset charset, absl::string_view text);

}  // namespace linkcert::proto

#endif  // LINKCERT_PROTO_CHARSET_H_
