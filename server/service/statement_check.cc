#include "server/service/statement_check.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "proto/refusal.h"
#include "rules/prepare.h"

namespace linkcert::server {

absl::StatusOr<v1::StatementCheck> CheckStatement(RegistryLog& log,
                                                  const v1::CheckStatementRequest& request) {
  if (request.leaves_size() > static_cast<int>(rules::kMaxLeaves)) {
    return proto::Refuse(proto::Reason::kMessageTooLarge,
                         absl::StrCat("over ", rules::kMaxLeaves, " leaves"));
  }
  const PublishedPtr published = log.Latest();
  const absl::StatusOr<rules::Admission> admission =
      log.Rehearse(*published, request.statement(),
                   std::vector<std::string>(request.leaves().begin(), request.leaves().end()));
  if (!admission.ok()) return admission.status();
  v1::StatementCheck check;
  check.set_log_size(published->size);
  check.set_already_logged(admission->already_logged.has_value());
  for (const rules::Warning& warning : admission->warnings) {
    v1::StatementWarning& told = *check.add_warnings();
    told.set_reason(std::string(proto::Describe(warning.reason).name));
    told.set_detail(warning.detail);
  }
  return check;
}

}  // namespace linkcert::server
