// The certificates of TLS clients: which are good today, and whom they name. Authorities and
// revocation lists are read anew while the server runs, so that a revocation also reaches
// connections that are open. Thread-safe.
//
// The TLS layer asks for a certificate and proves that the client holds its key; whether it is
// any good is decided here, for each call (docs/decisions/0080-callers.md).
#ifndef LINKCERT_SERVER_ACCESS_CLIENT_CERTIFICATES_H_
#define LINKCERT_SERVER_ACCESS_CLIENT_CERTIFICATES_H_

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/certificate_trust.h"
#include "crypto/hash.h"
#include "server/events/event_log.h"
#include "server/log/clock.h"

namespace linkcert::server {

inline constexpr char kOrganisationUri[] = "linkcert:organisation/";
// How long a file, a date or a list that changed may go unnoticed.
inline constexpr uint64_t kCertificateLookMs = 5000;

struct TrustFiles {
  std::string ca_path;        // PEM, one authority or more
  std::string crl_directory;  // *.r0 … *.r9, *.crl, *.pem: CRLs in PEM; empty = none are asked for
};

class ClientCertificates {
 public:
  // Errors name the file. `clock` and `events` must outlive it.
  static absl::StatusOr<std::unique_ptr<ClientCertificates>> Open(const TrustFiles& files,
                                                                  const Clock* clock,
                                                                  EventLog* events);

  // The one organisation that a good certificate names in its URI names (the common name never
  // counts). `certificate` and the `chain` that came with it are PEM. UNAUTHENTICATED otherwise:
  // CALLER_CERTIFICATE_…, CALLER_REVOCATION_UNKNOWN, CALLER_NAME_MISSING.
  absl::StatusOr<std::string> OrganisationOf(absl::string_view certificate,
                                             absl::string_view chain);

 private:
  using TrustPtr = std::shared_ptr<const crypto::CertificateTrust>;

  ClientCertificates(TrustFiles files, const Clock* clock, EventLog* events, TrustPtr trust)
      : files_(std::move(files)),
        clock_(clock),
        events_(events),
        looked_at_ms_(clock->ElapsedMs()),
        trust_(std::move(trust)) {}

  // Reads the files again when it is time to. Files that are no good leave the old ones in force
  // and a warning in the log: a list that nobody renews runs out by itself.
  void LookAgain();

  const TrustFiles files_;
  const Clock* const clock_;
  EventLog* const events_;
  std::mutex mutex_;
  // Guarded by mutex_, which is held for copies and look-ups only.
  uint64_t looked_at_ms_;
  TrustPtr trust_;
  // Answers since the last look, by SHA-256 of certificate and chain.
  absl::flat_hash_map<std::string, absl::StatusOr<std::string>> answers_;
};

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_ACCESS_CLIENT_CERTIFICATES_H_
