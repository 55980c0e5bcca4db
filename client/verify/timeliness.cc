#include "client/verify/timeliness.h"

#include <algorithm>

#include "proto/refusal.h"

namespace linkcert::client {
namespace {

using proto::Reason;
using proto::Refuse;

uint64_t Since(uint64_t earlier_ms, uint64_t moment_ms) {
  return moment_ms - std::min(moment_ms, earlier_ms);
}

// The newest moment whose status is proven.
uint64_t StatusReaches(const CheckedEvidence& evidence) {
  return evidence.status ? evidence.status->as_of_ms : evidence.unit().logged_at;
}

// The newest time that the file proves. A past moment needs its own status: that a log still stood
// later says nothing of it.
uint64_t ProvenTime(const CheckedEvidence& evidence, const VerifyOptions& options) {
  if (evidence.status || options.as_of_ms) return StatusReaches(evidence);
  return evidence.quorum_time_ms.value_or(evidence.unit().logged_at);
}

const char* DetailOf(const CheckedEvidence& evidence, const VerifyOptions& options) {
  if (evidence.status) {
    return evidence.status->as_of_ms < evidence.status->logged_at
               ? "since the witnesses' quorum"
               : "since the status root was logged";
  }
  if (evidence.quorum_time_ms && !options.as_of_ms) return "since the witnesses' quorum";
  return "since the batch was logged: the file proves no later time";
}

}  // namespace

uint64_t MomentOfAnswer(const CheckedEvidence& evidence, const VerifyOptions& options) {
  return options.as_of_ms.value_or(StatusReaches(evidence));
}

v1::Check CheckAge(const CheckedEvidence& evidence, const VerifyOptions& options) {
  const uint64_t newest_ms =
      evidence.status ? evidence.status->logged_at : evidence.unit().logged_at;
  const uint64_t age_ms = Since(ProvenTime(evidence, options), options.moment_ms());
  // What was proven at a moment stays proven: a past one asks for no freshness.
  const uint64_t max_age_ms = options.as_of_ms ? 0 : options.max_age_ms;
  v1::Check check = Passed(CheckName::kAge);
  if (newest_ms > options.now_ms && newest_ms - options.now_ms > kClockSkewMs) {
    check = Unknown(CheckName::kAge, Refuse(Reason::kClockImplausible, "logged after now"));
  } else if (age_ms > max_age_ms) {
    check = Unknown(CheckName::kAge, Refuse(Reason::kProofTooOld));
  }
  if (check.detail().empty()) check.set_detail(DetailOf(evidence, options));
  check.set_age_ms(age_ms);
  return check;
}

uint64_t AgeOfStatus(const CheckedEvidence& evidence, const VerifyOptions& options) {
  return Since(StatusReaches(evidence), options.moment_ms());
}

}  // namespace linkcert::client
