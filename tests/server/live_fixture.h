// A real gRPC server on a loopback port over the invented registry, and stubs that talk to it.
#ifndef LINKCERT_TESTS_SERVER_LIVE_FIXTURE_H_
#define LINKCERT_TESTS_SERVER_LIVE_FIXTURE_H_

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "linkcert/v1/governance_service.grpc.pb.h"
#include "linkcert/v1/issuance_service.grpc.pb.h"
#include "linkcert/v1/log_service.grpc.pb.h"
#include "linkcert/v1/verification_service.grpc.pb.h"
#include "server/program/grpc_server.h"
#include "tests/server/grpc_calls.h"
#include "tests/server/registry_fixture.h"

namespace linkcert::server {

class LiveTest : public RegistryTest {
 protected:
  void SetUp() override {
    RegistryTest::SetUp();
    Serve({});
  }
  void TearDown() override { StopServing(); }

  void Serve(RegistryLogOptions options, size_t max_waiting_calls = 100) {
    StopServing();
    ASSERT_THAT(registry_.Open(std::move(options)), IsOk());
    pool_ = std::make_unique<WorkerPool>(2, max_waiting_calls);
    sequencer_ = std::thread([this] { (void)registry_.log_->sequencer().Run(); });
    auto server = GrpcServer::Start(grpc_, {.log = registry_.log_.get(),
                                            .pool = pool_.get(),
                                            .clock = &registry_.clock_,
                                            .refusals = &refusals_,
                                            .events = &events_,
                                            .vault = vault_parts_.vault,
                                            .registry_key = vault_parts_.registry_key});
    ASSERT_THAT(server, IsOk());
    server_ = *std::move(server);
    channel_ = grpc::CreateChannel(Address(), credentials_);
    governance_ = v1::GovernanceService::NewStub(channel_);
    issuance_ = v1::IssuanceService::NewStub(channel_);
    verification_ = v1::VerificationService::NewStub(channel_);
    log_ = v1::LogService::NewStub(channel_);
  }
  void StopServing() {
    if (server_ == nullptr) return;
    server_->Drain(5000);
    registry_.log_->StopAccepting();
    sequencer_.join();
    pool_->Stop();
    server_ = nullptr;
  }

  std::string Address() const { return absl::StrCat("127.0.0.1:", server_->port()); }

  grpc::Status Submit(const std::string& envelope, v1::Receipt* receipt) {
    v1::SubmitStatementRequest request;
    request.set_signed_statement(envelope);
    grpc::ClientContext context;
    return governance_->SubmitStatement(&context, request, receipt);
  }
  grpc::Status Submit(const std::string& envelope) {
    v1::Receipt ignored;
    return Submit(envelope, &ignored);
  }
  grpc::Status Issue(const Unit& unit, v1::Receipt* receipt) {
    v1::IssueBatchRequest request;
    request.set_signed_statement(unit.envelope);
    for (const std::string& leaf : unit.leaves) request.add_leaves(leaf);
    grpc::ClientContext context;
    return issuance_->IssueBatch(&context, request, receipt);
  }
  void FoundLive() {
    for (const Unit& unit : Founding()) ASSERT_EQ(ReasonOf(Submit(unit.envelope)), "OK");
  }
  // What was logged until now counts for who is who.
  void LearnRoles() { registry_.clock_.Pass(kRoleBookAgeMs); }

  // For the next Serve: how it listens, and how the stubs below reach it.
  std::shared_ptr<grpc::ChannelCredentials> credentials_ = grpc::InsecureChannelCredentials();
  GrpcServer::Options grpc_{.gate = {.insecure_caller = testing::kLeader}};
  struct VaultParts {
    Vault* vault = nullptr;
    const crypto::Signer* registry_key = nullptr;
  };
  VaultParts vault_parts_;
  std::ostringstream events_text_;
  EventLog events_{&events_text_};
  RefusalLog refusals_{&registry_.clock_, &events_};
  std::unique_ptr<WorkerPool> pool_;
  std::thread sequencer_;
  std::unique_ptr<GrpcServer> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::GovernanceService::Stub> governance_;
  std::unique_ptr<v1::IssuanceService::Stub> issuance_;
  std::unique_ptr<v1::VerificationService::Stub> verification_;
  std::unique_ptr<v1::LogService::Stub> log_;
};

}  // namespace linkcert::server

#endif  // LINKCERT_TESTS_SERVER_LIVE_FIXTURE_H_
