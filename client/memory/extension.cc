#include "client/memory/extension.h"

#include "client/logged_entry.h"
#include "crypto/hash.h"
#include "crypto/merkle.h"

namespace linkcert::client {

Extension CompareBy(const v1::LoggedEntry& entry, const crypto::Checkpoint& small,
                    const crypto::Checkpoint& large) {
  const absl::StatusOr<crypto::Path> path = PathOf(entry);
  if (!path.ok()) return Extension::kOpen;
  const auto roots = crypto::RootsFromInclusion(crypto::HashLeaf(entry.entry()), small.size - 1,
                                                large.size, *path);
  if (!roots.ok() || roots->root != large.root) return Extension::kOpen;
  return roots->root_then == small.root ? Extension::kProven : Extension::kDisproven;
}

}  // namespace linkcert::client
