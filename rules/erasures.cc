// What the vault forgot (R25). That it held those claims, and holds them no longer, no log can
// show: the registry says so, and answers for it.
#include "rules/acts.h"
#include "rules/signers.h"

namespace linkcert::rules {

// Changes no record: a certificate whose claims are gone stands as before.
absl::Status AdmitRecordErasure(ActContext& context, const v1::RecordErasure&) {
  return CheckSides(context.signers, {{.organisation = kRegistryOrganisation,
                                       .purposes = {v1::KEY_PURPOSE_RECEIPT}}});
}

}  // namespace linkcert::rules
