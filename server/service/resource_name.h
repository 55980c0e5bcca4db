// Resource names (AIP-122): `collection/id/collection/id`. Thread-safe.
#ifndef LINKCERT_SERVER_SERVICE_RESOURCE_NAME_H_
#define LINKCERT_SERVER_SERVICE_RESOURCE_NAME_H_

#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace linkcert::server {

// The ids of a name with these collections, in order; never empty, without '/'. REQUEST_MALFORMED
// unless `name` is of this form.
absl::StatusOr<std::vector<std::string>> ParseName(
    absl::string_view name, std::initializer_list<absl::string_view> collections);

// As ParseName for one collection, whose id is a decimal number.
absl::StatusOr<uint64_t> ParseNumberedName(absl::string_view name, absl::string_view collection);

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_SERVICE_RESOURCE_NAME_H_
