// Verification receipts offline: a receipt file, a C2SP policy, the genesis hash, and what the one
// who is shown it expects (FORMAT.md §7). Thread-safe.
#ifndef LINKCERT_CLIENT_VERIFY_RECEIPT_VERIFIER_H_
#define LINKCERT_CLIENT_VERIFY_RECEIPT_VERIFIER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "client/exit_code.h"
#include "client/verify/options.h"
#include "client/verify/trust.h"
#include "linkcert/v1/certificate_file.pb.h"
#include "linkcert/v1/verification_service.pb.h"

namespace linkcert::client {

inline constexpr size_t kMaxReceiptFileBytes = 1 << 20;
// A log has a StatusRoot an hour (R27): a receipt's entries prove a time at most so far before it.
inline constexpr uint64_t kReceiptEvidenceMs = 2 * 60 * 60 * 1000;

// What a receipt must have been made for; nullopt = not compared.
struct ReceiptOccasion {
  std::optional<std::string> nonce = std::nullopt;  // bytes
  std::optional<std::string> purpose = std::nullopt;
  std::optional<std::string> requester = std::nullopt;
  std::optional<uint64_t> certificate = std::nullopt;
};

// Checks of receipts alone; the others are those of certificate files.
inline constexpr char kRegistryKeyCheck[] = "REGISTRY_KEY";  // of the registry, for receipts
inline constexpr char kReceiptSignatureCheck[] = "RECEIPT_SIGNATURE";
inline constexpr char kReceiptNonceCheck[] = "RECEIPT_NONCE";
inline constexpr char kReceiptPurposeCheck[] = "RECEIPT_PURPOSE";
inline constexpr char kReceiptRequesterCheck[] = "RECEIPT_REQUESTER";
inline constexpr char kReceiptCertificateCheck[] = "RECEIPT_CERTIFICATE";
inline constexpr char kReceiptVerdictCheck[] = "RECEIPT_VERDICT";  // what the registry had found

struct ReceiptVerification {
  // Those made, in order; none follows one that it rests on and that did not pass.
  std::vector<v1::Check> checks;
  // Valid: genuine, made for this occasion, recent, and the registry had found the certificate
  // valid. Invalid: one of these is not so.
  v1::Conclusion conclusion = v1::CONCLUSION_UNKNOWN;
  // The registry signed it, whatever it says, and for whatever occasion.
  bool signed_by_registry = false;
  // And for this occasion, as far as that was compared.
  bool genuine = false;
  // WARNING: to be believed only if signed_by_registry.
  v1::VerificationReceipt receipt;
};

// `options.max_age_ms` counts from the moment that the registry spoke of; as_of_ms is not used.
ReceiptVerification VerifyReceipt(absl::string_view file, const Trust& trust,
                                  const VerifyOptions& options, const ReceiptOccasion& occasion);

ExitCode ExitCodeOf(const ReceiptVerification& verification);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_VERIFY_RECEIPT_VERIFIER_H_
