// A certificate file with newer proofs: the same certificate, the same claims shown. Thread-safe.
#ifndef LINKCERT_CLIENT_REFRESH_RENEWAL_H_
#define LINKCERT_CLIENT_REFRESH_RENEWAL_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "linkcert/v1/certificate_file.pb.h"

namespace linkcert::client {

// What a file needs to be renewed.
struct Needs {
  std::set<uint64_t> entries;      // log indexes of all that it carries with a path
  std::set<uint64_t> shared_keys;  // of the status map: accreditation, signing keys, batch
  uint64_t batch = 0;              // or the correction or reissue that made a newer version
  uint64_t certificate = 0;

  std::set<uint64_t> Keys() const;  // with the certificate's own
};
// The refusals of OpenParts and DecodeLeaf.
absl::StatusOr<Needs> NeedsOf(const v1::CertificateFile& file);

// The entries that show the log's names after the first; log indexes.
struct EpochEntries {
  std::set<uint64_t> begins;          // BeginEpoch
  std::set<uint64_t> authority_keys;  // that signed them, and those that they rest on
};

// Standings and paths of one moment, as a registry gave them.
struct Standings {
  std::string checkpoint;  // signed note
  v1::LoggedEntry status_root;
  std::map<uint64_t, v1::StatusProof> proofs;   // by key
  std::map<uint64_t, v1::LoggedEntry> entries;  // by index
  EpochEntries epochs;                          // which of the entries these are
};

// The bytes of the new file. All paths lead to the new checkpoint and all proofs to the new
// StatusRoot, or it is refused: INCLUSION_INVALID, STATUS_PROOF_INVALID, ENTRY_UNEXPECTED when an
// entry is another one than the file had, EVIDENCE_MISSING; STATUS_NOT_PROVEN when no StatusRoot is
// newer than the batch; Unavailable when the registry is behind what the file proves already.
// WARNING: says nothing about who signed the checkpoint. Verify what it made.
absl::StatusOr<std::string> Renew(const v1::CertificateFile& file, const Needs& needs,
                                  const Standings& standings);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_REFRESH_RENEWAL_H_
