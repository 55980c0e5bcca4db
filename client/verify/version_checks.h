// What a leaf says of other certificates, as far as its file shows it (R17, R18). Thread-safe.
#ifndef LINKCERT_CLIENT_VERIFY_VERSION_CHECKS_H_
#define LINKCERT_CLIENT_VERIFY_VERSION_CHECKS_H_

#include "absl/status/status.h"
#include "client/verify/evidence.h"
#include "linkcert/v1/act_issue.pb.h"

namespace linkcert::client {

// A leaf of a batch replaces nothing (LEAF_LINK_NOT_ENABLED), and has a companion only where the
// batch has one (COMPANION_DIFFERS). One of a correction or reissue names the certificate that
// stands at its position there (LEAF_LINK_DIFFERS) and no companion; a correction's new claim
// hashes give its root and change only what may change (CLAIMS_ROOT_DIFFERS, CORRECTION_…).
absl::Status CheckLinks(const v1::CertificateLeaf& leaf, const CheckedEvidence& evidence);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_VERIFY_VERSION_CHECKS_H_
