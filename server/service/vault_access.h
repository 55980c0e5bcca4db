// What all calls share that read the vault. Thread-safe.
#ifndef LINKCERT_SERVER_SERVICE_VAULT_ACCESS_H_
#define LINKCERT_SERVER_SERVICE_VAULT_ACCESS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "rules/view.h"
#include "server/access/caller.h"
#include "server/vault/vault.h"

namespace linkcert::server {

// What the journal is to say. REQUEST_MALFORMED unless `words` are 1 to 256 bytes of text
// that do not look like they hold an ID number: the journal is for ever.
absl::StatusOr<Purpose> PurposeOf(const Caller& caller, const std::string& words, uint64_t at_ms);

// Log index of the certificate; nothing while its batch is on the way into the log. Errors are the
// store's.
absl::StatusOr<std::optional<uint64_t>> IndexOf(const rules::View& view,
                                                const vault::v1::Place& place);

// How certificates may name an organisation as employer: by its id, and by its registered name if
// it has one.
absl::StatusOr<std::vector<std::string>> PrintedNames(const rules::View& view,
                                                      const std::string& organisation);

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_SERVICE_VAULT_ACCESS_H_
