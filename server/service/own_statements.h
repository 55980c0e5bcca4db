// What the registry itself has to say in its log, signed by its own key (purpose RECEIPT).
// Thread-safe.
#ifndef LINKCERT_SERVER_SERVICE_OWN_STATEMENTS_H_
#define LINKCERT_SERVER_SERVICE_OWN_STATEMENTS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "crypto/hash.h"
#include "crypto/keys.h"
#include "rules/view.h"
#include "server/service/call.h"

namespace linkcert::server {

// The envelope of a record_erasure of these claims roots.
absl::StatusOr<std::string> MakeErasure(const ServiceParts& parts,
                                        absl::Span<const crypto::Hash> roots);

// Log index of the entry that brought this key in. FailedPrecondition unless it is the registry's,
// with the purpose RECEIPT, and in force.
absl::StatusOr<uint64_t> FindRegistryKey(const rules::View& view, const crypto::PublicKey& key);

// FailedPrecondition unless FindRegistryKey finds the key, and the rule set
// knows the act: nothing is erased that could not be logged.
absl::Status CheckCanLogErasures(const rules::View& view, const crypto::PublicKey& key);

// At the start, when the sequencer runs: finishes what a crash cut short between vault and log.
// Claims of batches that were not logged are taken away; erasures that are not logged are. Returns
// the first failure; what failed is tried again at the next start.
absl::Status SettleVault(const ServiceParts& parts);

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_SERVICE_OWN_STATEMENTS_H_
