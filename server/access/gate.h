// The one place where a call is let in: who asks, whether the method is for him, and whether he
// asks too much. Before anything in the request is looked at. Thread-safe.
#ifndef LINKCERT_SERVER_ACCESS_GATE_H_
#define LINKCERT_SERVER_ACCESS_GATE_H_

#include <grpcpp/server_context.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "proto/reason.h"
#include "server/access/caller.h"
#include "server/access/client_certificates.h"
#include "server/access/role_book.h"
#include "server/access/token_buckets.h"
#include "server/events/event_log.h"
#include "server/log/clock.h"
#include "server/log/registry_log.h"

namespace linkcert::server {

struct GateOptions {
  // With TLS. Without it no certificate is shown, so nobody is known.
  std::optional<TrustFiles> trust = std::nullopt;
  // WARNING: for development without TLS. Whoever calls counts as this organisation.
  std::string insecure_caller = "";
  // A call takes one token, a row of a stream one more. A sheet of 10,000 rows passes at once.
  RateLimit organisation_rate = {.per_second = 1000, .burst = 20'000};
  RateLimit address_rate = {.per_second = 5000, .burst = 20'000};
};

class Gate {
 public:
  // The pointers must outlive it. Errors are those of ClientCertificates::Open.
  static absl::StatusOr<std::unique_ptr<Gate>> Open(const GateOptions& options,
                                                    const RegistryLog* log, const Clock* clock,
                                                    EventLog* events);

  // Lets a call of `method` in, or says why not: RATE_EXCEEDED, CALLER_…. A method for everybody
  // takes everybody; its caller is known only if he shows a good certificate.
  absl::StatusOr<Caller> Admit(const grpc::ServerContextBase& context, absl::string_view method);

  // For each further message of a stream that was let in: whether its caller still may. A stream
  // for everybody goes on.
  absl::Status CheckAgain(const grpc::ServerContextBase& context, absl::string_view method);

  // `count` rows of a stream that `caller` was let into: OK or RATE_EXCEEDED, all or none.
  absl::Status TakeRows(const Caller& caller, uint64_t count);

 private:
  Gate(const GateOptions& options, std::unique_ptr<ClientCertificates> certificates,
       const RegistryLog* log, const Clock* clock)
      : insecure_caller_(options.insecure_caller),
        certificates_(std::move(certificates)),
        roles_(log, clock),
        organisations_(options.organisation_rate, clock),
        addresses_(options.address_rate, clock) {}

  absl::StatusOr<Caller> Identify(const grpc::ServerContextBase& context);
  // Who asks, and whether the method is for him.
  absl::StatusOr<Caller> Check(const grpc::ServerContextBase& context, absl::string_view method);

  const std::string insecure_caller_;
  const std::unique_ptr<ClientCertificates> certificates_;  // null without TLS
  RoleBook roles_;
  TokenBuckets organisations_;
  TokenBuckets addresses_;
};

// The address of a gRPC peer ("ipv4:192.0.2.1:55555"), without its port; of IPv6 the first 64 bits,
// which one subscriber has to himself.
std::string AddressOf(absl::string_view peer);

// RATE_EXCEEDED, or another reason, and after how many milliseconds it is worth another try.
absl::Status RateExceeded(uint64_t retry_after_ms,
                          proto::Reason reason = proto::Reason::kRateExceeded);
// That number; nothing for any other status.
std::optional<uint64_t> RetryAfterMs(const absl::Status& status);

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_ACCESS_GATE_H_
