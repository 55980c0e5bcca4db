// Entries against the stored hash tiles: a root says that something differs, tiles say which entry.
#ifndef LINKCERT_CLIENT_AUDIT_TILE_CHECK_H_
#define LINKCERT_CLIENT_AUDIT_TILE_CHECK_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "client/audit/audit.h"
#include "crypto/checkpoint.h"
#include "crypto/hash.h"
#include "crypto/tile_tree.h"

namespace linkcert::client {

// Feed it the leaf hashes of the entries in order. Not thread-safe.
class TileCheck {
 public:
  // Begins at entry `begin`; the stored hashes left of it are not looked at.
  TileCheck(crypto::TileTree::TileReader read, const crypto::Checkpoint& checkpoint,
            uint64_t begin);

  void Add(const crypto::Hash& leaf_hash);

  // No more entries, because all were read or because the source had no more. `entries_fit`: they
  // give the checkpoint's root, so that it is the tiles that are wrong. Names each entry that
  // differs, and each tile that is missing or contradicts the others.
  std::vector<AuditFinding> Finish(bool entries_fit);
  // After Finish: the first entry that is not as logged; nullopt when none is known.
  std::optional<uint64_t> first_altered() const { return first_altered_; }

 private:
  // A place where what was found is not what was stored. A zero hash: nothing there.
  struct Difference {
    uint64_t index = 0;
    crypto::Hash found = {};
    crypto::Hash stored = {};
  };

  void CompareTile();
  void CompareTilesAbove();
  bool IsDropped() const;
  AuditFinding Name(const Difference& difference) const;
  std::vector<AuditFinding> NameEntries() const;
  void Report(uint64_t index, proto::Reason reason, std::string detail);

  const crypto::TileTree::TileReader read_;
  const crypto::Checkpoint checkpoint_;
  uint64_t next_;  // index of the entry that Add expects
  std::vector<crypto::Hash>
      gathered_;  // of the tile that next_ lies in, from the first one added on
  std::vector<Difference> differences_;  // the first ones
  std::vector<AuditFinding> findings_;   // on tiles
  // Over the stored hashes, as long as none was missing and the first one added is entry 0.
  crypto::TileTree stored_;
  bool stored_whole_;
  std::optional<uint64_t> first_altered_;
};

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_AUDIT_TILE_CHECK_H_
