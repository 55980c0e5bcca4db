// From a readable text to the bytes that are signed. Thread-safe.
#ifndef LINKCERT_CLIENT_STATEMENT_STATEMENT_BUILDER_H_
#define LINKCERT_CLIENT_STATEMENT_STATEMENT_BUILDER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/statement/statement_file.h"
#include "crypto/keys.h"
#include "linkcert/v1/statement.pb.h"

namespace linkcert::client {

// What the text need not say. A value that the text does say is kept.
struct StatementFrame {
  std::string registry;  // 32 bytes; empty for genesis only
  std::vector<crypto::KeyId> signers;
  uint64_t now_ms = 0;  // becomes signed_at
};

// Fills the frame, a random statement_id, and puts what is a set (signers, ascending lists, the
// keys of genesis) in its one order. InvalidArgument with line, column or field; the refusals of
// proto::CheckCanonical with the line of the field.
absl::StatusOr<StatementInMaking> BuildStatement(absl::string_view text,
                                                 const std::string& directory,
                                                 const StatementFrame& frame);

// The same for a statement that a program made.
absl::StatusOr<StatementInMaking> FrameStatement(v1::Statement statement,
                                                 const StatementFrame& frame);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_STATEMENT_STATEMENT_BUILDER_H_
