#include "server/service/verdict.h"

#include <optional>
#include <string>

#include "proto/refusal.h"
#include "server/service/grpc_status.h"

namespace linkcert::server {
namespace {

v1::CheckResult ResultOf(const absl::Status& status) {
  if (status.ok()) return v1::CHECK_RESULT_PASS;
  const std::optional<proto::Reason> reason = proto::ReasonOf(status);
  const bool undecided = !reason.has_value() || *reason == proto::Reason::kNewerFormat ||
                         *reason == proto::Reason::kEntryNotLogged ||
                         *reason == proto::Reason::kEvidenceMissing;
  return undecided ? v1::CHECK_RESULT_UNKNOWN : v1::CHECK_RESULT_FAIL;
}

}  // namespace

bool AddCheck(const char* name, const absl::Status& status, v1::Verdict* verdict) {
  v1::Check* check = verdict->add_checks();
  check->set_name(name);
  check->set_result(ResultOf(status));
  if (status.ok()) return true;
  check->set_reason(std::string(ReasonName(status)));
  if (proto::ReasonOf(status).has_value()) check->set_detail(std::string(proto::DetailOf(status)));
  return false;
}

v1::Conclusion Conclude(const v1::Verdict& verdict) {
  bool unknown = verdict.checks().empty();
  for (const v1::Check& check : verdict.checks()) {
    if (check.result() == v1::CHECK_RESULT_FAIL) return v1::CONCLUSION_INVALID;
    if (check.result() != v1::CHECK_RESULT_PASS && check.name() != kEmployerCheck) unknown = true;
  }
  return unknown ? v1::CONCLUSION_UNKNOWN : v1::CONCLUSION_VALID;
}

}  // namespace linkcert::server
