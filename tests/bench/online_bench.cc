#include "tests/bench/online_bench.h"

#include <grpcpp/create_channel.h>

#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tests/bench/figure.h"
#include "tests/bench/load.h"
#include "tests/testing/world_standing.h"

namespace linkcert::bench {
namespace {

constexpr uint32_t kCertificates = 1000;
constexpr size_t kOutstanding = 64;
constexpr int kRowsPerMessage = 256;

using VerifyAsync = class v1::VerificationService::Stub::async;
using IssueAsync = class v1::IssuanceService::Stub::async;

std::shared_ptr<grpc::Channel> Connect(const std::string& address) {
  return grpc::CreateChannel(address, grpc::InsecureChannelCredentials());
}

BeginCall VerifyCalls(v1::VerificationService::Stub& stub,
                      const std::vector<v1::VerifyCertificateRequest>& requests) {
  return UnaryCalls<VerifyAsync, v1::VerifyCertificateRequest, v1::Verdict>(
      stub.async(), &VerifyAsync::VerifyCertificate, requests);
}

}  // namespace

OnlineBench::OnlineBench(testing::World& world, testing::LiveRegistry& registry,
                         const std::string& address, const std::string& echo_address)
    : world_(world),
      registry_(registry),
      echo_address_(echo_address),
      verification_(v1::VerificationService::NewStub(Connect(address))),
      echo_(v1::VerificationService::NewStub(Connect(echo_address))),
      issuance_(v1::IssuanceService::NewStub(Connect(address))) {}

absl::Status OnlineBench::Issue(uint32_t first_serial) {
  const testing::Unit unit = world_.SignBatch(
      world_.Batch(registry_.plan(), registry_.roster(), first_serial), kCertificates);
  auto receipt = registry_.Issue(unit);
  if (!receipt.ok()) return receipt.status();
  batch_ = receipt->entry().index();
  return absl::OkStatus();
}

absl::Status OnlineBench::VerifyById(int count) {
  std::vector<v1::VerifyCertificateRequest> requests(count);
  for (int i = 0; i < count; ++i) requests[i].set_certificate(batch_ + 1 + i % kCertificates);
  auto ceiling = RunLoad(requests.size(), kOutstanding, VerifyCalls(*echo_, requests));
  if (!ceiling.ok()) return ceiling.status();
  auto result = RunLoad(requests.size(), kOutstanding, VerifyCalls(*verification_, requests));
  if (!result.ok()) return result.status();
  Print({.name = "online_verify_by_id_64_outstanding",
         .unit = "certificates/s",
         .ours = count / result->seconds,
         .ceiling = count / ceiling->seconds,
         .ceiling_of = "unary echo with a verdict of as many checks",
         .more = LatencyFigures(*result)});
  return absl::OkStatus();
}

absl::StatusOr<double> OnlineBench::RowsPerSecond(v1::VerificationService::Stub& stub,
                                                  int messages) {
  v1::StreamVerifyRequest request;
  for (int i = 0; i < kRowsPerMessage; ++i) {
    request.add_rows()->mutable_request()->set_certificate(batch_ + 1 + i);
  }
  grpc::ClientContext context;
  const Stopwatch watch;
  auto stream = stub.StreamVerify(&context);
  std::thread writer([&] {
    for (int i = 0; i < messages && stream->Write(request); ++i) {
    }
    stream->WritesDone();
  });
  v1::StreamVerifyResponse response;
  int rows = 0;
  while (stream->Read(&response)) rows += response.results_size();
  writer.join();
  const grpc::Status status = stream->Finish();
  if (!status.ok()) return absl::UnavailableError(status.error_message());
  return rows / watch.seconds();
}

absl::Status OnlineBench::StreamVerify(int count) {
  const absl::StatusOr<double> ceiling = RowsPerSecond(*echo_, count / kRowsPerMessage);
  if (!ceiling.ok()) return ceiling.status();
  const absl::StatusOr<double> rows = RowsPerSecond(*verification_, count / kRowsPerMessage);
  if (!rows.ok()) return rows.status();
  Print({.name = "online_verify_stream_of_256_rows",
         .unit = "certificates/s",
         .ours = *rows,
         .ceiling = *ceiling,
         .ceiling_of = "stream echo with verdicts of as many checks"});
  return absl::OkStatus();
}

absl::Status OnlineBench::SuspendSingles(int count) {
  const std::string leader = absl::StrCat(testing::kLeader, "-1");
  std::vector<v1::ChangeStatusRequest> requests(count);
  for (int i = 0; i < count; ++i) {
    const uint64_t certificate = batch_ + 1 + i;
    requests[i].set_signed_statement(world_.Sign(
        testing::SuspendCertificates(world_, {{certificate, certificate + 1}}), {leader}));
  }
  std::vector<v1::IssueBatchRequest> echoes(count);
  for (int i = 0; i < count; ++i) {
    echoes[i].set_signed_statement(requests[i].signed_statement());
  }
  auto ceiling = RunIssueLoad(echo_address_, echoes, kOutstanding);
  if (!ceiling.ok()) return ceiling.status();
  auto result = RunLoad(requests.size(), kOutstanding,
                        UnaryCalls<IssueAsync, v1::ChangeStatusRequest, v1::Receipt>(
                            issuance_->async(), &IssueAsync::ChangeStatus, requests));
  if (!result.ok()) return result.status();
  Print({.name = "suspend_singles_64_outstanding",
         .unit = "certificates/s",
         .ours = count / result->seconds,
         .ceiling = count / ceiling->seconds,
         .ceiling_of = "unary echo that verifies two P-256 signatures",
         .more = LatencyFigures(*result)});
  return absl::OkStatus();
}

absl::Status OnlineBench::RevokeMany() {
  const std::string leader = testing::kLeader;
  v1::ChangeStatusRequest request;
  request.set_signed_statement(
      world_.Sign(testing::RevokeCertificates(world_, {{batch_ + 2, batch_ + 1 + kCertificates}}),
                  {leader + "-1", leader + "-2"}));
  grpc::ClientContext context;
  v1::Receipt receipt;
  const Stopwatch watch;
  const grpc::Status status = issuance_->ChangeStatus(&context, request, &receipt);
  const double milliseconds = watch.seconds() * 1000;
  if (!status.ok()) return absl::UnavailableError(status.error_message());
  std::vector<v1::IssueBatchRequest> echo(1);
  auto ceiling = RunIssueLoad(echo_address_, echo, 1);
  if (!ceiling.ok()) return ceiling.status();
  Print({.name = "revoke_999_in_one_statement",
         .unit = "ms",
         .ours = milliseconds,
         .ceiling = ceiling->latency_ms[0],
         .ceiling_of = "unary echo that verifies two P-256 signatures"});
  return absl::OkStatus();
}

}  // namespace linkcert::bench
