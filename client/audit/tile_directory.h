// A log as a directory in the C2SP tlog-tiles layout (c2sp.org/tlog-tiles):
//   checkpoint   tile/<L>/<N>[.p/W]   tile/entries/<N>[.p/W]
#ifndef LINKCERT_CLIENT_AUDIT_TILE_DIRECTORY_H_
#define LINKCERT_CLIENT_AUDIT_TILE_DIRECTORY_H_

#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/audit/log_source.h"
#include "crypto/tiles.h"

namespace linkcert::client {

class TileDirectory : public LogSource {
 public:
  explicit TileDirectory(std::string path) : path_(std::move(path)) {}

  absl::StatusOr<std::string> Checkpoint() override;
  absl::Status Entries(uint64_t begin, uint64_t end, OnEntry on_entry) override;
  // The stored hashes of a tile: those asked for, or more of the same tile. NotFound if neither
  // that tile nor a wider one of the same place is there.
  absl::StatusOr<std::string> HashTile(const crypto::TileCoordinate& tile) const;

 private:
  absl::StatusOr<std::string> EntryBundle(uint64_t index, uint32_t width) const;

  std::string path_;
};

// NotFound unless `path` is a directory with a checkpoint.
absl::StatusOr<OpenedLog> OpenTileDirectory(const std::string& path);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_AUDIT_TILE_DIRECTORY_H_
