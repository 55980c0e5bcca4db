// A Store in memory, for tests and models. Nothing survives it but its snapshots.
#ifndef LINKCERT_STORAGE_MEMORY_STORE_H_
#define LINKCERT_STORAGE_MEMORY_STORE_H_

#include <memory>

#include "storage/store.h"

namespace linkcert::storage {

std::unique_ptr<Store> NewMemoryStore();

}  // namespace linkcert::storage

#endif  // LINKCERT_STORAGE_MEMORY_STORE_H_
