#include "server/program/grpc_server.h"

#include <fcntl.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/impl/server_builder_option.h>
#include <grpcpp/resource_quota.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_credentials_options.h>
#include <grpcpp/server_builder.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <utility>

#include "absl/strings/str_cat.h"
#include "crypto/certificate_trust.h"
#include "server/service/governance_service.h"
#include "server/service/issuance_service.h"
#include "server/service/log_service.h"
#include "server/service/vault_service.h"
#include "server/service/verification_service.h"
#include "storage/posix_file.h"

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
constexpr size_t kMaxIdentityBytes = size_t{1} << 20;

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

// A key that everyone on the machine may read is nobody's.
absl::Status CheckIsPrivate(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code error;
  const fs::perms others = fs::status(path, error).permissions() & fs::perms::others_all;
  if (error || others == fs::perms::none) return absl::OkStatus();  // opening it says what is wrong
  return absl::PermissionDeniedError(absl::StrCat(path, ": others than its user may open it"));
}

absl::Status CheckIdentity(const GrpcServer::Identity& identity) {
  if (auto status = CheckIsPrivate(identity.key_path); !status.ok()) return status;
  std::string parts[2];
  const std::string* paths[] = {&identity.key_path, &identity.certificate_path};
  for (int i = 0; i < 2; ++i) {
    auto file = storage::PosixFile::Open(*paths[i], O_RDONLY | O_CLOEXEC);
    if (!file.ok()) return file.status();
    absl::StatusOr<std::string> bytes = file->Read(kMaxIdentityBytes);
    if (!bytes.ok()) return bytes.status();
    parts[i] = *std::move(bytes);
  }
  const absl::Status status = crypto::CheckKeyBelongs(parts[0], parts[1]);
  if (status.ok()) return status;
  return absl::Status(status.code(), absl::StrCat(identity.certificate_path, " with ",
                                                  identity.key_path, ": ", status.message()));
}

// A client may show a certificate; TLS proves that he holds its key, and the gate decides whether
// it is any good.
absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> CredentialsOf(
    const std::optional<GrpcServer::Identity>& identity) {
  if (!identity.has_value()) return grpc::InsecureServerCredentials();
  absl::Status status = CheckIdentity(*identity);
  if (!status.ok()) return status;
  auto files = std::make_shared<grpc::experimental::FileWatcherCertificateProvider>(
      identity->key_path, identity->certificate_path, identity->reload_s);
  grpc::experimental::TlsServerCredentialsOptions options(files);
  options.watch_identity_key_cert_pairs();
  options.set_cert_request_type(GRPC_SSL_REQUEST_CLIENT_CERTIFICATE_BUT_DONT_VERIFY);
  return grpc::experimental::TlsServerCredentials(options);
}

}  // namespace

absl::StatusOr<std::unique_ptr<GrpcServer>> GrpcServer::Start(const Options& options,
                                                              const ServiceParts& given) {
  grpc::EnableDefaultHealthCheckService(true);
  if (options.reflection) grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> credentials = CredentialsOf(options.tls);
  if (!credentials.ok()) return credentials.status();
  auto gate = Gate::Open(options.gate, given.log, given.clock, given.events);
  if (!gate.ok()) return gate.status();
  std::unique_ptr<GrpcServer> made(new GrpcServer());
  made->gate_ = *std::move(gate);
  ServiceParts parts = given;
  parts.gate = made->gate_.get();
  made->watchers_ = std::make_unique<StatusWatchers>(given.log, given.clock);
  parts.watchers = made->watchers_.get();
  made->services_.push_back(NewGovernanceService(parts));
  made->services_.push_back(NewIssuanceService(parts));
  made->services_.push_back(NewVerificationService(parts));
  made->services_.push_back(NewLogService(parts));
  made->services_.push_back(NewVaultService(parts));

  grpc::ServerBuilder builder;
  SetLimits(builder);
  if (!options.reflection) builder.SetOption(std::make_unique<WithoutReflection>());
  builder.AddListeningPort(options.listen, *credentials, &made->port_);
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
  watchers_->Close();
  server_->Shutdown(std::chrono::system_clock::now() + std::chrono::milliseconds(max_ms));
  server_->Wait();
}

}  // namespace linkcert::server
