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

bool Decides(const std::string& name) {
  return name != kEmployerCheck && name != kAudienceCheck && name != kPostCheck;
}

bool AddCheckAs(v1::CheckResult result, const char* name, const absl::Status& status,
                v1::Verdict* verdict) {
  v1::Check* check = verdict->add_checks();
  check->set_name(name);
  check->set_result(result);
  if (status.ok()) return true;
  check->set_reason(std::string(ReasonName(status)));
  if (proto::ReasonOf(status).has_value()) check->set_detail(std::string(proto::DetailOf(status)));
  return false;
}

}  // namespace

bool AddCheck(const char* name, const absl::Status& status, v1::Verdict* verdict) {
  return AddCheckAs(ResultOf(status), name, status, verdict);
}

bool AddOpenCheck(const char* name, const absl::Status& status, v1::Verdict* verdict) {
  return AddCheckAs(status.ok() ? v1::CHECK_RESULT_PASS : v1::CHECK_RESULT_UNKNOWN, name, status,
                    verdict);
}

v1::Conclusion Conclude(const v1::Verdict& verdict) {
  bool unknown = verdict.checks().empty();
  for (const v1::Check& check : verdict.checks()) {
    if (check.result() == v1::CHECK_RESULT_PASS) continue;
    const bool no_match = check.name() == kNumberMatchCheck;
    if (check.result() == v1::CHECK_RESULT_FAIL && !no_match) return v1::CONCLUSION_INVALID;
    if (Decides(check.name())) unknown = true;
  }
  return unknown ? v1::CONCLUSION_UNKNOWN : v1::CONCLUSION_VALID;
}

}  // namespace linkcert::server
