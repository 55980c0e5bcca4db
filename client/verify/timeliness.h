// How old what a file proves is, and which moment an answer is about. Thread-safe.
#ifndef LINKCERT_CLIENT_VERIFY_TIMELINESS_H_
#define LINKCERT_CLIENT_VERIFY_TIMELINESS_H_

#include <cstdint>

#include "client/verify/evidence.h"
#include "client/verify/options.h"
#include "linkcert/v1/verification_service.pb.h"

namespace linkcert::client {

// How far the log's clock may run ahead of ours.
inline constexpr uint64_t kClockSkewMs = 5 * 60 * 1000;

// The moment that was asked about; else the newest that the status proofs reach; without any, when
// the batch was logged.
uint64_t MomentOfAnswer(const CheckedEvidence& evidence, const VerifyOptions& options);

// AGE. Unknown with CLOCK_IMPLAUSIBLE for log times after now, with PROOF_TOO_OLD when the file's
// newest proven time lies too far back, or before the moment that is asked about. Without
// StatusRoot the proven time is the witnesses' or else the batch's.
v1::Check CheckAge(const CheckedEvidence& evidence, const VerifyOptions& options);

// From the newest moment whose status is proven to the one that is asked about, milliseconds.
uint64_t AgeOfStatus(const CheckedEvidence& evidence, const VerifyOptions& options);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_VERIFY_TIMELINESS_H_
