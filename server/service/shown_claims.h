// What a certificate file shows in clear, against what the issuer stated. Judged as offline.
// Thread-safe.
#ifndef LINKCERT_SERVER_SERVICE_SHOWN_CLAIMS_H_
#define LINKCERT_SERVER_SERVICE_SHOWN_CLAIMS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "linkcert/v1/verification_service.pb.h"
#include "proto/claims.h"
#include "rules/view.h"
#include "server/service/logged_batch.h"

namespace linkcert::server {

using ShownClaims = std::vector<proto::ShownClaim>;

// Adds NUMBER and EMPLOYER, each only if it is shown. False if one proves the file wrong.
bool AddShownClaimChecks(const ShownClaims& claims, const LoggedBatch& batch,
                         const rules::View& view, v1::Verdict* verdict);

// R03, R04: prefix and a serial of the block that was used: CLAIM_NUMBER_OUTSIDE_BLOCK. OK when
// none is shown.
absl::Status CheckNumber(const ShownClaims& claims, const v1::IssueBatch& batch);

// R06: whether the batch has people of the organisation. A printed name alone is not enough: two
// may be registered under one.
bool IsOnRoster(const LoggedBatch& batch, const std::string& organisation);

// R06: the employer is an organisation of the roster, by id or by registered name. Another printed
// name may be that of a firm on the roster all the same: EVIDENCE_MISSING, unless it is the
// issuer's own, or the issuer is alone on the roster (CLAIM_EMPLOYER_NOT_ON_ROSTER). OK when none
// is shown.
absl::Status CheckEmployer(const ShownClaims& claims, const v1::IssueBatch& batch,
                           const v1::CertificateFacts& facts, const rules::View& view);

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_SERVICE_SHOWN_CLAIMS_H_
