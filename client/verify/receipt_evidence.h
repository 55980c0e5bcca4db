// The entries of a receipt file: which key of the registry they prove, and its standing.
// Thread-safe.
#ifndef LINKCERT_CLIENT_VERIFY_RECEIPT_EVIDENCE_H_
#define LINKCERT_CLIENT_VERIFY_RECEIPT_EVIDENCE_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/verify/file_parts.h"
#include "client/verify/key_ring.h"
#include "client/verify/trust.h"
#include "crypto/checkpoint.h"
#include "linkcert/v1/certificate_file.pb.h"
#include "proto/verification_receipt.h"

namespace linkcert::client {

// Genesis, authority_keys, epochs, status_root; the registry's keys stand as issuer_keys.
absl::StatusOr<FileParts> OpenReceiptParts(const v1::VerificationReceiptFile& file);

// INCLUSION_INVALID unless each entry lies under the checkpoint, which holds what the receipt rests
// on.
absl::Status CheckReceiptInclusion(const v1::VerificationReceiptFile& file,
                                   const crypto::Checkpoint& checkpoint, uint64_t log_size);

// WRONG_REGISTRY unless each statement but genesis, and the receipt, is of this registry.
absl::Status CheckReceiptRegistry(const FileParts& parts, const proto::SealedReceipt& sealed,
                                  const crypto::Hash& registry);

// ENTRY_UNEXPECTED, LOG_TIME_WENT_BACK, as for certificate files (R01). ENTRY_UNEXPECTED as well
// for a log_size that does not go with verified_at: an entry below it was logged later, or one that
// is not was logged kClockSkewMs before.
absl::Status CheckReceiptOrder(const FileParts& parts, const v1::VerificationReceipt& receipt);

// The key that signed, brought into the ring with those it replaced, all of `registry`. Refusals
// are KeyRing::Add's; SIGNER_UNKNOWN when it is not there, or was logged behind what the receipt
// rests on; ENTRY_UNEXPECTED for a key that did not sign.
absl::StatusOr<v1::Key> FindReceiptKey(const FileParts& parts, const proto::SealedReceipt& sealed,
                                       KeyRing& ring);

// The history that the file proves of the key; none without a StatusRoot. EVIDENCE_MISSING,
// ENTRY_UNEXPECTED, STATUS_PROOF_INVALID.
absl::StatusOr<v1::StatusHistory> CheckKeyStatus(const v1::VerificationReceiptFile& file,
                                                 const FileParts& parts, const v1::Key& key,
                                                 const v1::VerificationReceipt& receipt);

// KEY_COMPROMISED as any signer's (R22); SIGNER_KEY_ENDED if the key had ended among the entries
// that the receipt rests on, or by verified_at: its signer chooses both.
absl::Status CheckReceiptKey(const v1::StatusHistory& history,
                             const v1::VerificationReceipt& receipt);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_VERIFY_RECEIPT_EVIDENCE_H_
