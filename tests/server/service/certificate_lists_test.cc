// Lists of one's own certificates: issued, by the log; of one's people, by the vault.
#include "server/service/certificate_lists.h"

#include <set>

#include "server/service/vault_intake.h"
#include "tests/server/served_vault_fixture.h"
#include "tests/testing/world_links.h"
#include "tests/testing/world_standing.h"

namespace linkcert::server {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAreArray;

class CertificateListsTest : public ServedVaultTest {
 protected:
  void SetUp() override {
    ServedVaultTest::SetUp();
    IssueSeven();
    request_.set_parent(absl::StrCat("organisations/", testing::kLeader));
  }
  std::string List(v1::ListCertificatesResponse* page) {
    return ReasonOf(
        CallOnce(*issuance_, &v1::IssuanceService::Stub::ListCertificates, request_, page));
  }
  // All pages.
  std::vector<v1::ListedCertificate> ListAll() {
    std::vector<v1::ListedCertificate> all;
    request_.clear_page_token();
    do {
      v1::ListCertificatesResponse page;
      EXPECT_EQ(List(&page), "OK");
      all.insert(all.end(), page.certificates().begin(), page.certificates().end());
      request_.set_page_token(page.next_page_token());
    } while (!request_.page_token().empty());
    return all;
  }
  std::vector<std::string> Names() {
    std::vector<std::string> names;
    for (const auto& listed : ListAll()) names.push_back(listed.name());
    return names;
  }
  std::string Refusal() {
    v1::ListCertificatesResponse ignored;
    return List(&ignored);
  }
  void Revoke(uint32_t position) {
    const std::string leader = testing::kLeader;
    const v1::Statement act = testing::RevokeCertificates(
        world_, {{CertificateAt(position), CertificateAt(position + 1)}});
    ASSERT_EQ(ReasonOf(Submit(world_.Sign(act, {leader + "-1", leader + "-2"}))), "OK");
  }
  v1::ListCertificatesRequest request_;
};

TEST_F(CertificateListsTest, IssuerListsWhatItIssuedInLogOrder) {
  std::vector<std::string> wanted;
  for (uint32_t position = 0; position < 7; ++position) wanted.push_back(NameAt(position));
  for (uint32_t page_size : {0u, 1u, 3u, 7u, 5000u}) {
    request_.set_page_size(page_size);
    EXPECT_EQ(Names(), wanted) << page_size;
  }
  const v1::ListedCertificate first = ListAll().front();
  EXPECT_EQ(first.state(), v1::CERTIFICATE_STATE_VALID);
  EXPECT_EQ(first.batch(), receipt_.entry().index());
  EXPECT_EQ(first.facts().issuer(), testing::kLeader);
}

TEST_F(CertificateListsTest, PagesTellOfOneStateOfTheLog) {
  request_.set_page_size(4);
  v1::ListCertificatesResponse page;
  ASSERT_EQ(List(&page), "OK");
  EXPECT_EQ(page.log_size(), Size());
  const uint64_t first_size = page.log_size();
  Revoke(6);
  v1::Receipt ignored;
  ASSERT_EQ(ReasonOf(Issue(Batch(101, 7), &ignored)), "OK");
  request_.set_page_token(page.next_page_token());
  ASSERT_EQ(List(&page), "OK");
  EXPECT_EQ(page.log_size(), first_size);
  ASSERT_THAT(page.certificates(), SizeIs(3));
  EXPECT_EQ(page.certificates(2).state(), v1::CERTIFICATE_STATE_VALID) << "as it was then";
  EXPECT_EQ(page.next_page_token(), "");
  EXPECT_THAT(ListAll(), SizeIs(14)) << "anew";
}

TEST_F(CertificateListsTest, StatesAreShownAndFiltered) {
  Revoke(2);
  request_.mutable_filter()->set_state(v1::CERTIFICATE_STATE_REVOKED);
  const std::vector<v1::ListedCertificate> revoked = ListAll();
  ASSERT_THAT(revoked, SizeIs(1));
  EXPECT_EQ(revoked[0].name(), NameAt(2));
  EXPECT_NE(revoked[0].reason(), v1::STATUS_REASON_UNSPECIFIED);
  EXPECT_GT(revoked[0].since(), 0u);
  request_.mutable_filter()->set_state(v1::CERTIFICATE_STATE_VALID);
  EXPECT_THAT(ListAll(), SizeIs(6));
}

TEST_F(CertificateListsTest, VoidedBatchAndStolenKeyRevokeAll) {
  const std::string leader = testing::kLeader;
  const v1::Statement theft = testing::DeclareKeyCompromised(
      world_, leader + "-2", registry_.log_->Latest()->logged_at - 1);
  ASSERT_EQ(ReasonOf(Submit(world_.Sign(theft, {"authority-1"}))), "OK");
  EXPECT_EQ(ListAll()[3].reason(), v1::STATUS_REASON_V06_KEY_COMPROMISE);
  const v1::Statement finding = testing::RecordFinding(world_);
  v1::Receipt found;
  ASSERT_EQ(ReasonOf(Submit(world_.Sign(finding, {"authority-1"}), &found)), "OK");
  const v1::Statement act =
      testing::VoidBatch(world_, receipt_.entry().index(), found.entry().index());
  ASSERT_EQ(ReasonOf(Submit(world_.Sign(act, {"authority-1"}))), "OK");
  for (const v1::ListedCertificate& listed : ListAll()) {
    EXPECT_EQ(listed.state(), v1::CERTIFICATE_STATE_REVOKED);
    EXPECT_EQ(listed.reason(), v1::STATUS_REASON_V10_BATCH_VOIDED);
  }
}

// R17: what undoes the original batch undoes the newer versions too.
class ListedVersionsTest : public CertificateListsTest {
 protected:
  // Certificate 0 in a newer version, signed with another key than its batch.
  void SetUp() override {
    CertificateListsTest::SetUp();
    batch_logged_at_ = registry_.log_->Latest()->logged_at;
    registry_.clock_.Pass(1000);
    world_.set_now_ms(world_.now_ms() + 1000);
    const v1::Statement rotation = testing::RotateKey(world_, leader_ + "-2", leader_ + "-2.b");
    const std::vector<std::string> rotators = {"authority-1", leader_ + "-2", leader_ + "-2.b"};
    ASSERT_EQ(ReasonOf(Submit(world_.Sign(rotation, rotators))), "OK");
    const uint64_t original = receipt_.entry().index();
    const testing::Versions versions = testing::CorrectCertificates(
        world_, original, {testing::HeldOf(unit_, original, 0)}, proto::kName, "虚构改");
    v1::Receipt receipt;
    ASSERT_EQ(
        ReasonOf(Issue(testing::SignVersions(world_, versions, {leader_ + "-1", leader_ + "-2.b"}),
                       &receipt)),
        "OK");
    request_.mutable_filter()->set_batch(receipt.entry().index());
  }

  const std::string leader_ = testing::kLeader;
  uint64_t batch_logged_at_ = 0;
};

TEST_F(ListedVersionsTest, VoidedOriginalRevokesThem) {
  ASSERT_THAT(ListAll(), SizeIs(1));
  EXPECT_EQ(ListAll()[0].state(), v1::CERTIFICATE_STATE_VALID);
  const v1::Statement act = testing::VoidBatch(world_, receipt_.entry().index());
  ASSERT_EQ(ReasonOf(Submit(world_.Sign(act, {leader_ + "-1", leader_ + "-2.b"}))), "OK");
  EXPECT_EQ(ListAll()[0].state(), v1::CERTIFICATE_STATE_REVOKED);
  EXPECT_EQ(ListAll()[0].reason(), v1::STATUS_REASON_V10_BATCH_VOIDED);
}

TEST_F(ListedVersionsTest, StolenKeyOfTheOriginalRevokesThem) {
  const v1::Statement theft =
      testing::DeclareKeyCompromised(world_, leader_ + "-2", batch_logged_at_);
  ASSERT_EQ(ReasonOf(Submit(world_.Sign(theft, {"authority-1"}))), "OK");
  EXPECT_EQ(ListAll()[0].state(), v1::CERTIFICATE_STATE_REVOKED);
  EXPECT_EQ(ListAll()[0].reason(), v1::STATUS_REASON_V06_KEY_COMPROMISE);
}

TEST_F(CertificateListsTest, FiltersByWhatTheBatchSays) {
  v1::CertificateFilter& filter = *request_.mutable_filter();
  const v1::CertificateFacts facts = ListAll().front().facts();
  filter.set_occupation_edition(facts.occupation_edition());
  filter.set_occupation_code(facts.occupation_code());
  filter.set_ladder(facts.ladder());
  filter.set_level(facts.level());
  filter.set_batch(receipt_.entry().index());
  filter.set_batch_number(facts.batch_number());
  filter.set_issued_from(facts.issued_on());
  filter.set_issued_to(facts.issued_on());
  EXPECT_THAT(ListAll(), SizeIs(7));
  filter.set_level(facts.level() + 1);
  EXPECT_THAT(ListAll(), IsEmpty());
  filter.set_level(0);
  filter.set_issued_from(facts.issued_on() + 1);
  EXPECT_THAT(ListAll(), IsEmpty());
  filter.set_issued_from(20261301);
  EXPECT_EQ(Refusal(), "REQUEST_MALFORMED");
}

TEST_F(CertificateListsTest, BatchOfAnotherOrNoneIsEmpty) {
  request_.mutable_filter()->set_batch(1);
  EXPECT_THAT(ListAll(), IsEmpty());
  request_.mutable_filter()->set_batch(1'000'000);
  EXPECT_THAT(ListAll(), IsEmpty());
}

TEST_F(CertificateListsTest, AnotherFirmsAreNotToldWhetherItExistsOrNot) {
  request_.set_parent(absl::StrCat("organisations/", testing::kMember));
  EXPECT_EQ(Refusal(), "CALLER_NOT_PERMITTED");
  request_.set_parent("organisations/no-such-firm");
  EXPECT_EQ(Refusal(), "CALLER_NOT_PERMITTED");
  request_.set_parent("organisations/");
  EXPECT_EQ(Refusal(), "REQUEST_MALFORMED");
}

TEST_F(CertificateListsTest, TokensAreOfOneCallerAndQuestion) {
  request_.set_page_size(2);
  v1::ListCertificatesResponse page;
  ASSERT_EQ(List(&page), "OK");
  const std::string token = page.next_page_token();
  request_.set_page_token(token);
  request_.set_page_size(3);
  EXPECT_EQ(Refusal(), "OK") << "another size is the same question";
  request_.mutable_filter()->set_level(3);
  EXPECT_EQ(Refusal(), "PAGE_TOKEN_INVALID");
  request_.clear_filter();
  request_.set_relation(v1::CERTIFICATE_RELATION_EMPLOYED);
  EXPECT_EQ(Refusal(), "PAGE_TOKEN_INVALID");
  request_.clear_relation();
  for (const char* bad : {"x", "!!", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}) {
    request_.set_page_token(bad);
    EXPECT_EQ(Refusal(), "PAGE_TOKEN_INVALID");
  }
}

TEST(PageTokensTest, EachBitCounts) {
  const PageTokens tokens;
  v1::ListCertificatesRequest question;
  const std::string token = tokens.Make("a-firm", question, {{7, 9}, "next"});
  question.set_page_token(token);
  ASSERT_EQ(tokens.Read("a-firm", question)->next, "next");
  EXPECT_THAT(tokens.Read("another-firm", question), HasReason(proto::Reason::kPageTokenInvalid));
  EXPECT_THAT(PageTokens().Read("a-firm", question), HasReason(proto::Reason::kPageTokenInvalid));
  for (size_t i = 0; i < token.size(); ++i) {
    std::string bad = token;
    bad[i] = bad[i] == 'A' ? 'Q' : 'A';
    question.set_page_token(bad);
    EXPECT_FALSE(tokens.Read("a-firm", question).ok()) << i;
  }
}

// All people of the test world work for kMember.
class EmployedListTest : public CertificateListsTest {
 protected:
  void SetUp() override {
    CertificateListsTest::SetUp();
    request_.set_relation(v1::CERTIFICATE_RELATION_EMPLOYED);
    AskAs(testing::kMember);
  }
  void AskAs(const std::string& firm) {
    CallAs(firm);
    request_.set_parent(absl::StrCat("organisations/", firm));
  }
  // Whoever calls: what the issuer does, without a new server.
  void IssueForVault(const Unit& unit) {
    const auto prepared = registry_.log_->Prepare(unit.envelope, unit.leaves);
    const v1::IssueBatchRequest request = WithClaims(unit);
    CertificateFinder finder;
    const auto batch =
        ReadVaultClaims(registry_.log_->Reader(), finder, *prepared, request.vault_claims());
    ASSERT_THAT(vault_->Store(batch->name, batch->certificates), IsOk());
    v1::Receipt ignored;
    ASSERT_EQ(ReasonOf(Issue(unit, &ignored)), "OK");
    vault_->Logged(batch->name);
  }
};

TEST_F(EmployedListTest, EmployerListsItsOwnPeople) {
  std::vector<std::string> people;
  for (uint32_t position = 0; position < 7; ++position) people.push_back(NameAt(position));
  for (uint32_t page_size : {0u, 1u, 3u}) {
    request_.set_page_size(page_size);
    EXPECT_THAT(Names(), UnorderedElementsAreArray(people));
  }
  request_.mutable_filter()->set_level(7);
  EXPECT_THAT(Names(), IsEmpty());
}

TEST_F(EmployedListTest, OtherFirmsPeopleAreNotThere) {
  AskAs(testing::kMember2);
  EXPECT_THAT(Names(), IsEmpty());
  AskAs(testing::kLeader);
  EXPECT_THAT(Names(), IsEmpty()) << "it issued them, and does not employ them";
}

// Two may be registered under one name: the roster says whose people they are.
TEST_F(EmployedListTest, NamesakesPeopleAreNotThere) {
  RegisterTwin();
  AskAs(kTwin);
  EXPECT_THAT(Names(), IsEmpty());
}

TEST_F(EmployedListTest, RestrictedAndErasedAreGone) {
  CallAs(testing::kLeader);
  ASSERT_EQ(Restrict(0), "OK");
  CallAs(testing::kMember);
  EXPECT_THAT(Names(), SizeIs(6));
  CallAs(testing::kLeader);
  v1::Receipt ignored;
  ASSERT_EQ(Erase(0, &ignored), "OK");
  CallAs(testing::kMember);
  EXPECT_THAT(Names(), ::testing::Not(::testing::Contains(NameAt(0))));
}

TEST_F(EmployedListTest, WithoutAVaultNobodyKnowsWhoEmploysWhom) {
  vault_parts_ = {};
  AskAs(testing::kMember);
  EXPECT_EQ(Refusal(), "VAULT_NOT_ENABLED");
}

TEST_F(EmployedListTest, WhatIsLoggedLaterIsNotInLaterPages) {
  request_.set_page_size(1);
  v1::ListCertificatesResponse page;
  ASSERT_EQ(List(&page), "OK");
  IssueForVault(Batch(101, 7));
  std::set<std::string> seen = {page.certificates(0).name()};
  while (!page.next_page_token().empty()) {
    request_.set_page_token(page.next_page_token());
    ASSERT_EQ(List(&page), "OK");
    for (const auto& listed : page.certificates()) seen.insert(listed.name());
  }
  EXPECT_EQ(seen.size(), 7u);
  EXPECT_THAT(ListAll(), SizeIs(14)) << "anew";
}

}  // namespace
}  // namespace linkcert::server
