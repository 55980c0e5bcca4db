// Role × method: every method of every service, called by everyone there is.
#include <google/protobuf/descriptor.h>

#include <map>
#include <set>

#include "absl/strings/match.h"
#include "server/access/access_rules.h"
#include "tests/server/tls_fixture.h"

namespace linkcert::server {
namespace {

// In the order of the columns below.
constexpr const char* kAsks[] = {"nobody",         "registry",       "authority",
                                 testing::kLeader, testing::kMember, testing::kStranger};

// What is not for everybody. Columns: nobody, operator, authority, issuer, employer, auditor;
// "N" = who are you, "-" = not permitted, "+" = let in.
const std::map<std::string, std::string> kProtected = {
    {"CheckStatement", "N-+++-"},       {"ListCertificates", "N--++-"},
    {"StreamVerify", "N-++++"},         {"VerifyTeam", "N-++++"},
    {"WatchStatus", "N-++++"},          {"CreateVerificationReceipt", "N-++++"},
    {"GetPersonalData", "N--++-"},      {"ExportHolderData", "N--+--"},
    {"RestrictPersonalData", "N--+--"}, {"ErasePersonalData", "N--+--"}};

std::vector<const google::protobuf::MethodDescriptor*> AllMethods() {
  std::vector<const google::protobuf::MethodDescriptor*> methods;
  for (const char* name : {"GovernanceService", "IssuanceService", "VerificationService",
                           "LogService", "VaultService"}) {
    const auto* service = google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
        absl::StrCat("linkcert.v1.", name));
    for (int i = 0; i < service->method_count(); ++i) methods.push_back(service->method(i));
  }
  return methods;
}

std::string PathOf(const google::protobuf::MethodDescriptor& method) {
  return absl::StrCat("/", method.service()->full_name(), "/", method.name());
}

char SignOf(const std::string& reason) {
  if (reason == "CALLER_NEEDED") return 'N';
  if (reason == "CALLER_NOT_PERMITTED") return '-';
  return absl::StartsWith(reason, "CALLER_") ? '?' : '+';
}

TEST(AccessRulesTest, EveryMethodHasItsRowAndNoRowIsLeftOver) {
  std::multiset<std::string> methods;
  for (const auto* method : AllMethods()) methods.insert(method->name());
  std::multiset<std::string> rows;
  for (const AccessRule& rule : AccessRules()) rows.insert(std::string(rule.method));
  EXPECT_EQ(rows, methods);
  EXPECT_EQ(std::set<std::string>(rows.begin(), rows.end()).size(), rows.size());
  EXPECT_EQ(FindAccessRule("NoSuchMethod"), nullptr);
}

class RoleMatrixTest : public TlsTest {};

TEST_F(RoleMatrixTest, EveryMethodAsksTheGate) {
  std::vector<std::shared_ptr<grpc::Channel>> channels = {ChannelOf(std::nullopt)};
  for (size_t i = 1; i < std::size(kAsks); ++i) channels.push_back(ChannelOf(Of(kAsks[i])));
  for (const auto* method : AllMethods()) {
    std::string signs;
    for (const auto& channel : channels) {
      signs += SignOf(ReasonOf(CallByName(channel, PathOf(*method))));
    }
    const auto row = kProtected.find(method->name());
    EXPECT_EQ(signs, row == kProtected.end() ? "++++++" : row->second) << method->name();
  }
}

TEST_F(RoleMatrixTest, DenialComesBeforeTheRequestIsLookedAt) {
  const auto channel = ChannelOf(Of("registry"));
  const auto stub = v1::IssuanceService::NewStub(channel);
  v1::ListCertificatesRequest request;
  request.set_parent(std::string(kMaxMessageBytes, 'x'));
  EXPECT_EQ(ReasonOfCall(*stub, &v1::IssuanceService::Stub::ListCertificates, request),
            "CALLER_NOT_PERMITTED");
}

TEST_F(RoleMatrixTest, FirmThatLeavesItsChainIsNoEmployerAnyMore) {
  const auto channel = ChannelOf(Of(testing::kMember));
  const std::string method = "/linkcert.v1.IssuanceService/ListCertificates";
  EXPECT_EQ(ReasonOf(CallByName(channel, method)), "REQUEST_MALFORMED");
  v1::Statement leave = world_.New();
  leave.mutable_leave_chain()->set_chain(testing::kChain);
  leave.mutable_leave_chain()->set_organisation(testing::kMember);
  ASSERT_EQ(ReasonOf(Submit(world_.Sign(leave, {absl::StrCat(testing::kMember, "-1")}))), "OK");
  LearnRoles();
  EXPECT_EQ(ReasonOf(CallByName(channel, method)), "CALLER_NOT_PERMITTED");
}

}  // namespace
}  // namespace linkcert::server
