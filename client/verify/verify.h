// The offline verifier: a certificate file, a C2SP policy and the genesis hash, nothing else.
#ifndef LINKCERT_CLIENT_VERIFY_VERIFY_H_
#define LINKCERT_CLIENT_VERIFY_VERIFY_H_

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "client/verify/evidence.h"
#include "client/verify/options.h"
#include "client/verify/trust.h"
#include "client/verify/verification.h"
#include "crypto/key_cache.h"

namespace linkcert::client {

inline constexpr size_t kMaxCertificateFileBytes = 1 << 20;

// Verifies files at one moment. What certificates of one batch share is checked once and then
// compared byte for byte. Thread-safe.
class Verifier {
 public:
  Verifier(Trust trust, VerifyOptions options) : trust_(std::move(trust)), options_(options) {}

  Verification Verify(absl::string_view file);

 private:
  std::shared_ptr<const CheckedEvidence> Evidence(absl::string_view shared_part,
                                                  const v1::CertificateFile& file);

  const Trust trust_;
  const VerifyOptions options_;
  crypto::KeyCache keys_;
  std::mutex mutex_;
  // By the bytes of a file's shared part; guarded by mutex_.
  absl::flat_hash_map<std::string, std::shared_ptr<const CheckedEvidence>> checked_;
};

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_VERIFY_VERIFY_H_
