// What a certificate set has said so far, put together again as each batch's files would have it.
#ifndef LINKCERT_CLIENT_VERIFY_SET_ENTRIES_H_
#define LINKCERT_CLIENT_VERIFY_SET_ENTRIES_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "crypto/keys.h"
#include "linkcert/v1/certificate_file.pb.h"

namespace linkcert::client {

// It believes nothing: an entry that lies is found when the part that it got into is checked.
// Adding is not thread-safe; between additions SharedPart is.
class SetEntries {
 public:
  explicit SetEntries(v1::SetHeader header) : header_(std::move(header)) {}

  // The signed note of the header.
  const std::string& checkpoint() const { return header_.checkpoint(); }

  // ENTRY_UNEXPECTED for what stood in the set before.
  absl::Status Add(v1::LoggedEntry logged);
  absl::Status Add(v1::StatusProof proof);

  // The shared part of the files of this batch's certificates. EVIDENCE_MISSING names what does not
  // stand before; else the refusal of a batch entry that cannot be opened.
  absl::StatusOr<v1::CertificateFile> SharedPart(uint64_t batch) const;

 private:
  class Collector;

  // Of AddKey and RotateKey entries.
  struct KeyEntry {
    uint64_t index = 0;
    std::string organisation;  // of an AddKey
    std::string replaced;      // of a RotateKey: the old key's id
    std::vector<crypto::KeyId> signers;
  };
  struct SignedEntry {
    uint64_t index = 0;
    std::vector<crypto::KeyId> signers;
  };
  void Remember(const v1::LoggedEntry& logged);

  const v1::SetHeader header_;
  std::map<uint64_t, v1::LoggedEntry> entries_;
  std::map<uint64_t, v1::StatusProof> status_;
  // By what the statements say; the first entry of a kind for an id counts.
  absl::flat_hash_map<std::string, KeyEntry> keys_;  // by raw key id
  absl::flat_hash_map<std::string, SignedEntry> organisations_;
  absl::flat_hash_map<std::string, SignedEntry> accreditations_;
  std::vector<SignedEntry> epochs_;
};

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_VERIFY_SET_ENTRIES_H_
