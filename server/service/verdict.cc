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

// What a check means for the conclusion.
v1::Conclusion Weigh(const v1::Check& check) {
  if (check.result() == v1::CHECK_RESULT_PASS) return v1::CONCLUSION_VALID;
  if (check.result() == v1::CHECK_RESULT_FAIL) {
    return check.name() == kNumberMatchCheck ? v1::CONCLUSION_UNKNOWN : v1::CONCLUSION_INVALID;
  }
  const bool decides = check.name() != kEmployerCheck && check.name() != kAudienceCheck &&
                       check.name() != kPostCheck;
  return decides ? v1::CONCLUSION_UNKNOWN : v1::CONCLUSION_VALID;
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

const v1::Check* DecidingCheck(const v1::Verdict& verdict) {
  const v1::Check* open = nullptr;
  for (const v1::Check& check : verdict.checks()) {
    const v1::Conclusion weight = Weigh(check);
    if (weight == v1::CONCLUSION_INVALID) return &check;
    if (weight == v1::CONCLUSION_UNKNOWN && open == nullptr) open = &check;
  }
  return open;
}

v1::Conclusion Conclude(const v1::Verdict& verdict) {
  if (verdict.checks().empty()) return v1::CONCLUSION_UNKNOWN;
  const v1::Check* const deciding = DecidingCheck(verdict);
  return deciding == nullptr ? v1::CONCLUSION_VALID : Weigh(*deciding);
}

}  // namespace linkcert::server
