// Certificate sets, item by item and as a verifier opens them, under the log of tests/vectors.
#include <cstdlib>
#include <limits>
#include <sstream>

#include "client/verify/set_verifier.h"
#include "proto/certificate_set.h"
#include "tests/fuzz/one_form.h"

namespace linkcert::testing {

// linkcert-log.json and the digest of genesis in linkcert-statements.json.
constexpr char kPolicy[] =
    "log vectors.linkcert.example/2026+6ffbfc29+AU+sTFj5qesdMhlulYY2zO+RsCqlYWwVM7vgYs7W8lVD\n"
    "quorum none\n";
constexpr char kGenesis[] = "67d90f18ba9e25f0139b2ab9395c1af8775385ab6977ceb2a927d61909005300";
// Of linkcert-file.json, the one certificate that anything can be valid for.
constexpr uint64_t kCertificate = 28;
constexpr uint64_t kNowMs = 1778900000000;  // minutes after the vectors' StatusRoot

void ReadItems(const std::string& bytes) {
  std::istringstream in(bytes);
  proto::SetReader reader(in);
  std::string read;
  for (;;) {
    const auto item = reader.Next();
    if (!item.ok() && !proto::ReasonOf(item.status()).has_value()) std::abort();
    if (!item.ok()) return;
    if (item->end) break;
    ExpectOneForm<v1::CertificateSetItem>(item->bytes);
    const auto decoded = proto::DecodeCanonical<v1::CertificateSetItem>(item->bytes);
    if (!decoded.ok()) return;
    if (decoded->item_case() != item->kind) std::abort();
    const auto encoded = proto::EncodeSetItem(*decoded);
    if (!encoded.ok()) std::abort();
    read += *encoded;
  }
  if (read != bytes) std::abort();
}

void VerifyItems(const client::Trust& trust, const std::string& bytes) {
  std::istringstream in(bytes);
  const client::VerifyOptions options = {.now_ms = kNowMs,
                                         .max_age_ms = std::numeric_limits<uint64_t>::max()};
  client::SetVerifier(trust, options).Verify(in, [](const client::Verification& verification) {
    const v1::Verdict& verdict = verification.verdict;
    if (verdict.conclusion() == v1::CONCLUSION_UNSPECIFIED) std::abort();
    if (verdict.conclusion() != v1::CONCLUSION_VALID) return;
    if (verdict.certificate() != kCertificate) std::abort();
  });
}

}  // namespace linkcert::testing

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  namespace testing = linkcert::testing;
  static const auto trust = linkcert::client::ParseTrust(testing::kPolicy, testing::kGenesis);
  if (!trust.ok()) std::abort();
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  testing::ReadItems(bytes);
  testing::VerifyItems(*trust, bytes);
  return 0;
}
