// Which organisation is what, from the registry's own records. Thread-safe.
#ifndef LINKCERT_SERVER_ACCESS_ROLE_BOOK_H_
#define LINKCERT_SERVER_ACCESS_ROLE_BOOK_H_

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/access/caller.h"
#include "server/log/clock.h"
#include "server/log/registry_log.h"

namespace linkcert::server {

// An accreditation or a membership counts, or ends, at most so much later than it was logged; a new
// organisation is known at once.
inline constexpr uint64_t kRoleBookAgeMs = 5000;

class RoleBook {
 public:
  // Both must outlive the book.
  RoleBook(const RegistryLog* log, const Clock* clock) : log_(log), clock_(clock) {}

  // None for an organisation that the registry does not know. Errors are the store's.
  absl::StatusOr<Roles> RolesOf(absl::string_view organisation);

 private:
  // Issuers and employers as of one size of the log. Immutable.
  struct Pages {
    uint64_t size = 0;
    absl::flat_hash_map<std::string, Roles> roles;
  };
  using PagesPtr = std::shared_ptr<const Pages>;

  static absl::StatusOr<PagesPtr> Read(const Published& published);
  absl::StatusOr<PagesPtr> Current(const Published& published);

  const RegistryLog* const log_;
  const Clock* const clock_;
  std::mutex mutex_;  // held for a copy, nothing else
  // Guarded by mutex_.
  PagesPtr pages_;
  uint64_t read_at_ms_ = 0;
};

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_ACCESS_ROLE_BOOK_H_
