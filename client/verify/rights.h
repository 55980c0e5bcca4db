// Who may do what, as far as a certificate file shows it: keys, organisation, accreditation, batch,
// and one organisation throughout. Each check rests on those before it. Thread-safe.
#ifndef LINKCERT_CLIENT_VERIFY_RIGHTS_H_
#define LINKCERT_CLIENT_VERIFY_RIGHTS_H_

#include "absl/status/status.h"
#include "client/verify/file_parts.h"
#include "client/verify/key_ring.h"
#include "crypto/checkpoint.h"
#include "crypto/hash.h"
#include "crypto/key_cache.h"
#include "rules/log_names.h"

namespace linkcert::client {

// GENESIS_DIFFERS unless it is the one that is trusted; then its signatures.
absl::Status CheckGenesis(const FileParts& parts, const crypto::Hash& trusted,
                          crypto::KeyCache& keys);
// These two fill the ring.
absl::Status CheckAuthorityKeys(const FileParts& parts, KeyRing& ring);
absl::Status CheckIssuerKeys(const FileParts& parts, KeyRing& ring);
// Each BeginEpoch is the authority's and goes on with the log before it: EPOCH_INVALID,
// ORIGIN_REUSED.
absl::Status CheckEpochs(const FileParts& parts, const KeyRing& ring);
// What the newest epoch, or genesis without any, names the log.
rules::LogName NewestName(const FileParts& parts);
// GENESIS_DIFFERS unless that is this log.
absl::Status CheckLogName(const FileParts& parts, const crypto::Checkpoint& checkpoint,
                          const crypto::PublicKey& log_key);
// Registered by the authority.
absl::Status CheckOrganisation(const FileParts& parts, const KeyRing& ring);
// Granted by the authority to this organisation, before the batch: ACCREDITATION_NOT_YOURS,
// ACCREDITATION_NOT_IN_FORCE.
absl::Status CheckAccreditation(const FileParts& parts, const KeyRing& ring);
// Batch and version are signed by two people of the issuer (R13) with the issuer keys of the file,
// and the version names this batch as its original one (ORIGINAL_BATCH_DIFFERS). ENTRY_UNEXPECTED
// for a key there that neither signed nor was replaced by one that did.
absl::Status CheckBatch(const FileParts& parts, const KeyRing& ring);
// R03-R06 as far as the accreditation alone decides them.
absl::Status CheckScope(const FileParts& parts);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_VERIFY_RIGHTS_H_
