#include "client/remote/remote.h"

#include <arpa/inet.h>
#include <grpcpp/grpcpp.h>
#include <netinet/in.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "client/local_file.h"
#include "client/remote/remote_calls.h"
#include "client/remote/remote_status.h"
#include "crypto/certificate_trust.h"

namespace linkcert::client {
namespace {

using Clock = std::chrono::system_clock;

constexpr int kMaxMessageSizeBytes = 32 << 20;
// A stream that waits for news finds out that its connection is dead. gRPC's servers take a ping
// each five minutes on a stream without data; one that pings more is thrown out.
constexpr int kKeepaliveMs = 6 * 60 * 1000;
constexpr int kKeepaliveTimeoutMs = 20'000;
// A stream of entries is asked for in parts, so that a dead server is noticed.
constexpr uint64_t kEntriesOfACall = 65536;

// A name that begins like an address may lead anywhere: only what is an address counts.
bool IsLoopback(absl::string_view host) {
  if (host == "localhost") return true;
  in6_addr v6 = {};
  in_addr v4 = {};
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    const std::string inner(host.substr(1, host.size() - 2));
    return inet_pton(AF_INET6, inner.c_str(), &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6);
  }
  return inet_pton(AF_INET, std::string(host).c_str(), &v4) == 1 &&
         ntohl(v4.s_addr) >> 24 == IN_LOOPBACKNET;
}

absl::Status CheckServer(const RemoteOptions& options) {
  const absl::string_view server = options.server;
  const size_t colon = server.rfind(':');
  uint32_t port = 0;
  if (colon == absl::string_view::npos || colon == 0 ||
      !absl::SimpleAtoi(server.substr(colon + 1), &port) || port == 0 || port > 65535) {
    return absl::InvalidArgumentError("the server must be HOST:PORT");
  }
  if (!options.tls.is_empty() && options.insecure) {
    return absl::InvalidArgumentError("--insecure is for a server without TLS");
  }
  if (options.tls.is_empty() && !options.insecure && !IsLoopback(server.substr(0, colon))) {
    return absl::InvalidArgumentError(
        "a server on another machine needs TLS: --tls-ca FILE (or --insecure, to be read and "
        "changed on the way)");
  }
  return absl::OkStatus();
}

absl::Status CheckTls(const RemoteTls& tls) {
  if (tls.ca_path.empty()) {
    return absl::InvalidArgumentError("TLS needs --tls-ca FILE: who vouches for the server");
  }
  if (tls.certificate_path.empty() != tls.key_path.empty()) {
    return absl::InvalidArgumentError("--tls-cert and --tls-key go together");
  }
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> CredentialsOf(const RemoteTls& tls) {
  if (tls.is_empty()) return grpc::InsecureChannelCredentials();
  absl::Status status = CheckTls(tls);
  if (!status.ok()) return status;
  grpc::SslCredentialsOptions options;
  for (const auto& [path, text] : {std::pair(&tls.ca_path, &options.pem_root_certs),
                                   std::pair(&tls.certificate_path, &options.pem_cert_chain),
                                   std::pair(&tls.key_path, &options.pem_private_key)}) {
    if (path->empty()) continue;
    absl::StatusOr<std::string> read = ReadLocalFile(*path);
    if (!read.ok()) return read.status();
    *text = *std::move(read);
  }
  if (!tls.key_path.empty()) {
    status = crypto::CheckKeyBelongs(options.pem_private_key, options.pem_cert_chain);
    if (!status.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat(tls.certificate_path, " with ", tls.key_path, ": ", status.message()));
    }
  }
  return grpc::SslCredentials(options);
}

}  // namespace

Remote::Remote(std::unique_ptr<Stubs> stubs, const RemoteOptions& options)
    : stubs_(std::move(stubs)),
      deadline_ms_(options.deadline_ms),
      longest_silence_ms_(options.longest_silence_ms) {}
Remote::~Remote() = default;

absl::StatusOr<std::unique_ptr<Remote>> Remote::Connect(const RemoteOptions& options) {
  absl::Status status = CheckServer(options);
  if (!status.ok()) return status;
  auto credentials = CredentialsOf(options.tls);
  if (!credentials.ok()) return credentials.status();
  grpc::ChannelArguments arguments;
  if (!options.tls.server_name.empty()) {
    arguments.SetSslTargetNameOverride(options.tls.server_name);
  }
  arguments.SetMaxReceiveMessageSize(kMaxMessageSizeBytes);
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMs);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveTimeoutMs);
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);  // no bound
  const std::shared_ptr<grpc::Channel> channel =
      grpc::CreateCustomChannel(options.server, *credentials, arguments);
  return std::unique_ptr<Remote>(new Remote(std::make_unique<Stubs>(channel), options));
}

absl::StatusOr<v1::Receipt> Remote::SubmitStatement(absl::string_view envelope) {
  v1::SubmitStatementRequest request;
  request.set_signed_statement(envelope.data(), envelope.size());
  v1::Receipt receipt;
  absl::Status status = WithRetries(deadline_ms_, [&](grpc::ClientContext& context) {
    return stubs_->governance->SubmitStatement(&context, request, &receipt);
  });
  if (!status.ok()) return status;
  return receipt;
}

absl::StatusOr<v1::StatementCheck> Remote::CheckStatement(const std::string& statement,
                                                          const std::vector<std::string>& leaves) {
  v1::CheckStatementRequest request;
  request.set_statement(statement);
  for (const std::string& leaf : leaves) request.add_leaves(leaf);
  v1::StatementCheck check;
  absl::Status status = WithRetries(deadline_ms_, [&](grpc::ClientContext& context) {
    return stubs_->governance->CheckStatement(&context, request, &check);
  });
  if (!status.ok()) return status;
  return check;
}

absl::StatusOr<v1::Receipt> Remote::IssueBatch(absl::string_view envelope,
                                               const std::vector<std::string>& leaves,
                                               const std::vector<std::string>& vault_claims) {
  v1::IssueBatchRequest request;
  request.set_signed_statement(envelope.data(), envelope.size());
  for (const std::string& leaf : leaves) request.add_leaves(leaf);
  for (const std::string& claim : vault_claims) request.add_vault_claims(claim);
  v1::Receipt receipt;
  absl::Status status = WithRetries(deadline_ms_, [&](grpc::ClientContext& context) {
    return stubs_->issuance->IssueBatch(&context, request, &receipt);
  });
  if (!status.ok()) return status;
  return receipt;
}

absl::StatusOr<v1::Certificate> Remote::GetCertificate(uint64_t index) {
  v1::GetCertificateRequest request;
  request.set_name(absl::StrCat("certificates/", index));
  v1::Certificate certificate;
  absl::Status status = WithRetries(deadline_ms_, [&](grpc::ClientContext& context) {
    return stubs_->issuance->GetCertificate(&context, request, &certificate);
  });
  if (!status.ok()) return status;
  return certificate;
}

absl::StatusOr<std::string> Remote::GetCheckpoint() {
  v1::Checkpoint checkpoint;
  absl::Status status = WithRetries(deadline_ms_, [&](grpc::ClientContext& context) {
    return stubs_->log->GetCheckpoint(&context, v1::GetCheckpointRequest(), &checkpoint);
  });
  if (!status.ok()) return status;
  return std::move(*checkpoint.mutable_note());
}

absl::Status Remote::GetEntries(uint64_t begin, uint64_t end, OnEntry on_entry) {
  while (begin < end) {
    const uint64_t part_end = std::min(end, begin + kEntriesOfACall);
    absl::Status status = GetPart(begin, part_end, on_entry);
    if (!status.ok()) return status;
    begin = part_end;
  }
  return absl::OkStatus();
}

absl::Status Remote::GetPart(uint64_t begin, uint64_t end, OnEntry on_entry) {
  v1::GetEntriesRequest request;
  request.set_begin(begin);
  request.set_end(end);
  grpc::ClientContext context;
  context.set_deadline(Clock::now() + kStreamDeadline);
  const auto reader = stubs_->log->GetEntries(&context, request);
  uint64_t next = begin;
  v1::GetEntriesResponse response;
  absl::Status status;
  while (status.ok() && reader->Read(&response)) {
    if (response.begin() != next) status = absl::DataLossError("entries out of order");
    for (int i = 0; status.ok() && i < response.entries_size(); ++i, ++next) {
      status = next < end ? on_entry(next, response.entries(i))
                          : absl::DataLossError("more entries than were asked for");
    }
  }
  if (!status.ok()) context.TryCancel();
  const grpc::Status finished = reader->Finish();
  if (!status.ok()) return status;
  if (!finished.ok()) return FromGrpc(finished);
  if (next != end) return absl::DataLossError(absl::StrCat("the server holds back entry ", next));
  return absl::OkStatus();
}

}  // namespace linkcert::client
