// Verification receipt files, as a verifier opens them, under the log of tests/vectors.
#include <cstdlib>
#include <limits>

#include "client/verify/receipt_verifier.h"
#include "tests/fuzz/one_form.h"

namespace linkcert::testing {

// linkcert-log.json and the digest of genesis in linkcert-statements.json.
constexpr char kPolicy[] =
    "log vectors.linkcert.example/2026+6ffbfc29+AU+sTFj5qesdMhlulYY2zO+RsCqlYWwVM7vgYs7W8lVD\n"
    "quorum none\n";
constexpr char kGenesis[] = "67d90f18ba9e25f0139b2ab9395c1af8775385ab6977ceb2a927d61909005300";
// Of linkcert-receipt.json, the one that anything can be genuine for.
constexpr uint64_t kCertificate = 28;
constexpr uint64_t kNowMs = 1778990000000;

void Verify(const client::Trust& trust, absl::string_view bytes) {
  const client::VerifyOptions options = {.now_ms = kNowMs,
                                         .max_age_ms = std::numeric_limits<uint64_t>::max()};
  const auto verification = client::VerifyReceipt(bytes, trust, options, {});
  if (verification.checks.empty()) std::abort();
  if (!verification.signed_by_registry) return;
  if (verification.receipt.certificate() != kCertificate) std::abort();
}

}  // namespace linkcert::testing

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  namespace testing = linkcert::testing;
  static const auto trust = linkcert::client::ParseTrust(testing::kPolicy, testing::kGenesis);
  if (!trust.ok()) std::abort();
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  testing::ExpectOneForm<linkcert::v1::VerificationReceiptFile>(bytes);
  testing::Verify(*trust, bytes);
  return 0;
}
