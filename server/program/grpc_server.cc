#include "server/program/grpc_server.h"

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/impl/server_builder_option.h>
#include <grpcpp/resource_quota.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server_builder.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/service/governance_service.h"
#include "server/service/issuance_service.h"
#include "server/service/log_service.h"
#include "server/service/verification_service.h"

namespace linkcert::server {
namespace {

// gRPC answers what is over this itself, without our ErrorInfo.
constexpr int kMaxReceivedBytes = static_cast<int>(kMaxIssueBatchBytes) + (1 << 20);
constexpr int kMaxMetadataBytes = 8 << 10;
constexpr int kMaxStreamsOfConnection = 1000;
constexpr size_t kMemoryBytes = size_t{256} << 20;
constexpr int kKeepaliveMs = 60'000;
constexpr int kKeepaliveTimeoutMs = 20'000;
constexpr int kMinPingIntervalMs = 10'000;

// The reflection plug-in joins every server of a program that links it; this takes it out again.
class WithoutReflection final : public grpc::ServerBuilderOption {
 public:
  void UpdateArguments(grpc::ChannelArguments*) override {}
  void UpdatePlugins(std::vector<std::unique_ptr<grpc::ServerBuilderPlugin>>* plugins) override {
    auto is_reflection = [](const auto& plugin) {
      return plugin->name() == "proto_server_reflection";
    };
    plugins->erase(std::remove_if(plugins->begin(), plugins->end(), is_reflection), plugins->end());
  }
};

void SetLimits(grpc::ServerBuilder& builder) {
  builder.SetMaxReceiveMessageSize(kMaxReceivedBytes);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, kMaxMetadataBytes);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kMaxStreamsOfConnection);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveTimeoutMs);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
                             kMinPingIntervalMs);
  // Two servers on one port would each get some of the calls.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.SetResourceQuota(grpc::ResourceQuota("server").Resize(kMemoryBytes));
}

}  // namespace

absl::StatusOr<std::unique_ptr<GrpcServer>> GrpcServer::Start(const Options& options,
                                                              const ServiceParts& parts) {
  grpc::EnableDefaultHealthCheckService(true);
  if (options.reflection) grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  std::unique_ptr<GrpcServer> made(new GrpcServer());
  made->services_.push_back(NewGovernanceService(parts));
  made->services_.push_back(NewIssuanceService(parts));
  made->services_.push_back(NewVerificationService(parts));
  made->services_.push_back(NewLogService(parts));

  grpc::ServerBuilder builder;
  SetLimits(builder);
  if (!options.reflection) builder.SetOption(std::make_unique<WithoutReflection>());
  builder.AddListeningPort(options.listen, grpc::InsecureServerCredentials(), &made->port_);
  for (auto& service : made->services_) builder.RegisterService(service.get());
  made->server_ = builder.BuildAndStart();
  if (made->server_ == nullptr || made->port_ == 0) {
    return absl::UnavailableError(absl::StrCat("can't listen on ", options.listen));
  }
  return made;
}

GrpcServer::~GrpcServer() {
  if (server_ != nullptr) Drain(0);
}

void GrpcServer::Drain(uint64_t max_ms) {
  server_->GetHealthCheckService()->SetServingStatus(false);
  server_->Shutdown(std::chrono::system_clock::now() + std::chrono::milliseconds(max_ms));
  server_->Wait();
}

}  // namespace linkcert::server
