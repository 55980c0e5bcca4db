// Verification receipts: a verdict that the registry's key signs for one occasion, with all that
// shows offline whose key that is (FORMAT.md §7). Thread-safe.
#ifndef LINKCERT_SERVER_SERVICE_VERIFICATION_RECEIPTS_H_
#define LINKCERT_SERVER_SERVICE_VERIFICATION_RECEIPTS_H_

#include "absl/status/statusor.h"
#include "linkcert/v1/verification_service.pb.h"
#include "server/access/caller.h"
#include "server/service/call.h"
#include "server/service/online_verifier.h"

namespace linkcert::server {

// RECEIPTS_NOT_ENABLED unless the log has the registry's key in force; REQUEST_MALFORMED for
// nonce, purpose, or a question that is not about the certificate alone; OnlineVerifier's refusals;
// the reason of the failed check when the subject names no certificate. `caller` is known.
absl::StatusOr<v1::VerificationReceiptFile> MakeVerificationReceipt(
    const ServiceParts& parts, OnlineVerifier* verifier,
    const v1::CreateVerificationReceiptRequest& request, const Caller& caller);

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_SERVICE_VERIFICATION_RECEIPTS_H_
