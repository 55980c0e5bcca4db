#include "client/program/registry_check.h"

#include "absl/strings/str_cat.h"
#include "proto/statement.h"

namespace linkcert::client {

bool CheckAtRegistry(const StatementInMaking& statement, const std::vector<std::string>& leaves,
                     Remote& remote, const OutputOptions& output, CommandContext& context) {
  const absl::StatusOr<v1::StatementCheck> check =
      remote.CheckStatement(statement.statement_bytes(), leaves);
  if (!check.ok()) {
    Complain(context, check.status(), ExitCodeOfAnswer(check.status()));
    return false;
  }
  Json facts;
  facts["act"] = std::string(proto::ActName(proto::ActNumber(statement.statement())));
  if (!leaves.empty()) facts["certificates"] = leaves.size();
  facts["already_logged"] = check->already_logged();
  facts["log_size"] = check->log_size();
  facts["warnings"] = Json::array();
  for (const v1::StatementWarning& warning : check->warnings()) {
    facts["warnings"].push_back(
        absl::StrCat(warning.reason(), warning.detail().empty() ? "" : ": ", warning.detail()));
  }
  PrintFacts(context, output, {"the registry would log it now", "登记簿此刻会予以登记"}, facts);
  return true;
}

}  // namespace linkcert::client
