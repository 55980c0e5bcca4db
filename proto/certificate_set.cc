#include "proto/certificate_set.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "proto/canonical.h"
#include "proto/refusal.h"
#include "proto/wire.h"

namespace linkcert::proto {
namespace {

using Item = v1::CertificateSetItem;

constexpr int kEnd = std::istream::traits_type::eof();
constexpr int kMaxSizeBytes = 3;  // of the varint: 131,072 needs three

Item::ItemCase KindOf(absl::string_view bytes) {
  const uint8_t tag = bytes.empty() ? 0 : static_cast<uint8_t>(bytes.front());
  const uint32_t number = tag >> 3;
  const bool known = number >= Item::kHeader && number <= Item::kStatus;
  return known && tag == WireTag(number, kDelimited) ? static_cast<Item::ItemCase>(number)
                                                     : Item::ITEM_NOT_SET;
}

absl::Status CutShort() { return Refuse(Reason::kNotCanonical, "the set is cut short"); }

}  // namespace

bool LooksLikeSet(absl::string_view begin) {
  uint64_t size = 0;
  return TakeVarint(begin, size) && !begin.empty() && KindOf(begin) == Item::kHeader;
}

absl::StatusOr<std::string> EncodeSetItem(const v1::CertificateSetItem& item) {
  absl::StatusOr<std::string> bytes = EncodeCanonical(item);
  if (!bytes.ok()) return bytes;
  if (bytes->size() > kMaxSetItemSizeBytes) {
    return Refuse(Reason::kMessageTooLarge, absl::StrCat(bytes->size(), " bytes of item"));
  }
  std::string framed;
  framed.reserve(bytes->size() + kMaxSizeBytes);
  AppendVarint(framed, bytes->size());
  return framed + *bytes;
}

absl::StatusOr<size_t> SetReader::TakeSize(int first) {
  std::string varint(1, static_cast<char>(first));
  while ((varint.back() & 0x80) != 0 && varint.size() < kMaxSizeBytes) {
    const int next = in_.get();
    if (next == kEnd) return CutShort();
    varint.push_back(static_cast<char>(next));
  }
  absl::string_view rest = varint;
  uint64_t size = 0;
  if ((varint.back() & 0x80) != 0) return Refuse(Reason::kMessageTooLarge, "an item's length");
  if (!TakeVarint(rest, size)) return Refuse(Reason::kNotCanonical, "an item's length");
  if (size <= kMaxSetItemSizeBytes) return static_cast<size_t>(size);
  return Refuse(Reason::kMessageTooLarge, absl::StrCat(size, " bytes of item"));
}

absl::StatusOr<SetReader::Item> SetReader::Next() {
  const int first = in_.get();
  if (in_.bad()) return absl::UnknownError("the set cannot be read");
  if (first == kEnd) {
    return began_ ? absl::StatusOr<Item>(Item{.bytes = {}, .end = true}) : CutShort();
  }
  absl::StatusOr<size_t> size = TakeSize(first);
  if (!size.ok()) return size.status();
  Item item;
  item.bytes.resize(*size);
  in_.read(item.bytes.data(), static_cast<std::streamsize>(*size));
  if (in_.bad()) return absl::UnknownError("the set cannot be read");
  if (static_cast<size_t>(in_.gcount()) != *size) return CutShort();
  item.kind = KindOf(item.bytes);
  const bool header = item.kind == v1::CertificateSetItem::kHeader;
  if (header && began_) return Refuse(Reason::kEntryUnexpected, "a second header");
  if (!header && !began_) return Refuse(Reason::kEntryUnexpected, "a set begins with its header");
  began_ = true;
  return item;
}

}  // namespace linkcert::proto
