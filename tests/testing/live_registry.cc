#include "tests/testing/live_registry.h"

#include <grpcpp/create_channel.h>

#include <utility>

#include "absl/strings/str_cat.h"

namespace linkcert::testing {
namespace {

absl::StatusOr<v1::Receipt> Answer(const grpc::Status& status, v1::Receipt receipt) {
  if (status.ok()) return receipt;
  return absl::Status(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
}

}  // namespace

LiveRegistry::LiveRegistry(const std::string& address) {
  auto channel = grpc::CreateChannel(address, grpc::InsecureChannelCredentials());
  governance_ = v1::GovernanceService::NewStub(channel);
  issuance_ = v1::IssuanceService::NewStub(channel);
}

absl::Status LiveRegistry::Found(World& world) {
  plan_ = world.Plan();
  roster_ = world.SealRoster(plan_, kLiveRoster);
  const std::string leader = absl::StrCat(kLeader, "-1");
  std::vector<std::string> envelopes = world.Founding();
  envelopes.push_back(world.Sign(plan_, {leader}));
  envelopes.push_back(world.Sign(roster_, {leader}));
  for (const std::string& envelope : envelopes) {
    absl::StatusOr<v1::Receipt> receipt = Submit(envelope);
    if (!receipt.ok()) return receipt.status();
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::Receipt> LiveRegistry::Submit(const std::string& envelope) {
  grpc::ClientContext context;
  v1::SubmitStatementRequest request;
  request.set_signed_statement(envelope);
  v1::Receipt receipt;
  grpc::Status status = governance_->SubmitStatement(&context, request, &receipt);
  return Answer(status, std::move(receipt));
}

absl::StatusOr<v1::Receipt> LiveRegistry::Issue(const Unit& unit) {
  grpc::ClientContext context;
  v1::IssueBatchRequest request;
  request.set_signed_statement(unit.envelope);
  for (const std::string& leaf : unit.leaves) request.add_leaves(leaf);
  v1::Receipt receipt;
  grpc::Status status = issuance_->IssueBatch(&context, request, &receipt);
  return Answer(status, std::move(receipt));
}

}  // namespace linkcert::testing
