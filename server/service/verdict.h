// Verdicts: named checks, and what follows from them. Thread-safe.
#ifndef LINKCERT_SERVER_SERVICE_VERDICT_H_
#define LINKCERT_SERVER_SERVICE_VERDICT_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "linkcert/v1/verification_service.pb.h"

namespace linkcert::server {

// The names are those of offline verdicts.
inline constexpr char kFormatCheck[] = "FORMAT";
inline constexpr char kCheckpointCheck[] = "CHECKPOINT";
inline constexpr char kLogInclusionCheck[] = "LOG_INCLUSION";
inline constexpr char kIssuerKeysCheck[] = "ISSUER_KEYS";
inline constexpr char kAccreditationCheck[] = "ACCREDITATION";
inline constexpr char kStatusRootCheck[] = "STATUS_ROOT";
inline constexpr char kKeysInForceCheck[] = "KEYS_IN_FORCE";
inline constexpr char kAccreditationInForceCheck[] = "ACCREDITATION_IN_FORCE";
inline constexpr char kBatchStatusCheck[] = "BATCH_STATUS";
inline constexpr char kLeafCheck[] = "LEAF";
inline constexpr char kClaimsCheck[] = "CLAIMS";
inline constexpr char kNumberCheck[] = "NUMBER";
inline constexpr char kEmployerCheck[] = "EMPLOYER";
inline constexpr char kExpiryCheck[] = "EXPIRY";
inline constexpr char kStatusCheck[] = "STATUS";
// Only online.
inline constexpr char kAudienceCheck[] = "AUDIENCE";         // the audience is registered
inline constexpr char kPostCheck[] = "POST";                 // the post is one of the audience's
inline constexpr char kNumberMatchCheck[] = "NUMBER_MATCH";  // number and holder match

// Adds a check: pass when OK; unknown for what this registry can't decide (NEWER_FORMAT,
// ENTRY_NOT_LOGGED, EVIDENCE_MISSING) and for errors that are no refusals; else fail. Returns
// whether it passed.
bool AddCheck(const char* name, const absl::Status& status, v1::Verdict* verdict);
// The same for a check of what was asked, not of the certificate: pass or unknown, never fail.
bool AddOpenCheck(const char* name, const absl::Status& status, v1::Verdict* verdict);

// The check that makes the verdict another one than valid: the first that failed, else the first
// that is unknown; null if there is none. As offline, EMPLOYER without evidence does not decide: it
// bounds what "valid" says. Nor do AUDIENCE and POST.
const v1::Check* DecidingCheck(const v1::Verdict& verdict);
// Invalid if a check failed; else unknown if one that decides is unknown; else valid. NUMBER_MATCH
// that failed says nothing of any certificate: unknown. So is a verdict without checks.
v1::Conclusion Conclude(const v1::Verdict& verdict);

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_SERVICE_VERDICT_H_
