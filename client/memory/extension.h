// Whether the tree under one checkpoint goes on from the tree under another. Thread-safe.
#ifndef LINKCERT_CLIENT_MEMORY_EXTENSION_H_
#define LINKCERT_CLIENT_MEMORY_EXTENSION_H_

#include "crypto/checkpoint.h"
#include "linkcert/v1/certificate_file.pb.h"

namespace linkcert::client {

enum class Extension {
  kProven,
  kDisproven,  // the larger tree began otherwise
  kOpen,       // neither
};

// By `entry`: the last one of the small tree with its path to the large one's root. What leads to
// another root proves nothing. `small` must be of fewer entries than `large`, and not empty.
Extension CompareBy(const v1::LoggedEntry& entry, const crypto::Checkpoint& small,
                    const crypto::Checkpoint& large);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_MEMORY_EXTENSION_H_
