// What a file's StatusRoot shows of the things that its certificates rest on (FORMAT.md §7, 7).
// Each check rests on OpenStatusEvidence having passed. All functions are thread-safe.
#ifndef LINKCERT_CLIENT_VERIFY_STATUS_EVIDENCE_H_
#define LINKCERT_CLIENT_VERIFY_STATUS_EVIDENCE_H_

#include <cstdint>
#include <map>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/verify/file_parts.h"
#include "client/verify/options.h"
#include "crypto/hash.h"
#include "linkcert/v1/certificate_file.pb.h"
#include "linkcert/v1/entry.pb.h"
#include "rules/standing.h"

namespace linkcert::client {

// What was proven against one StatusRoot.
struct StatusEvidence {
  crypto::Hash root;
  proto::LogTime logged_at = 0;  // of the StatusRoot
  // What it shows holds as of this time: `logged_at`, or earlier if the quorum's time is.
  uint64_t as_of_ms = 0;
  std::map<uint64_t, v1::StatusHistory> histories;  // by the index of what each is about
};

// Log indexes of what a batch rests on; a file with a StatusRoot proves the status of each.
struct BatchFoundations {
  uint64_t accreditation = 0;
  std::vector<uint64_t> signing_keys;
  rules::LogPlace batch;
  // Of a newer version: the keys that signed it, and its own place.
  std::vector<uint64_t> version_keys = {};
  rules::LogPlace version = {};
};

// The StatusRoot and the proofs against it, which lead to it. ENTRY_UNEXPECTED for a StatusRoot
// that does not cover the batch, for a proof that is not asked for, or out of order;
// STATUS_PROOF_INVALID. A proof that is asked for and missing is told by the checks below.
absl::StatusOr<StatusEvidence> OpenStatusEvidence(const v1::CertificateFile& file,
                                                  const FileParts& parts,
                                                  const BatchFoundations& foundations);

// These say EVIDENCE_MISSING where a proof is not there: what is not shown may have changed.
// At the place of what each signed, by what is known now (R22): KEY_COMPROMISED, SIGNER_KEY_ENDED.
absl::Status CheckKeysInForce(const StatusEvidence& evidence, const BatchFoundations& foundations);
// At the batch's place: ACCREDITATION_NOT_IN_FORCE, but not within `grace_days` of its end.
absl::Status CheckAccreditationInForce(const StatusEvidence& evidence,
                                       const BatchFoundations& foundations, uint32_t grace_days);
// It had ended by the time of the batch. False where no proof is.
bool HadEnded(const StatusEvidence& evidence, const BatchFoundations& foundations);
// BATCH_VOIDED at the moment that is asked about (R20).
absl::Status CheckBatchStatus(const StatusEvidence& evidence, const BatchFoundations& foundations,
                              const VerifyOptions& options);

// The last change that counts at the moment that is asked about; null if there is none.
const v1::StatusChange* ChangeThatCounts(const v1::StatusHistory& history,
                                         const VerifyOptions& options);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_VERIFY_STATUS_EVIDENCE_H_
