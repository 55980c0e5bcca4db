// Certificate sets as a stream of items (FORMAT.md §7): each a canonical CertificateSetItem,
// preceded by its length as a minimal varint.
#ifndef LINKCERT_PROTO_CERTIFICATE_SET_H_
#define LINKCERT_PROTO_CERTIFICATE_SET_H_

#include <cstddef>
#include <istream>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "linkcert/v1/certificate_file.pb.h"

namespace linkcert::proto {

inline constexpr size_t kMaxSetItemSizeBytes = 131072;

// Whether bytes that begin so can be a set: a certificate file begins with another byte. `begin`
// has the first four bytes, if there are so many. Thread-safe.
bool LooksLikeSet(absl::string_view begin);

// The item with its length before it. EncodeCanonical's refusals; MESSAGE_TOO_LARGE. Thread-safe.
absl::StatusOr<std::string> EncodeSetItem(const v1::CertificateSetItem& item);

// Reads one item at a time and holds no other. Not thread-safe.
class SetReader {
 public:
  // `in` must outlive the reader.
  explicit SetReader(std::istream& in) : in_(in) {}

  struct Item {
    // As the item's first byte says; ITEM_NOT_SET for what is none, and at the end of the set.
    v1::CertificateSetItem::ItemCase kind = v1::CertificateSetItem::ITEM_NOT_SET;
    std::string bytes;  // canonical or not: that is for DecodeCanonical
    bool end = false;
  };
  // The next item, or the end. NOT_CANONICAL for a set that is cut short or a length that is not
  // minimal, MESSAGE_TOO_LARGE, ENTRY_UNEXPECTED unless the header comes first and once; an error
  // without reason when reading fails. After an error nothing more can be read.
  absl::StatusOr<Item> Next();

 private:
  absl::StatusOr<size_t> TakeSize(int first);

  std::istream& in_;
  bool began_ = false;
};

}  // namespace linkcert::proto

#endif  // LINKCERT_PROTO_CERTIFICATE_SET_H_
