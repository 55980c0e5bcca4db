// A whole status map, as a registry streams it or as a file holds it (FORMAT.md §6, §7): whoever
// has it can prove any standing by himself, and shows nobody whom he asks about.
#ifndef LINKCERT_CLIENT_REFRESH_STATUS_MAP_COPY_H_
#define LINKCERT_CLIENT_REFRESH_STATUS_MAP_COPY_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/refresh/status_source.h"
#include "client/verify/trust.h"
#include "crypto/sparse_map.h"
#include "linkcert/v1/certificate_file.pb.h"

namespace linkcert::client {

inline constexpr size_t kMaxStatusMapItemBytes = 131072;

// Checked: its rows give the root of a StatusRoot that lies under a checkpoint of the policy, in
// the registry that is trusted. Immutable, thread-safe.
class StatusMapCopy {
 public:
  // CHECKPOINT_INVALID, GENESIS_DIFFERS, INCLUSION_INVALID, ENTRY_UNEXPECTED, STATUS_ROOT_DIFFERS;
  // the refusals of DecodeCanonical; FIELD_OUT_OF_RANGE for items out of order; the source's error.
  static absl::StatusOr<StatusMapCopy> Fetch(StatusSource& source, const Trust& trust,
                                             uint64_t now_ms);
  // The same from a file's bytes.
  static absl::StatusOr<StatusMapCopy> Parse(absl::string_view file, const Trust& trust,
                                             uint64_t now_ms);
  // The bytes of a status map file: each item preceded by its length.
  std::string Encode() const;

  const std::string& checkpoint() const { return header_.checkpoint(); }
  const v1::LoggedEntry& status_root() const { return header_.status_root(); }
  uint64_t logged_at() const { return logged_at_; }  // of the StatusRoot
  size_t size() const { return rows_.size(); }

  absl::StatusOr<v1::StatusProof> Prove(uint64_t key) const;

 private:
  StatusMapCopy() = default;
  absl::Status Take(absl::string_view item);
  absl::Status TakeRow(const v1::StatusMapRow& row);
  absl::Status Check(const Trust& trust, uint64_t now_ms);
  absl::Status CheckRegistry(const Trust& trust, uint64_t now_ms) const;
  absl::Status BuildTree();

  bool has_header_ = false;
  v1::StatusMapHeader header_;
  uint64_t logged_at_ = 0;
  std::map<uint64_t, std::string> rows_;  // canonical StatusHistory by key
  crypto::MapSubtree root_;
  std::map<crypto::MapPlace, crypto::MapNode> nodes_;
};

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_REFRESH_STATUS_MAP_COPY_H_
