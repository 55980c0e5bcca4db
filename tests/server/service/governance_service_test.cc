#include "server/service/governance_service.h"

#include "absl/strings/str_cat.h"
#include "rules/rule_sets.h"
#include "tests/server/live_fixture.h"
#include "tests/testing/world_oversight.h"
#include "tests/testing/world_process.h"

namespace linkcert::server {
namespace {

using Stub = v1::GovernanceService::Stub;

class GovernanceServiceTest : public LiveTest {
 protected:
  v1::GetOrganisationRequest Organisation(const std::string& name) {
    v1::GetOrganisationRequest request;
    request.set_name(name);
    return request;
  }
};

TEST_F(GovernanceServiceTest, SubmitAnswersWithTheReceipt) {
  FoundLive();
  v1::Receipt receipt;
  ASSERT_EQ(ReasonOf(Submit(Register("tiegong-forge").envelope, &receipt)), "OK");
  EXPECT_EQ(receipt.end(), receipt.entry().index() + 1);
  EXPECT_EQ(receipt.checkpoint(), registry_.log_->Latest()->checkpoint);
  EXPECT_FALSE(receipt.already_logged());
}

TEST_F(GovernanceServiceTest, TheSameAgainIsAlreadyLogged) {
  FoundLive();
  const std::string envelope = Register("tiegong-forge").envelope;
  v1::Receipt first;
  v1::Receipt again;
  ASSERT_EQ(ReasonOf(Submit(envelope, &first)), "OK");
  ASSERT_EQ(ReasonOf(Submit(envelope, &again)), "OK");
  EXPECT_TRUE(again.already_logged());
  EXPECT_EQ(again.entry().index(), first.entry().index());
}

TEST_F(GovernanceServiceTest, RefusalCarriesReasonDomainAndRule) {
  FoundLive();
  const grpc::Status status = Submit(Register("authority").envelope);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  const auto info = DetailOf<google::rpc::ErrorInfo>(status);
  ASSERT_TRUE(info.has_value());
  EXPECT_EQ(info->reason(), "ORGANISATION_RESERVED");
  EXPECT_EQ(info->domain(), "linkcert");
  EXPECT_EQ(refusals_.Counts()["ORGANISATION_RESERVED"], 1u);
  EXPECT_THAT(events_text_.str(), ::testing::HasSubstr("\"reason\":\"ORGANISATION_RESERVED\""));
}

// The same answer before anybody signed, and nothing is logged.
TEST_F(GovernanceServiceTest, CheckSaysWhatSubmitWould) {
  FoundLive();
  LearnRoles();
  const uint64_t size = registry_.log_->Latest()->size;
  for (const char* firm : {"authority", "tiegong-forge"}) {
    const std::string envelope = Register(firm).envelope;
    v1::CheckStatementRequest request;
    request.set_statement(proto::OpenStatement(envelope)->statement_bytes);
    const std::string checked = ReasonOfCall(*governance_, &Stub::CheckStatement, request);
    EXPECT_EQ(registry_.log_->Latest()->size, size);
    EXPECT_EQ(checked, ReasonOf(Submit(envelope))) << firm;
  }
}

TEST_F(GovernanceServiceTest, CheckTellsWarningsAndWhatIsLogged) {
  FoundLive();
  LearnRoles();
  const Unit batch = Batch(1, 1);
  v1::CheckStatementRequest request;
  request.set_statement(proto::OpenStatement(batch.envelope)->statement_bytes);
  for (const std::string& leaf : batch.leaves) request.add_leaves(leaf);
  v1::StatementCheck check;
  ASSERT_EQ(ReasonOf(CallOnce(*governance_, &Stub::CheckStatement, request, &check)), "OK");
  EXPECT_FALSE(check.already_logged());
  EXPECT_EQ(check.log_size(), registry_.log_->Latest()->size);
  ASSERT_GT(check.warnings_size(), 0);
  EXPECT_EQ(check.warnings(check.warnings_size() - 1).reason(), "BATCH_SMALL");
  v1::Receipt ignored;
  ASSERT_EQ(ReasonOf(Issue(batch, &ignored)), "OK");
  ASSERT_EQ(ReasonOf(CallOnce(*governance_, &Stub::CheckStatement, request, &check)), "OK");
  EXPECT_TRUE(check.already_logged());
}

TEST_F(GovernanceServiceTest, PublishedOccupationsAreThereByEditionAndCode) {
  FoundLive();
  v1::GetOccupationRequest request;
  request.set_name("editions/2022/occupations/6-25-04-07");
  EXPECT_EQ(ReasonOfCall(*governance_, &Stub::GetOccupation, request), "NOT_FOUND");
  v1::RuleSet rule_set = rules::FullRuleSet();
  ASSERT_EQ(ReasonOf(Submit(world_.Sign(testing::PublishRuleSet(world_, rule_set),
                                        {"authority-1", "authority-2"}))),
            "OK");
  v1::Statement edition = world_.New();
  v1::PublishOccupationEdition& act = *edition.mutable_publish_occupation_edition();
  act.set_edition("2022");
  act.add_occupations()->set_code("6-25-04-07");
  act.mutable_occupations(0)->set_name("电子设备装接工");
  ASSERT_EQ(ReasonOf(Submit(world_.Sign(edition, {"authority-1"}))), "OK");
  v1::PublishedOccupation found;
  ASSERT_EQ(ReasonOf(CallOnce(*governance_, &Stub::GetOccupation, request, &found)), "OK");
  EXPECT_EQ(found.name(), request.name());
  EXPECT_EQ(found.occupation().name(), "电子设备装接工");
  request.set_name("editions/2022");
  EXPECT_EQ(ReasonOfCall(*governance_, &Stub::GetOccupation, request), "REQUEST_MALFORMED");
}

TEST_F(GovernanceServiceTest, RubbishIsRefused) {
  EXPECT_EQ(ReasonOf(Submit("rubbish")), "NOT_CANONICAL");
  EXPECT_EQ(ReasonOf(Submit(std::string(kMaxMessageBytes + 1, 'x'))), "MESSAGE_TOO_LARGE");
}

TEST_F(GovernanceServiceTest, BatchesGoThroughIssueBatch) {
  FoundLive();
  const Unit batch = Batch(1, 1);
  EXPECT_NE(ReasonOf(Submit(batch.envelope)), "OK");
  v1::Receipt receipt;
  EXPECT_EQ(ReasonOf(Issue(Register("tiegong-forge"), &receipt)), "REQUEST_MALFORMED");
}

TEST_F(GovernanceServiceTest, GetsWhatWasRegistered) {
  FoundLive();
  v1::Organisation response;
  ASSERT_EQ(ReasonOf(CallOnce(*governance_, &Stub::GetOrganisation,
                              Organisation("organisations/xingchen-chip"), &response)),
            "OK");
  EXPECT_EQ(response.registration().organisation(), testing::kLeader);
}

TEST_F(GovernanceServiceTest, TellsNotFoundFromMalformed) {
  FoundLive();
  EXPECT_EQ(ReasonOfCall(*governance_, &Stub::GetOrganisation, Organisation("organisations/no-no")),
            "NOT_FOUND");
  for (const char* name : {"", "organisations", "organisations/", "firms/xingchen-chip",
                           "organisations/xingchen-chip/keys"}) {
    EXPECT_EQ(ReasonOfCall(*governance_, &Stub::GetOrganisation, Organisation(name)),
              "REQUEST_MALFORMED")
        << name;
  }
}

TEST_F(GovernanceServiceTest, GetsKeysAndStandards) {
  FoundLive();
  v1::GetKeyRequest key;
  key.set_name("keys/" + world_.Key("authority-1").public_key().id().ToHex());
  EXPECT_EQ(ReasonOfCall(*governance_, &Stub::GetKey, key), "OK");
  v1::GetStandardVersionRequest standard;
  standard.set_name("standards/dianzi-zhuangjie/versions/1");
  EXPECT_EQ(ReasonOfCall(*governance_, &Stub::GetStandardVersion, standard), "OK");
  standard.set_name("standards/dianzi-zhuangjie/versions/one");
  EXPECT_EQ(ReasonOfCall(*governance_, &Stub::GetStandardVersion, standard), "REQUEST_MALFORMED");
}

TEST_F(GovernanceServiceTest, GetsLaddersChainsAndAccreditations) {
  FoundLive();
  v1::GetLadderRequest ladder;
  ladder.set_name("ladders/eight-levels");
  EXPECT_EQ(ReasonOfCall(*governance_, &Stub::GetLadder, ladder), "OK");
  v1::GetChainRequest chain;
  chain.set_name("chains/suzhou-semiconductor");
  EXPECT_EQ(ReasonOfCall(*governance_, &Stub::GetChain, chain), "OK");
  v1::GetAccreditationRequest accreditation;
  accreditation.set_name("accreditations/xingchen-2026");
  EXPECT_EQ(ReasonOfCall(*governance_, &Stub::GetAccreditation, accreditation), "OK");
}

TEST_F(GovernanceServiceTest, ListsPageByPage) {
  FoundLive();
  v1::ListKeysRequest request;
  request.set_page_size(4);
  std::vector<std::string> names;
  do {
    v1::ListKeysResponse page;
    ASSERT_EQ(ReasonOf(CallOnce(*governance_, &Stub::ListKeys, request, &page)), "OK");
    EXPECT_LE(page.keys_size(), 4);
    for (const v1::Key& key : page.keys()) names.push_back(key.name());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(names.size(), 10u);
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
}

TEST_F(GovernanceServiceTest, TokenOfAnotherListIsRefused) {
  FoundLive();
  v1::ListKeysRequest keys;
  keys.set_page_size(1);
  v1::ListKeysResponse page;
  ASSERT_EQ(ReasonOf(CallOnce(*governance_, &Stub::ListKeys, keys, &page)), "OK");
  v1::ListOrganisationsRequest organisations;
  organisations.set_page_token(page.next_page_token());
  EXPECT_EQ(ReasonOfCall(*governance_, &Stub::ListOrganisations, organisations),
            "REQUEST_MALFORMED");
}

TEST_F(GovernanceServiceTest, ListsMembersOfAChain) {
  FoundLive();
  v1::ListChainMembersRequest request;
  request.set_parent("chains/suzhou-semiconductor");
  v1::ListChainMembersResponse response;
  ASSERT_EQ(ReasonOf(CallOnce(*governance_, &Stub::ListChainMembers, request, &response)), "OK");
  EXPECT_EQ(response.chain_members_size(), 3);
  EXPECT_TRUE(response.next_page_token().empty());
}

TEST_F(GovernanceServiceTest, NewestPolicyAndPostAreTold) {
  FoundLive();
  const std::string signer = std::string(testing::kMember2) + "-1";
  for (uint32_t version : {1, 2}) {
    const v1::Statement policy = testing::SetRecognitionPolicy(world_, version, {});
    ASSERT_EQ(ReasonOf(Submit(world_.Sign(policy, {signer}))), "OK");
  }
  const v1::Statement post = testing::SetPostRequirement(world_, 1);
  ASSERT_EQ(ReasonOf(Submit(world_.Sign(post, {signer}))), "OK");
  const std::string firm = absl::StrCat("organisations/", testing::kMember2);
  v1::GetRecognitionPolicyRequest asked;
  asked.set_name(firm + "/recognitionPolicy");
  v1::RecognitionPolicy policy;
  ASSERT_EQ(ReasonOf(CallOnce(*governance_, &Stub::GetRecognitionPolicy, asked, &policy)), "OK");
  EXPECT_EQ(policy.policy().version(), 2u);
  v1::GetPostRequirementRequest asked_post;
  asked_post.set_name(absl::StrCat(firm, "/posts/", testing::kPost));
  v1::PostRequirement told;
  ASSERT_EQ(ReasonOf(CallOnce(*governance_, &Stub::GetPostRequirement, asked_post, &told)), "OK");
  EXPECT_EQ(told.requirement().post(), testing::kPost);
}

TEST_F(GovernanceServiceTest, PolicyThatIsNotThereIsNotFound) {
  FoundLive();
  v1::GetRecognitionPolicyRequest request;
  request.set_name(absl::StrCat("organisations/", testing::kLeader, "/recognitionPolicy"));
  EXPECT_EQ(ReasonOfCall(*governance_, &Stub::GetRecognitionPolicy, request), "NOT_FOUND");
  request.set_name(absl::StrCat("organisations/", testing::kLeader));
  EXPECT_EQ(ReasonOfCall(*governance_, &Stub::GetRecognitionPolicy, request), "REQUEST_MALFORMED");
}

}  // namespace
}  // namespace linkcert::server
