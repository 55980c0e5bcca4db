#include "client/sheet/sheet_encoding.h"

#include <iconv.h>

#include <algorithm>
#include <cerrno>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "proto/charset.h"

namespace linkcert::client {
namespace {

absl::Status BrokenAt(absl::string_view bytes, size_t offset, absl::string_view encoding) {
  const auto line = 1 + std::count(bytes.begin(), bytes.begin() + static_cast<long>(offset), '\n');
  return absl::InvalidArgumentError(absl::StrCat("line ", line, ": not ", encoding));
}

// One encoding's bytes as another's; `in_left` is what could not be read, 0 when all was.
struct Converted {
  std::string bytes;
  size_t in_left = 0;
};

// No encoding of this field needs more than twice the bytes of another.
absl::StatusOr<Converted> Convert(absl::string_view bytes, const char* from, const char* to) {
  const iconv_t converter = iconv_open(to, from);
  if (converter == reinterpret_cast<iconv_t>(-1)) {
    return absl::UnimplementedError("this system's iconv has no GB18030");
  }
  std::string source(bytes.data(), bytes.size());
  Converted converted{.bytes = std::string(bytes.size() * 2 + 4, '\0'), .in_left = source.size()};
  char* in = source.data();
  char* out = converted.bytes.data();
  size_t out_left = converted.bytes.size();
  const size_t result = iconv(converter, &in, &converted.in_left, &out, &out_left);
  iconv_close(converter);
  converted.bytes.resize(converted.bytes.size() - out_left);
  if (result == static_cast<size_t>(-1) && converted.in_left == 0) converted.in_left = 1;
  return converted;
}

absl::StatusOr<std::string> FromGb18030(absl::string_view bytes) {
  absl::StatusOr<Converted> converted = Convert(bytes, "GB18030", "UTF-8");
  if (!converted.ok()) return converted.status();
  if (converted->in_left > 0) {
    return BrokenAt(bytes, bytes.size() - converted->in_left, "UTF-8 and not GB18030");
  }
  return std::move(converted->bytes);
}

// What people hand over instead of a CSV.
absl::Status CheckIsCsv(absl::string_view bytes) {
  constexpr absl::string_view kZip("PK\x03\x04", 4);
  constexpr absl::string_view kOle("\xd0\xcf\x11\xe0", 4);
  if (absl::StartsWith(bytes, kZip) || absl::StartsWith(bytes, kOle)) {
    return absl::InvalidArgumentError("an Excel workbook: save it as CSV UTF-8");
  }
  if (absl::StartsWith(bytes, "\xff\xfe") || absl::StartsWith(bytes, "\xfe\xff")) {
    return absl::InvalidArgumentError("UTF-16: save it as CSV UTF-8");
  }
  return absl::OkStatus();
}

// Of the first byte that is not UTF-8.
size_t FirstBrokenLine(absl::string_view bytes) {
  size_t begin = 0;
  while (begin < bytes.size()) {
    const size_t end = std::min(bytes.find('\n', begin), bytes.size() - 1) + 1;
    if (!proto::IsUtf8(bytes.substr(begin, end - begin))) return begin;
    begin = end;
  }
  return 0;
}

}  // namespace

absl::string_view SheetEncodingName(SheetEncoding encoding) {
  switch (encoding) {
    case SheetEncoding::kUtf8:
      return "UTF-8";
    case SheetEncoding::kUtf8WithBom:
      return "UTF-8 with BOM";
    case SheetEncoding::kGb18030:
      return "GB18030";
  }
  return "";
}

absl::StatusOr<SheetText> DecodeSheet(absl::string_view bytes) {
  absl::Status status = CheckIsCsv(bytes);
  if (!status.ok()) return status;
  if (absl::ConsumePrefix(&bytes, kUtf8Bom)) {
    if (!proto::IsUtf8(bytes))
      return BrokenAt(bytes, FirstBrokenLine(bytes), "UTF-8 in spite of its BOM");
    return SheetText{std::string(bytes), SheetEncoding::kUtf8WithBom};
  }
  if (proto::IsUtf8(bytes)) return SheetText{std::string(bytes), SheetEncoding::kUtf8};
  absl::StatusOr<std::string> utf8 = FromGb18030(bytes);
  if (!utf8.ok()) return utf8.status();
  return SheetText{*std::move(utf8), SheetEncoding::kGb18030};
}

absl::StatusOr<std::string> EncodeSheet(absl::string_view utf8, SheetEncoding encoding) {
  if (encoding == SheetEncoding::kUtf8) return std::string(utf8);
  if (encoding == SheetEncoding::kUtf8WithBom) return absl::StrCat(kUtf8Bom, utf8);
  absl::StatusOr<Converted> converted = Convert(utf8, "UTF-8", "GB18030");
  if (!converted.ok()) return converted.status();
  if (converted->in_left > 0) return absl::InvalidArgumentError("the sheet's text is not UTF-8");
  return std::move(converted->bytes);
}

}  // namespace linkcert::client
