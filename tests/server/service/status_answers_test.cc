#include "server/service/status_answers.h"

#include <map>

#include "proto/canonical.h"
#include "proto/status_proof.h"
#include "tests/server/standing_fixture.h"

namespace linkcert::server {
namespace {

using Stub = v1::LogService::Stub;

class StatusAnswersTest : public StandingTest {
 protected:
  v1::GetStatusProofResponse Prove(const std::vector<uint64_t>& keys,
                                   const std::vector<uint64_t>& entries = {}) {
    v1::GetStatusProofRequest request;
    request.mutable_keys()->Assign(keys.begin(), keys.end());
    request.mutable_entries()->Assign(entries.begin(), entries.end());
    v1::GetStatusProofResponse response;
    EXPECT_EQ(ReasonOf(CallOnce(*log_, &Stub::GetStatusProof, request, &response)), "OK");
    return response;
  }
  std::string ReasonOfProof(size_t keys, size_t entries, uint64_t index) {
    v1::GetStatusProofRequest request;
    for (size_t i = 0; i < keys; ++i) request.add_keys(index);
    for (size_t i = 0; i < entries; ++i) request.add_entries(index);
    return ReasonOfCall(*log_, &Stub::GetStatusProof, request);
  }
  // The items of the whole map; `reason` gets how the stream ended.
  std::vector<v1::StatusMapItem> Map(std::string* reason) {
    grpc::ClientContext context;
    auto stream = log_->GetStatusMap(&context, {});
    std::vector<v1::StatusMapItem> items;
    v1::GetStatusMapResponse response;
    while (stream->Read(&response)) {
      EXPECT_LE(response.ByteSizeLong(), size_t{1} << 20);
      for (const std::string& item : response.items()) {
        items.push_back(*proto::DecodeCanonical<v1::StatusMapItem>(item));
      }
    }
    *reason = ReasonOf(stream->Finish());
    return items;
  }
  static crypto::Hash RootOf(const v1::LoggedEntry& status_root) {
    return *crypto::Hash::FromBytes(proto::DecodeEntry(status_root.entry())->status_root().root());
  }
  bool IsIncluded(const v1::LoggedEntry& entry) {
    const PublishedPtr published = registry_.log_->Latest();
    crypto::Path path;
    for (const std::string& hash : entry.path()) path.push_back(*crypto::Hash::FromBytes(hash));
    return crypto::VerifyInclusion(crypto::HashLeaf(entry.entry()), entry.index(), published->size,
                                   path, published->root)
        .ok();
  }
};

TEST_F(StatusAnswersTest, NothingIsProvenBeforeTheFirstStatusRoot) {
  EXPECT_EQ(ReasonOfProof(1, 0, 1), "STATUS_NOT_PROVEN");
  std::string reason;
  EXPECT_TRUE(Map(&reason).empty());
  EXPECT_EQ(reason, "STATUS_NOT_PROVEN");
}

TEST_F(StatusAnswersTest, EmptyMapProvesThatNothingEverChanged) {
  LogStatusRoot();
  const v1::GetStatusProofResponse response = Prove({1, CertificateAt(0)});
  for (const v1::StatusProof& proof : response.proofs()) {
    EXPECT_EQ(proto::CheckStatusProof(proof, crypto::Hash())->changes_size(), 0);
  }
  std::string reason;
  EXPECT_EQ(Map(&reason).size(), 1u);
  EXPECT_EQ(reason, "OK");
}

TEST_F(StatusAnswersTest, ProvesPresenceAndAbsenceUnderOneCheckpoint) {
  ChangeStanding({CertificateAt(1)},
                 Change(v1::STANDING_STATE_REVOKED, v1::STATUS_REASON_V01_FRAUD));
  const v1::GetStatusProofResponse response = Prove({CertificateAt(1), CertificateAt(2)}, {0, 5});
  EXPECT_EQ(response.checkpoint(), registry_.log_->Latest()->checkpoint);
  EXPECT_TRUE(IsIncluded(response.status_root()));
  const crypto::Hash root = RootOf(response.status_root());
  EXPECT_EQ(proto::CheckStatusProof(response.proofs(0), root)->changes(0).state(),
            v1::STANDING_STATE_REVOKED);
  EXPECT_EQ(proto::CheckStatusProof(response.proofs(1), root)->changes_size(), 0);
  ASSERT_EQ(response.entries_size(), 2);
  EXPECT_EQ(response.entries(1).index(), 5u);
  EXPECT_TRUE(IsIncluded(response.entries(0)) && IsIncluded(response.entries(1)));
}

TEST_F(StatusAnswersTest, RefusesTooManyAndWhatIsNotLogged) {
  LogStatusRoot();
  EXPECT_EQ(ReasonOfProof(kMaxStatusKeys, kMaxStatusEntries, 1), "OK");
  EXPECT_EQ(ReasonOfProof(kMaxStatusKeys + 1, 0, 1), "REQUEST_MALFORMED");
  EXPECT_EQ(ReasonOfProof(0, kMaxStatusEntries + 1, 1), "REQUEST_MALFORMED");
  EXPECT_EQ(ReasonOfProof(1, 0, Size()), "ENTRY_NOT_LOGGED");
  EXPECT_EQ(ReasonOfProof(0, 1, Size()), "ENTRY_NOT_LOGGED");
}

TEST_F(StatusAnswersTest, WholeMapGivesTheRootOfItsHeader) {
  std::vector<uint64_t> things;
  for (uint64_t thing = 3; thing < 903; ++thing) things.push_back(thing);
  ChangeStanding(things, Change(v1::STANDING_STATE_VOIDED));
  std::string reason;
  const std::vector<v1::StatusMapItem> items = Map(&reason);
  EXPECT_EQ(reason, "OK");
  ASSERT_EQ(items.size(), 1 + things.size());
  ASSERT_TRUE(items[0].has_header());
  EXPECT_EQ(items[0].header().genesis().index(), 0u);
  EXPECT_TRUE(IsIncluded(items[0].header().status_root()));
  std::vector<crypto::MapLeaf> leaves;
  for (size_t i = 0; i < things.size(); ++i) {
    const v1::StatusMapRow& row = items[i + 1].row();
    EXPECT_EQ(row.key(), things[i]);
    leaves.push_back({row.key(), crypto::HashMapLeaf(row.key(), row.history())});
  }
  const auto made = crypto::PutLeaves({}, leaves, nullptr);
  EXPECT_EQ(made->root.hash, RootOf(items[0].header().status_root()));
}

}  // namespace
}  // namespace linkcert::server
