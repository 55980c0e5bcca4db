// Lists in pages (AIP-158) over records of one kind. Thread-safe.
#ifndef LINKCERT_SERVER_SERVICE_PAGE_H_
#define LINKCERT_SERVER_SERVICE_PAGE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "rules/view.h"
#include "storage/store.h"

namespace linkcert::server {

inline constexpr uint32_t kDefaultPageSize = 100;
inline constexpr uint32_t kMaxPageSize = 1000;  // larger ones are cut down to it
inline constexpr size_t kMaxPageBytes = size_t{1} << 20;

struct PageRequest {
  std::string prefix;  // of the records' keys; tokens are bound to it
  uint32_t size = 0;   // 0 = kDefaultPageSize
  std::string token;   // empty = first page
};

// Hands each record of the page to `add`, in key order, and returns the token of the next page;
// empty after the last. REQUEST_MALFORMED for a token that was not given for this list.
absl::StatusOr<std::string> ReadPage(const storage::Snapshot& snapshot, const PageRequest& request,
                                     const std::function<void(const rules::Record&)>& add);

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_SERVICE_PAGE_H_
