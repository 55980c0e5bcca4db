// Standings as the status map holds and proves them (FORMAT.md §6). All functions are thread-safe.
#ifndef LINKCERT_PROTO_STATUS_PROOF_H_
#define LINKCERT_PROTO_STATUS_PROOF_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/hash.h"
#include "crypto/sparse_map.h"
#include "linkcert/v1/certificate_file.pb.h"
#include "linkcert/v1/entry.pb.h"

namespace linkcert::proto {

// The value of the map under a key. FIELD_OUT_OF_RANGE unless the changes ascend by entry index and
// log time; else DecodeCanonical's refusals.
absl::StatusOr<v1::StatusHistory> DecodeStatusHistory(absl::string_view bytes);
std::string EncodeStatusHistory(const v1::StatusHistory& history);

// What a proof shows of its key: the history, without changes when the map has no row for it.
// STATUS_PROOF_INVALID unless it leads to `root`; NEWER_FORMAT for a history this version can't
// read.
absl::StatusOr<v1::StatusHistory> CheckStatusProof(const v1::StatusProof& proof,
                                                   const crypto::Hash& root);

// `end_value` is the value of the leaf in which the path ends; empty when it ends in nothing.
v1::StatusProof MakeStatusProof(uint64_t key, const crypto::MapPath& path,
                                absl::string_view end_value);

}  // namespace linkcert::proto

#endif  // LINKCERT_PROTO_STATUS_PROOF_H_
