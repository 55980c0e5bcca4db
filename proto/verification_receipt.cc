#include "proto/verification_receipt.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "crypto/pae.h"
#include "proto/canonical.h"
#include "proto/refusal.h"

namespace linkcert::proto {
namespace {

// What the rules of single fields cannot say.
absl::Status CheckFields(const v1::VerificationReceipt& receipt) {
  if (receipt.nonce().size() < kMinNonceBytes) {
    return Refuse(Reason::kFieldOutOfRange, "VerificationReceipt.nonce");
  }
  const bool is_valid = receipt.verdict() == v1::RECEIPT_VERDICT_VALID;
  return is_valid && !receipt.reason().empty()
             ? Refuse(Reason::kFieldOutOfRange, "VerificationReceipt.reason")
             : absl::OkStatus();
}

absl::StatusOr<v1::VerificationReceipt> DecodeReceipt(absl::string_view bytes) {
  auto receipt = DecodeCanonical<v1::VerificationReceipt>(bytes);
  if (!receipt.ok()) return receipt.status();
  absl::Status status = CheckFields(*receipt);
  if (!status.ok()) return status;
  return receipt;
}

std::string SigningInputOf(absl::string_view receipt_bytes) {
  return crypto::Pae(kReceiptPayloadType, receipt_bytes);
}

}  // namespace

absl::StatusOr<SealedReceipt> OpenReceipt(absl::string_view signed_receipt) {
  auto envelope = DecodeCanonical<v1::SignedVerificationReceipt>(signed_receipt);
  if (!envelope.ok()) return envelope.status();
  absl::StatusOr<v1::VerificationReceipt> receipt = DecodeReceipt(envelope->receipt());
  if (!receipt.ok()) return receipt.status();
  absl::StatusOr<crypto::KeyId> signer = crypto::KeyId::FromBytes(envelope->signer());
  if (!signer.ok()) return signer.status();
  return SealedReceipt{.receipt_bytes = std::move(*envelope->mutable_receipt()),
                       .receipt = *std::move(receipt),
                       .signer = *signer,
                       .signature = std::move(*envelope->mutable_signature())};
}

absl::StatusOr<std::string> SignReceipt(const v1::VerificationReceipt& receipt,
                                        const crypto::Signer& signer) {
  absl::StatusOr<std::string> bytes = EncodeCanonical(receipt);
  if (!bytes.ok()) return bytes;
  absl::Status status = CheckFields(receipt);
  if (!status.ok()) return status;
  absl::StatusOr<std::string> signature = signer.Sign(SigningInputOf(*bytes));
  if (!signature.ok()) return signature;
  v1::SignedVerificationReceipt envelope;
  envelope.set_receipt(*std::move(bytes));
  envelope.set_signer(signer.public_key().id().str());
  envelope.set_signature(*std::move(signature));
  return EncodeCanonical(envelope);
}

absl::Status CheckReceiptSignature(const SealedReceipt& sealed, const crypto::PublicKey& key) {
  if (key.id() != sealed.signer) return Refuse(Reason::kSignerUnknown, sealed.signer.ToHex());
  const absl::Status status = key.Verify(SigningInputOf(sealed.receipt_bytes), sealed.signature);
  return status.ok() ? status : Refuse(Reason::kSignatureInvalid, "of the receipt");
}

}  // namespace linkcert::proto
