// Log entries and their proofs. Thread-safe.
#ifndef LINKCERT_CLIENT_LOGGED_ENTRY_H_
#define LINKCERT_CLIENT_LOGGED_ENTRY_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/checkpoint.h"
#include "crypto/merkle.h"
#include "linkcert/v1/certificate_file.pb.h"

namespace linkcert::client {

// INCLUSION_INVALID when a hash of the path has not 32 bytes.
absl::StatusOr<crypto::Path> PathOf(const v1::LoggedEntry& logged);

// INCLUSION_INVALID unless the entry lies at its index under the checkpoint.
absl::Status CheckLogged(const v1::LoggedEntry& logged, const crypto::Checkpoint& checkpoint);

// What a signed note says, CHECKPOINT_INVALID when it is none.
// WARNING: the signatures are not looked at.
absl::StatusOr<crypto::Checkpoint> ReadCheckpoint(absl::string_view note);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_LOGGED_ENTRY_H_
