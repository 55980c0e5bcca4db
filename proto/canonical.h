// The one accepted encoding of signed and logged messages (FORMAT.md §2, R24): a walk over the
// wire format, without re-encoding, that also enforces each field's rule (field_rule.proto).
// Thread-safe.
#ifndef LINKCERT_PROTO_CANONICAL_H_
#define LINKCERT_PROTO_CANONICAL_H_

#include <google/protobuf/message.h>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "proto/refusal.h"

namespace linkcert::proto {

// Refuses with NOT_CANONICAL, NEWER_FORMAT, FIELD_MISSING, FIELD_OUT_OF_RANGE or NESTING_TOO_DEEP
// (more than 8 messages deep); the detail names the field by its path, never its value.
absl::Status CheckCanonical(const google::protobuf::Descriptor& type, absl::string_view bytes);

// Checks, then decodes; the message's memory is used again.
template <typename Message>
absl::Status DecodeCanonicalInto(absl::string_view bytes, Message& message) {
  absl::Status status = CheckCanonical(*Message::descriptor(), bytes);
  if (!status.ok()) return status;
  if (message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return status;
  return Refuse(Reason::kNotCanonical, "protobuf refused what the walker passed");
}
template <typename Message>
absl::StatusOr<Message> DecodeCanonical(absl::string_view bytes) {
  Message message;
  absl::Status status = DecodeCanonicalInto(bytes, message);
  if (!status.ok()) return status;
  return message;
}

// The canonical bytes of `message`, or the refusal that CheckCanonical gives them.
absl::StatusOr<std::string> EncodeCanonical(const google::protobuf::Message& message);

}  // namespace linkcert::proto

#endif  // LINKCERT_PROTO_CANONICAL_H_
