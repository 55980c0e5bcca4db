// The head of a log at one size: C2SP tlog-checkpoint (c2sp.org/tlog-checkpoint).
//   example.com/behind-the-sofa
//   20852163
//   CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
// LinkCert signs and accepts no extension lines: nobody could audit them.
// All functions are thread-safe.
#ifndef LINKCERT_CRYPTO_CHECKPOINT_H_
#define LINKCERT_CRYPTO_CHECKPOINT_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/hash.h"
#include "crypto/keys.h"
#include "crypto/note_key.h"

namespace linkcert::crypto {

struct Checkpoint {
  std::string origin;  // which log; not empty, one line
  uint64_t size = 0;
  Hash root;

  friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

// The three lines, each with its newline: the text of the note.
std::string FormatCheckpoint(const Checkpoint& checkpoint);
// InvalidArgument for anything that FormatCheckpoint does not make.
absl::StatusOr<Checkpoint> ParseCheckpoint(absl::string_view note_text);

// The signed note with the one signature of `log`, an Ed25519 key whose name is the origin.
// InvalidArgument if the origin is no key name or the key is not Ed25519; else the signer's error.
// WARNING: two checkpoints of one origin that are not prefix and extension prove the log guilty.
absl::StatusOr<std::string> SignCheckpoint(const Checkpoint& checkpoint, const Signer& log);

// What `log` signed. InvalidArgument if it is malformed, or not signed by `log` with its own name
// as the origin. Signatures by others are ignored.
absl::StatusOr<Checkpoint> OpenCheckpoint(absl::string_view note_bytes, const NoteKey& log);

}  // namespace linkcert::crypto

#endif  // LINKCERT_CRYPTO_CHECKPOINT_H_
