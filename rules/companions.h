// Dual certificates (一试双证): one examination, one state and one enterprise certificate (R10,
// R19).
#ifndef LINKCERT_RULES_COMPANIONS_H_
#define LINKCERT_RULES_COMPANIONS_H_

#include "rules/act_context.h"

namespace linkcert::rules {

// R10: the companion batch is the issuer's, of the same plan and the other class
// (COMPANION_BATCH_DIFFERS); each companion that a leaf names is a certificate of it and nobody
// else's companion (COMPANION_DIFFERS); and no more people hold certificates than passed, if each
// without companion is another one's (COMPANION_LINKS_MISSING). No leaf names a companion while R10
// is not in force, and none of a batch ever one that it replaces (LEAF_LINK_NOT_ENABLED).
absl::Status CheckCompanions(const ActContext& context, const v1::IssueBatch& act,
                             const v1::Plan& plan);

// Links the leaves of the unit, which CheckCompanions let pass, with their companions.
absl::Status WriteCompanions(ActContext& context, const v1::IssueBatch& act);

}  // namespace linkcert::rules

#endif  // LINKCERT_RULES_COMPANIONS_H_
