// The limits of storage/store.h, checked by every engine before it writes.
#ifndef LINKCERT_STORAGE_BATCH_CHECK_H_
#define LINKCERT_STORAGE_BATCH_CHECK_H_

#include <cstdint>

#include "absl/status/status.h"
#include "storage/store.h"

namespace linkcert::storage {

// InvalidArgument names the first row that breaks a limit.
absl::Status CheckBatch(const Batch& batch);

// Aborted unless the two are equal.
absl::Status CheckFence(uint64_t expected_size, uint64_t size);

// OutOfRange unless first < end <= size.
absl::Status CheckRange(uint64_t first, uint64_t end, uint64_t size);

}  // namespace linkcert::storage

#endif  // LINKCERT_STORAGE_BATCH_CHECK_H_
