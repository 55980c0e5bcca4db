// Personal data in a served registry: stored with the batch, read by those whom it concerns,
// restricted, erased, and in no file outside the vault.
#include "server/service/vault_service.h"

#include "crypto/merkle.h"
#include "linkcert/v1/vault_service.grpc.pb.h"
#include "proto/certificate_leaf.h"
#include "proto/claims.h"
#include "rules/records.h"
#include "tests/server/served_vault_fixture.h"
#include "tests/testing/world_links.h"

namespace linkcert::server {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;
using Stub = v1::VaultService::Stub;

class VaultServiceTest : public ServedVaultTest {
 protected:
  std::string ReadAt(uint32_t position, v1::PersonalData* data) {
    v1::GetPersonalDataRequest request;
    request.set_name(NameAt(position));
    request.set_purpose("staff file");
    return ReasonOf(CallOnce(*vault_stub_, &Stub::GetPersonalData, request, data));
  }
  std::string ReadAt(uint32_t position) {
    v1::PersonalData ignored;
    return ReadAt(position, &ignored);
  }
};

TEST_F(VaultServiceTest, IssuerReadsWhatWasStoredWithTheBatch) {
  IssueSeven();
  for (uint32_t position : {0u, 6u}) {
    v1::PersonalData data;
    ASSERT_EQ(ReadAt(position, &data), "OK");
    EXPECT_EQ(std::vector<std::string>(data.claims().begin(), data.claims().end()),
              unit_.claims[position]);
  }
}

TEST_F(VaultServiceTest, NobodyElseLearnsWhetherAnythingIsThere) {
  IssueSeven();
  CallAs(testing::kMember2);
  EXPECT_EQ(ReadAt(0), "NOT_FOUND");
  EXPECT_EQ(Restrict(0), "CALLER_NOT_PERMITTED");
  receipt_.mutable_entry()->set_index(1'000'000);
  EXPECT_EQ(ReadAt(0), "NOT_FOUND");
}

// Claims roots are public: anybody can log a leaf with another certificate's.
TEST_F(VaultServiceTest, LeafWithACopiedClaimsRootOpensNothing) {
  IssueSeven();
  v1::Statement statement = world_.Batch(plan_, roster_, 101);
  Unit copy = world_.MakeLeaves(statement, 7);
  v1::CertificateLeaf leaf = *proto::DecodeLeaf(copy.leaves[0]);
  leaf.set_claims_root(proto::ClaimsRoot(unit_.claims[0]).str());
  copy.leaves[0] = leaf.SerializeAsString();
  std::vector<crypto::Hash> hashes;
  for (const std::string& bytes : copy.leaves) hashes.push_back(crypto::HashLeaf(bytes));
  statement.mutable_issue_batch()->set_leaves_root(crypto::RootOf(hashes).str());
  const std::string leader = testing::kLeader;
  copy = world_.SignBatchAs(std::move(statement), std::move(copy), {leader + "-1", leader + "-2"});
  ASSERT_EQ(ReasonOf(Issue(copy, &receipt_)), "OK");
  EXPECT_EQ(ReadAt(0), "NOT_FOUND");
  EXPECT_EQ(Restrict(0), "NOT_FOUND");
  v1::Receipt ignored;
  EXPECT_EQ(Erase(0, &ignored), "NOT_FOUND");
}

TEST_F(VaultServiceTest, OnlyTheIssuerGivesClaimsAway) {
  const v1::IssueBatchRequest request = WithClaims(Batch(1, 7));
  CallAs("");
  EXPECT_EQ(Send(request), "CALLER_NEEDED");
  CallAs(testing::kMember);
  EXPECT_EQ(Send(request), "CALLER_NOT_PERMITTED");
  CallAs(testing::kLeader);
  EXPECT_EQ(Send(request), "OK");
}

TEST_F(VaultServiceTest, PurposeWithAnIdNumberIsRefused) {
  IssueSeven();
  v1::GetPersonalDataRequest request;
  request.set_name(NameAt(0));
  request.set_purpose("for 990101199001011234");
  v1::PersonalData ignored;
  EXPECT_EQ(ReasonOf(CallOnce(*vault_stub_, &Stub::GetPersonalData, request, &ignored)),
            "REQUEST_MALFORMED");
}

TEST_F(VaultServiceTest, WithoutACallerNothingIsAnswered) {
  IssueSeven();
  CallAs("");
  EXPECT_EQ(ReadAt(0), "CALLER_NEEDED");
}

TEST_F(VaultServiceTest, ClaimsMustBeThoseOfTheLeaves) {
  const Unit unit = Batch(1, 7);
  v1::IssueBatchRequest request = WithClaims(unit);
  request.mutable_vault_claims()->RemoveLast();
  EXPECT_EQ(Send(request), "REQUEST_MALFORMED");
  request = WithClaims(unit);
  request.mutable_vault_claims()->SwapElements(0, 10);  // two people's numbers
  EXPECT_EQ(Send(request), "CLAIMS_ROOT_DIFFERS");
  request = WithClaims(unit);
  request.mutable_vault_claims()->SwapElements(0, 1);
  EXPECT_EQ(Send(request), "CLAIM_MISPLACED");
  EXPECT_EQ(Send(WithClaims(unit)), "OK");
}

TEST_F(VaultServiceTest, RefusedBatchLeavesNothing) {
  const Unit unit = Batch(1, 7);
  v1::IssueBatchRequest first = WithClaims(unit);
  first.mutable_vault_claims()->Clear();
  ASSERT_EQ(Send(first), "OK");
  const Unit again = Batch(1, 7);  // the same numbers
  EXPECT_NE(Send(WithClaims(again)), "OK");
  const crypto::Hash root = proto::ClaimsRoot(again.claims[0]);
  EXPECT_EQ(*vault_->HoldingOf(root), Holding::kNotHeld);
  EXPECT_THAT(*vault_->Unsettled(), SizeIs(0));
}

TEST_F(VaultServiceTest, PurposeIsNeededAndKept) {
  IssueSeven();
  v1::GetPersonalDataRequest request;
  request.set_name(NameAt(0));
  v1::PersonalData ignored;
  EXPECT_EQ(ReasonOf(CallOnce(*vault_stub_, &Stub::GetPersonalData, request, &ignored)),
            "REQUEST_MALFORMED");
  ASSERT_EQ(ReadAt(0), "OK");
  const auto accesses = vault_->journal().From(1, 10);
  ASSERT_THAT(*accesses, SizeIs(1));
  EXPECT_EQ(accesses->front().purpose(), "staff file");
  EXPECT_EQ(accesses->front().requester(), testing::kLeader);
}

TEST_F(VaultServiceTest, HolderLearnsWhatIsHeldAndWhoAsked) {
  IssueSeven();
  ASSERT_EQ(ReadAt(2), "OK");
  v1::ExportHolderDataRequest request;
  request.set_id_type(ValueAt(2, proto::kIdType));
  request.set_id_number(ValueAt(2, proto::kIdNumber));
  request.set_purpose("asked for by the holder");
  v1::ExportHolderDataResponse held;
  ASSERT_EQ(ReasonOf(CallOnce(*vault_stub_, &Stub::ExportHolderData, request, &held)), "OK");
  EXPECT_EQ(held.certificates_size(), 7);  // all have the same invented ID number
  std::vector<v1::DataAccessKind> kinds;
  for (const v1::DataAccess& access : held.accesses()) {
    if (access.certificate() == NameAt(2)) kinds.push_back(access.kind());
  }
  EXPECT_THAT(kinds, ElementsAre(v1::DATA_ACCESS_KIND_READ, v1::DATA_ACCESS_KIND_EXPORTED));
  request.set_id_number("990101199001010000");
  ASSERT_EQ(ReasonOf(CallOnce(*vault_stub_, &Stub::ExportHolderData, request, &held)), "OK");
  EXPECT_EQ(held.certificates_size(), 0);
}

TEST_F(VaultServiceTest, ErasedIsLoggedOnceAndGone) {
  IssueSeven();
  v1::Receipt receipt;
  EXPECT_EQ(Erase(3, &receipt), "NOT_RESTRICTED");
  ASSERT_EQ(Restrict(3), "OK");
  EXPECT_EQ(ReadAt(3), "NOT_FOUND");
  ASSERT_EQ(Erase(3, &receipt), "OK");
  const uint64_t entry = receipt.entry().index();
  const auto logged = registry_.log_->Reader().Entry(entry);
  ASSERT_THAT(logged, IsOk());
  const auto sealed = proto::OpenStatement(logged->signed_statement());
  EXPECT_EQ(sealed->statement.record_erasure().claims_roots(0),
            proto::ClaimsRoot(unit_.claims[3]).view());
  ASSERT_EQ(Erase(3, &receipt), "OK");
  EXPECT_EQ(receipt.entry().index(), entry);
  EXPECT_EQ(ReadAt(3), "NOT_FOUND");
  EXPECT_EQ(ReadAt(4), "OK");
}

// R17: a newer version says the same of the same person.
TEST_F(VaultServiceTest, AllVersionsAreRestrictedAndErasedTogether) {
  IssueSeven();
  const crypto::Hash first = proto::ClaimsRoot(unit_.claims[0]);
  const uint64_t original = receipt_.entry().index();
  const std::string leader = testing::kLeader;
  const testing::Versions versions = testing::CorrectCertificates(
      world_, original, {testing::HeldOf(unit_, original, 0)}, proto::kName, "虚构改");
  unit_ = testing::SignVersions(world_, versions, {leader + "-1", leader + "-2"});
  ASSERT_EQ(Send(WithClaims(unit_)), "OK");
  const crypto::Hash second = proto::ClaimsRoot(unit_.claims[0]);
  ASSERT_EQ(Restrict(0), "OK");
  EXPECT_EQ(*vault_->HoldingOf(first), Holding::kRestricted);
  v1::Receipt receipt;
  ASSERT_EQ(Erase(0, &receipt), "OK");
  ASSERT_EQ(*vault_->HoldingOf(first), Holding::kErased);
  ASSERT_EQ(*vault_->HoldingOf(second), Holding::kErased);
  EXPECT_EQ(*vault_->ErasureEntryOf(first), receipt.entry().index());
  EXPECT_EQ(*vault_->ErasureEntryOf(second), receipt.entry().index());
  EXPECT_EQ(ReadAt(0), "NOT_FOUND");
}

TEST_F(VaultServiceTest, NewVersionIsErasedOnceItIsRestrictedToo) {
  IssueSeven();
  ASSERT_EQ(Restrict(0), "OK");
  const uint64_t original = receipt_.entry().index();
  const std::string leader = testing::kLeader;
  const testing::Versions versions =
      testing::ReissueCertificates(world_, original, {testing::HeldOf(unit_, original, 0)});
  unit_ = testing::SignVersions(world_, versions, {leader + "-1", leader + "-2"});
  ASSERT_EQ(Send(WithClaims(unit_)), "OK");
  receipt_.mutable_entry()->set_index(original);  // by the name of the old one
  v1::Receipt receipt;
  EXPECT_EQ(Erase(0, &receipt), "NOT_RESTRICTED");
  ASSERT_EQ(Restrict(0), "OK");
  EXPECT_EQ(Erase(0, &receipt), "OK");
}

// Two may be registered under one name: the roster says whose people they are.
TEST_F(VaultServiceTest, NamesakeOfTheEmployerReadsNothing) {
  IssueSeven();
  RegisterTwin();
  CallAs(kTwin);
  EXPECT_EQ(ReadAt(0), "NOT_FOUND");
  CallAs(testing::kMember);
  EXPECT_EQ(ReadAt(0), "OK");
}

TEST_F(VaultServiceTest, WithoutAVaultItSaysSo) {
  vault_parts_ = {};
  CallAs(testing::kLeader);
  EXPECT_EQ(Send(WithClaims(Batch(1, 7))), "VAULT_NOT_ENABLED");
  EXPECT_EQ(ReadAt(0), "VAULT_NOT_ENABLED");
}

}  // namespace
}  // namespace linkcert::server
