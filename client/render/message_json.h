// Any message of LinkCert as JSON that people can read: bytes in hexadecimal, times and days as
// dates, enum values by name; entries, statements, leaves and claims opened instead of as bytes.
// Thread-safe.
#ifndef LINKCERT_CLIENT_RENDER_MESSAGE_JSON_H_
#define LINKCERT_CLIENT_RENDER_MESSAGE_JSON_H_

#include <google/protobuf/message.h>

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace linkcert::client {

nlohmann::ordered_json ToJson(const google::protobuf::Message& message);

// What `bytes` are, by trying: certificate_file, receipt, verification_receipt, log_entry,
// signed_statement, statement, certificate_leaf or signed_note, as the one member of an object:
// {"receipt": {…}}.
// InvalidArgument when none of them.
absl::StatusOr<nlohmann::ordered_json> Describe(absl::string_view bytes);

// Indented lines instead of brackets and quotes; safe on a terminal. Ends in a newline.
std::string ToText(const nlohmann::ordered_json& json);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_RENDER_MESSAGE_JSON_H_
