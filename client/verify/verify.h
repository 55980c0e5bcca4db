// The offline verifier: a certificate file, a C2SP policy and the genesis hash, nothing else.
#ifndef LINKCERT_CLIENT_VERIFY_VERIFY_H_
#define LINKCERT_CLIENT_VERIFY_VERIFY_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "client/exit_code.h"
#include "client/verify/check.h"
#include "client/verify/evidence.h"
#include "client/verify/trust.h"
#include "crypto/key_cache.h"
#include "linkcert/v1/verification_service.pb.h"
#include "proto/claims.h"

namespace linkcert::client {

inline constexpr uint64_t kDayMs = 24 * 60 * 60 * 1000;
inline constexpr size_t kMaxCertificateFileBytes = 1 << 20;

struct VerifyOptions {
  uint64_t now_ms = 0;  // milliseconds since 1970 UTC
  // The newest time that the file proves may be so old; older is unknown, never invalid.
  uint64_t max_age_ms = 30 * kDayMs;
};

struct Verification {
  v1::Verdict verdict;  // detail texts hold no personal data
  // Valid says: when it was issued. The file proves nothing of what happened to it afterwards.
  bool as_of_issue = false;
  std::vector<AuditorsWord> on_auditors_word;
  // WARNING: personal data, and only to be believed when the conclusion is valid.
  std::vector<proto::ShownClaim> shown;
};

ExitCode ExitCodeOf(const Verification& verification);

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
