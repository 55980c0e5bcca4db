// The claims_root of every certificate, as corrections are held against it (R17).
#ifndef LINKCERT_RULES_CLAIMS_ROOTS_H_
#define LINKCERT_RULES_CLAIMS_ROOTS_H_

#include "absl/status/statusor.h"
#include "crypto/hash.h"
#include "rules/act_context.h"
#include "rules/certificates.h"

namespace linkcert::rules {

// Of the leaves of this unit.
void WriteClaimsRoots(ActContext& context);

// Of one certificate, which stands at `place`.
absl::StatusOr<crypto::Hash> ClaimsRootOf(const View& view, uint64_t certificate,
                                          const CertificatePlace& place);

}  // namespace linkcert::rules

#endif  // LINKCERT_RULES_CLAIMS_ROOTS_H_
