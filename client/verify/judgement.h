// The verdict on one certificate on top of what its batch rests on. Thread-safe.
#ifndef LINKCERT_CLIENT_VERIFY_JUDGEMENT_H_
#define LINKCERT_CLIENT_VERIFY_JUDGEMENT_H_

#include "client/verify/certificate_checks.h"
#include "client/verify/evidence.h"
#include "client/verify/options.h"
#include "client/verify/verification.h"

namespace linkcert::client {

// All checks: those of the evidence, then, if it is complete, those of the certificate. What
// `result` held is replaced; its memory is used again.
void Judge(const CertificatePart& part, const CheckedEvidence& evidence,
           const VerifyOptions& options, Verification& result);
// The verdict on bytes that could not be read, because of `refusal`.
Verification JudgeUnreadable(const absl::Status& refusal);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_VERIFY_JUDGEMENT_H_
