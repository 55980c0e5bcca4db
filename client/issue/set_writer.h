// Merges certificate files into one certificate set (FORMAT.md §7).
#ifndef LINKCERT_CLIENT_ISSUE_SET_WRITER_H_
#define LINKCERT_CLIENT_ISSUE_SET_WRITER_H_

#include <cstdint>
#include <ostream>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "crypto/hash.h"
#include "linkcert/v1/certificate_file.pb.h"

namespace linkcert::client {

// Writes what files share once. It proves nothing: verify what it made. Not thread-safe.
class SetWriter {
 public:
  // `out` must outlive the writer.
  explicit SetWriter(std::ostream& out) : out_(out) {}

  // The bytes of a certificate file. InvalidArgument unless it has the same checkpoint, genesis and
  // StatusRoot as those before it, and says the same of each entry; DecodeCanonical's refusals;
  // NEWER_FORMAT for a corrected certificate. A file that is refused leaves nothing behind. An
  // error of the stream is Unknown.
  absl::Status Add(absl::string_view file);

 private:
  // What is written under a log index, by SHA-256 of the item.
  using Written = absl::flat_hash_map<uint64_t, crypto::Hash>;
  class Addition;

  std::ostream& out_;
  std::string header_;
  Written entries_;
  Written status_;
};

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_ISSUE_SET_WRITER_H_
