// One table: which method is for whom. A method that it does not name is for nobody.
#ifndef LINKCERT_SERVER_ACCESS_ACCESS_RULES_H_
#define LINKCERT_SERVER_ACCESS_ACCESS_RULES_H_

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "server/access/caller.h"

namespace linkcert::server {

struct AccessRule {
  absl::string_view method;  // without its service: names differ across services
  // Callers with one of these roles; none = everybody, known or not.
  Roles roles;

  bool is_public() const { return roles.empty(); }
};

absl::Span<const AccessRule> AccessRules();
// Null when the table does not name it.
const AccessRule* FindAccessRule(absl::string_view method);

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_ACCESS_ACCESS_RULES_H_
