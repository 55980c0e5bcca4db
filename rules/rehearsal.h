// What admission would say of a statement before anybody has signed it. Pure.
#ifndef LINKCERT_RULES_REHEARSAL_H_
#define LINKCERT_RULES_REHEARSAL_H_

#include <string>
#include <vector>

#include "rules/admit.h"

namespace linkcert::rules {

// As Prepare and Admit, for canonical statement bytes, as if all whom the statement names had
// signed. Nothing that comes of it may be logged: the effects prove nothing.
absl::StatusOr<Admission> Rehearse(const View& view, const std::string& statement,
                                   std::vector<std::string> leaves, Stamp stamp,
                                   crypto::KeyCache& keys);

}  // namespace linkcert::rules

#endif  // LINKCERT_RULES_REHEARSAL_H_
