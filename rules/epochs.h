// The names and keys that the log has had. Private to rules/.
#ifndef LINKCERT_RULES_EPOCHS_H_
#define LINKCERT_RULES_EPOCHS_H_

#include <string>

#include "rules/view.h"

namespace linkcert::rules {

// A log key of any epoch, past, present or announced.
bool IsLogKey(const records::Registry& registry, const std::string& spki);

}  // namespace linkcert::rules

#endif  // LINKCERT_RULES_EPOCHS_H_
