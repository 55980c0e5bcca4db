#include "tests/province/loader.h"

#include <grpcpp/create_channel.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "proto/statement.h"
#include "tests/bench/figure.h"
#include "tests/bench/load.h"

namespace linkcert::province {
namespace {

constexpr size_t kOutstanding = 16;

// With the act, which the answer does not name.
absl::Status Refused(const Draft& draft, const grpc::Status& status) {
  const absl::string_view act = proto::ActName(proto::ActNumber(draft.statement));
  return absl::FailedPreconditionError(
      absl::StrCat(std::string(act), ": ", status.error_message(), "\n",
                   draft.statement.ShortDebugString().substr(0, 2'000)));
}

}  // namespace

void Loader::Connect(const std::string& address) {
  const auto channel = grpc::CreateChannel(address, grpc::InsecureChannelCredentials());
  governance_ = v1::GovernanceService::NewStub(channel);
  issuance_ = v1::IssuanceService::NewStub(channel);
}

absl::StatusOr<std::vector<uint64_t>> Loader::Submit(absl::Span<Draft> drafts) {
  const bench::Stopwatch signing;
  for (Draft& draft : drafts) draft.unit.envelope = world_.Sign(draft.statement, draft.signers);
  figures_.signing_s += signing.seconds();
  std::vector<v1::Receipt> receipts(drafts.size());
  std::vector<grpc::Status> outcomes(drafts.size());
  const bench::BeginCall begin = [&](size_t call, std::function<void(const grpc::Status&)> done) {
    Begin(drafts[call], &receipts[call], [&outcomes, call, done](grpc::Status status) {
      outcomes[call] = status;
      done(status);
    });
  };
  const auto result = bench::RunLoad(drafts.size(), kOutstanding, begin);
  std::vector<uint64_t> indexes;
  for (size_t i = 0; i < drafts.size(); ++i) {
    if (!outcomes[i].ok()) return Refused(drafts[i], outcomes[i]);
    indexes.push_back(receipts[i].entry().index());
    if (drafts[i].unit.leaves.empty()) last_ = drafts[i].unit.envelope;
  }
  if (!result.ok()) return result.status();
  figures_.calls += drafts.size();
  figures_.calls_s += result->seconds;
  return indexes;
}

void Loader::Begin(const Draft& draft, v1::Receipt* receipt,
                   std::function<void(grpc::Status)> done) {
  struct Open {
    grpc::ClientContext context;
    v1::SubmitStatementRequest statement;
    v1::IssueBatchRequest batch;
  };
  auto open = std::make_shared<Open>();
  const auto finish = [open, done = std::move(done)](grpc::Status status) { done(status); };
  if (draft.unit.leaves.empty()) {
    open->statement.set_signed_statement(draft.unit.envelope);
    governance_->async()->SubmitStatement(&open->context, &open->statement, receipt, finish);
    return;
  }
  open->batch.set_signed_statement(draft.unit.envelope);
  for (const std::string& leaf : draft.unit.leaves) open->batch.add_leaves(leaf);
  issuance_->async()->IssueBatch(&open->context, &open->batch, receipt, finish);
}

absl::Status Loader::Tick() {
  if (last_.empty()) return absl::OkStatus();
  const bench::Stopwatch watch;
  grpc::ClientContext context;
  v1::SubmitStatementRequest request;
  request.set_signed_statement(last_);
  v1::Receipt receipt;
  const grpc::Status status = governance_->SubmitStatement(&context, request, &receipt);
  ++figures_.ticks;
  figures_.ticks_s += watch.seconds();
  if (!status.ok()) return absl::UnavailableError(status.error_message());
  return receipt.already_logged() ? absl::OkStatus()
                                  : absl::InternalError("a tick was logged anew");
}

}  // namespace linkcert::province
