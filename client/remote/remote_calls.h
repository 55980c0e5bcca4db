// What the files of Remote share. Private to this folder.
#ifndef LINKCERT_CLIENT_REMOTE_REMOTE_CALLS_H_
#define LINKCERT_CLIENT_REMOTE_REMOTE_CALLS_H_

#include <grpcpp/grpcpp.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <thread>

#include "client/remote/remote.h"
#include "client/remote/remote_status.h"
#include "linkcert/v1/governance_service.grpc.pb.h"
#include "linkcert/v1/issuance_service.grpc.pb.h"
#include "linkcert/v1/log_service.grpc.pb.h"
#include "linkcert/v1/vault_service.grpc.pb.h"
#include "linkcert/v1/verification_service.grpc.pb.h"

namespace linkcert::client {

// A server that is not there is given up sooner than one that is busy.
inline constexpr uint32_t kMaxAttempts = 6;
// Of a call that streams.
inline constexpr std::chrono::minutes kStreamDeadline(5);

struct Remote::Stubs {
  explicit Stubs(const std::shared_ptr<grpc::Channel>& channel)
      : governance(v1::GovernanceService::NewStub(channel)),
        issuance(v1::IssuanceService::NewStub(channel)),
        verification(v1::VerificationService::NewStub(channel)),
        log(v1::LogService::NewStub(channel)),
        vault(v1::VaultService::NewStub(channel)) {}

  const std::unique_ptr<v1::GovernanceService::Stub> governance;
  const std::unique_ptr<v1::IssuanceService::Stub> issuance;
  const std::unique_ptr<v1::VerificationService::Stub> verification;
  const std::unique_ptr<v1::LogService::Stub> log;
  const std::unique_ptr<v1::VaultService::Stub> vault;
};

// Calls `call(context)` until it answers something that is not worth another try.
template <typename Call>
absl::Status WithRetries(uint64_t deadline_ms, const Call& call) {
  using Clock = std::chrono::system_clock;
  const Clock::time_point deadline = Clock::now() + std::chrono::milliseconds(deadline_ms);
  for (uint32_t attempt = 0;; ++attempt) {
    grpc::ClientContext context;
    context.set_deadline(deadline);
    const grpc::Status status = call(context);
    const std::optional<uint64_t> delay_ms = RetryDelayMs(status, attempt);
    if (!delay_ms || attempt + 1 == kMaxAttempts) return FromGrpc(status);
    const auto delay = std::chrono::milliseconds(*delay_ms);
    if (Clock::now() + delay >= deadline) return FromGrpc(status);
    std::this_thread::sleep_for(delay);
  }
}

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_REMOTE_REMOTE_CALLS_H_
