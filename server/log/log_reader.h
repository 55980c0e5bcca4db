// Entries with their proofs, from one published state of the log. Cheap to make, one for each call.
// Thread-safe.
#ifndef LINKCERT_SERVER_LOG_LOG_READER_H_
#define LINKCERT_SERVER_LOG_LOG_READER_H_

#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "crypto/hash.h"
#include "crypto/merkle.h"
#include "crypto/tile_cache.h"
#include "linkcert/v1/certificate_file.pb.h"
#include "linkcert/v1/entry.pb.h"
#include "server/log/published.h"
#include "server/log/unit_queue.h"

namespace linkcert::server {

class LogReader {
 public:
  // `tiles` is of this log and must outlive the reader.
  LogReader(PublishedPtr published, crypto::TileCache* tiles)
      : published_(std::move(published)), tiles_(tiles) {}

  const Published& published() const { return *published_; }

  // Each gives ENTRY_NOT_LOGGED for what lies beyond the published tree or does not fit together,
  // and DataLoss when the store contradicts itself.
  absl::StatusOr<std::string> EntryBytes(uint64_t index) const;
  absl::StatusOr<v1::LogEntry> Entry(uint64_t index) const;
  // With the path to the tree of `tree_size` entries; index < tree_size.
  absl::StatusOr<v1::LoggedEntry> EntryWithPath(uint64_t index, uint64_t tree_size) const;
  // 1 <= old_size <= new_size.
  absl::StatusOr<crypto::Path> ConsistencyPath(uint64_t old_size, uint64_t new_size) const;
  absl::StatusOr<crypto::Hash> RootAt(uint64_t tree_size) const;

  // For a unit that stands in the published log.
  absl::StatusOr<v1::Receipt> ReceiptFor(const Placement& placement) const;

 private:
  crypto::NodeReader Nodes() const;

  const PublishedPtr published_;
  crypto::TileCache* const tiles_;
};

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_LOG_LOG_READER_H_
