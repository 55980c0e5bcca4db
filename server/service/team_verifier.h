// VerifyTeam: whether a team is fit for a post. All of it is of one published state of the log.
#ifndef LINKCERT_SERVER_SERVICE_TEAM_VERIFIER_H_
#define LINKCERT_SERVER_SERVICE_TEAM_VERIFIER_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "linkcert/v1/verification_service.pb.h"
#include "server/access/caller.h"
#include "server/service/online_verifier.h"

namespace linkcert::server {

inline constexpr uint64_t kMaxTeam = 256;  // members; certificates of all members together

// REQUEST_MALFORMED; the contract is in verification_service.proto.
absl::Status CheckTeam(const v1::VerifyTeamRequest& request);
uint64_t CertificatesOf(const v1::VerifyTeamRequest& request);

// Of a request that CheckTeam takes. REQUEST_MALFORMED also when two members show one certificate,
// versions of one, or the two of one examination, and what `verifier` refuses of any subject.
// Errors that are no refusals are the stores'. Thread-safe.
absl::StatusOr<v1::TeamVerdict> VerifyTeam(const v1::VerifyTeamRequest& request,
                                           const Caller& caller, OnlineVerifier& verifier);

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_SERVICE_TEAM_VERIFIER_H_
