// One entry's proof of inclusion as a text file: C2SP tlog-proof (c2sp.org/tlog-proof).
//   c2sp.org/tlog-proof@v1
//   extra YWdl
//   index 73894
//   gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=
//   …
//   <empty line, and the signed checkpoint as the log gave it>
// All functions are thread-safe.
#ifndef LINKCERT_CRYPTO_TLOG_PROOF_H_
#define LINKCERT_CRYPTO_TLOG_PROOF_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/merkle.h"

namespace linkcert::crypto {

inline constexpr size_t kMaxProofExtraBytes = 65536;

struct TlogProof {
  std::string extra;  // empty: no such line. WARNING: signed by nobody
  uint64_t index = 0;
  Path path;
  std::string checkpoint;  // the signed note, byte for byte

  friend bool operator==(const TlogProof&, const TlogProof&) = default;
};

std::string FormatTlogProof(const TlogProof& proof);

// WARNING: checks the form only. Give `checkpoint` to TlogPolicy::Evaluate (or OpenCheckpoint) and
// the path to VerifyInclusion.
// InvalidArgument for anything that FormatTlogProof does not make, for a checkpoint that is not a
// signed note over a checkpoint's text, and for a path that cannot belong to the index.
absl::StatusOr<TlogProof> ParseTlogProof(absl::string_view bytes);

}  // namespace linkcert::crypto

#endif  // LINKCERT_CRYPTO_TLOG_PROOF_H_
