// Verification receipts as signed and carried (FORMAT.md §7). Thread-safe.
#ifndef LINKCERT_PROTO_VERIFICATION_RECEIPT_H_
#define LINKCERT_PROTO_VERIFICATION_RECEIPT_H_

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/keys.h"
#include "linkcert/v1/certificate_file.pb.h"

namespace linkcert::proto {

inline constexpr char kReceiptPayloadType[] =
    "application/vnd.linkcert.verification-receipt.v1+protobuf";
inline constexpr size_t kMinNonceBytes = 16;
inline constexpr size_t kMaxNonceBytes = 64;

// A receipt in its envelope, in canonical form. The signature itself is not verified here.
struct SealedReceipt {
  std::string receipt_bytes;  // exactly as signed
  v1::VerificationReceipt receipt;
  crypto::KeyId signer;
  std::string signature;
};

// CheckCanonical's refusals; FIELD_OUT_OF_RANGE for a nonce that is too short, and for a reason
// beside the verdict valid.
absl::StatusOr<SealedReceipt> OpenReceipt(absl::string_view signed_receipt);

// The canonical envelope over the canonical receipt. OpenReceipt's refusals: what nobody could open
// is not signed.
absl::StatusOr<std::string> SignReceipt(const v1::VerificationReceipt& receipt,
                                        const crypto::Signer& signer);

// SIGNER_UNKNOWN unless this key is the one that the envelope names; SIGNATURE_INVALID.
absl::Status CheckReceiptSignature(const SealedReceipt& sealed, const crypto::PublicKey& key);

}  // namespace linkcert::proto

#endif  // LINKCERT_PROTO_VERIFICATION_RECEIPT_H_
