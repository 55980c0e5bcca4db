// The checks that each certificate needs for itself. All functions are thread-safe.
#ifndef LINKCERT_CLIENT_VERIFY_CERTIFICATE_CHECKS_H_
#define LINKCERT_CLIENT_VERIFY_CERTIFICATE_CHECKS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "client/verify/evidence.h"
#include "linkcert/v1/act_issue.pb.h"
#include "linkcert/v1/certificate_file.pb.h"
#include "proto/claims.h"

namespace linkcert::client {

// The leaf, if it is the batch's at its own position: LEAF_MISPLACED, LEAVES_ROOT_DIFFERS, and
// NEWER_FORMAT for links to other certificates, which this version cannot judge.
absl::StatusOr<v1::CertificateLeaf> CheckLeaf(const v1::CertificateFile& file,
                                              const CheckedEvidence& evidence);

// A shown number lies in the batch's block and was not voided; OK when none is shown.
// NUMBER_MALFORMED, CLAIM_NUMBER_OUTSIDE_BLOCK.
absl::Status CheckNumber(absl::Span<const proto::ShownClaim> shown, const v1::IssueBatch& batch);

// A shown employer is on the roster, by the issuer's registered name or by an organisation's id.
// The file holds no names of other organisations: EVIDENCE_MISSING, unless the roster is the
// issuer's alone (then CLAIM_EMPLOYER_NOT_ON_ROSTER). OK when none is shown.
absl::Status CheckEmployer(absl::Span<const proto::ShownClaim> shown,
                           const CheckedEvidence& evidence);

// CERTIFICATE_EXPIRED after the last day of validity.
absl::Status CheckExpiry(const v1::IssueBatch& batch, uint64_t now_ms);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_VERIFY_CERTIFICATE_CHECKS_H_
