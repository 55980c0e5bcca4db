// The checks that each certificate needs for itself. All functions are thread-safe.
#ifndef LINKCERT_CLIENT_VERIFY_CERTIFICATE_CHECKS_H_
#define LINKCERT_CLIENT_VERIFY_CERTIFICATE_CHECKS_H_

#include <google/protobuf/repeated_field.h>

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "client/verify/evidence.h"
#include "client/verify/options.h"
#include "linkcert/v1/act_issue.pb.h"
#include "linkcert/v1/certificate_file.pb.h"
#include "proto/claims.h"

namespace linkcert::client {

// A certificate's own part of a file or a set; views of it.
struct CertificatePart {
  const std::string& leaf;
  const google::protobuf::RepeatedPtrField<std::string>& leaf_path;
  const google::protobuf::RepeatedPtrField<v1::ClaimSlot>& claims;
  const v1::StatusProof* status;  // null when it has none
};
CertificatePart PartOf(const v1::CertificateFile& file);
CertificatePart PartOf(const v1::SetCertificate& certificate);

// The leaf, if it is the batch's at its own position: LEAF_MISPLACED, LEAVES_ROOT_DIFFERS, and
// NEWER_FORMAT for links to other certificates, which this version cannot judge.
absl::StatusOr<v1::CertificateLeaf> CheckLeaf(const CertificatePart& part,
                                              const CheckedEvidence& evidence);

// The shown number lies in the batch's block and was not voided; OK when none is shown.
// NUMBER_MALFORMED, CLAIM_NUMBER_OUTSIDE_BLOCK.
absl::Status CheckNumber(absl::Span<const proto::ShownClaim> shown, const v1::IssueBatch& batch);

// The shown employer is on the roster, by the issuer's registered name or by an organisation's id.
// The file holds no names of other organisations: EVIDENCE_MISSING, unless the roster is the
// issuer's alone (then CLAIM_EMPLOYER_NOT_ON_ROSTER). OK when none is shown.
absl::Status CheckEmployer(absl::Span<const proto::ShownClaim> shown,
                           const CheckedEvidence& evidence);
// The same of a name to be printed; `issuer` is its id.
absl::Status CheckEmployerName(absl::string_view employer, const v1::RosterSummary& roster,
                               absl::string_view issuer, absl::string_view issuer_name);

// CERTIFICATE_EXPIRED after the last day of validity.
absl::Status CheckExpiry(const v1::IssueBatch& batch, uint64_t moment_ms);

// The certificate's own status at the moment that is asked about. `index` is computed from the
// batch's, never read. STATUS_NOT_PROVEN when neither file nor certificate has any;
// EVIDENCE_MISSING when only one of them has; ENTRY_UNEXPECTED for the proof of another thing;
// STATUS_PROOF_INVALID; else CERTIFICATE_SUSPENDED, CERTIFICATE_REVOKED, CERTIFICATE_SUPERSEDED.
absl::Status CheckCertificateStatus(const CertificatePart& part, uint64_t index,
                                    const CheckedEvidence& evidence, const VerifyOptions& options);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_VERIFY_CERTIFICATE_CHECKS_H_
