#include "server/service/log_service.h"

#include "tests/server/live_fixture.h"

namespace linkcert::server {
namespace {

using Stub = v1::LogService::Stub;

class LogServiceTest : public LiveTest {
 protected:
  void SetUp() override {
    LiveTest::SetUp();
    FoundLive();
    v1::Receipt ignored;
    ASSERT_EQ(ReasonOf(Issue(Batch(1, 600), &ignored)), "OK");
  }
  static crypto::Path PathOf(const google::protobuf::RepeatedPtrField<std::string>& hashes) {
    crypto::Path path;
    for (const std::string& hash : hashes) path.push_back(*crypto::Hash::FromBytes(hash));
    return path;
  }
  v1::GetInclusionProofResponse Prove(std::initializer_list<uint64_t> indexes, uint64_t size) {
    v1::GetInclusionProofRequest request;
    for (uint64_t index : indexes) request.add_indexes(index);
    request.set_tree_size(size);
    v1::GetInclusionProofResponse response;
    EXPECT_EQ(ReasonOf(CallOnce(*log_, &Stub::GetInclusionProof, request, &response)), "OK");
    return response;
  }
  // The entries that one call streams; `reason` gets how it ended.
  std::vector<std::string> Entries(uint64_t begin, uint64_t end, std::string* reason) {
    v1::GetEntriesRequest request;
    request.set_begin(begin);
    request.set_end(end);
    grpc::ClientContext context;
    auto stream = log_->GetEntries(&context, request);
    std::vector<std::string> entries;
    v1::GetEntriesResponse response;
    while (stream->Read(&response)) {
      EXPECT_EQ(response.begin(), begin + entries.size());
      EXPECT_LE(response.entries_size(), 256);
      entries.insert(entries.end(), response.entries().begin(), response.entries().end());
    }
    *reason = ReasonOf(stream->Finish());
    return entries;
  }
};

TEST_F(LogServiceTest, CheckpointIsTheNewestPublished) {
  v1::Checkpoint response;
  ASSERT_EQ(ReasonOf(CallOnce(*log_, &Stub::GetCheckpoint, {}, &response)), "OK");
  EXPECT_EQ(response.note(), registry_.log_->Latest()->checkpoint);
}

TEST_F(LogServiceTest, ShowsTheLogsNames) {
  v1::GetEpochsResponse response;
  ASSERT_EQ(ReasonOf(CallOnce(*log_, &Stub::GetEpochs, {}, &response)), "OK");
  EXPECT_EQ(response.checkpoint(), registry_.log_->Latest()->checkpoint);
  const auto genesis = registry_.log_->Reader().EntryWithPath(0, Size());
  ASSERT_TRUE(genesis.ok());
  EXPECT_EQ(response.genesis().SerializeAsString(), genesis->SerializeAsString());
  EXPECT_EQ(response.epochs_size(), 0);
  EXPECT_EQ(response.authority_keys_size(), 2);  // they signed genesis
}

TEST_F(LogServiceTest, StreamsTheWholeLogWhoseRootIsTheCheckpoints) {
  std::string reason;
  crypto::CompactRange tree;
  for (const std::string& entry : Entries(0, 0, &reason)) tree.Append(crypto::HashLeaf(entry));
  EXPECT_EQ(reason, "OK");
  EXPECT_EQ(tree.size(), Size());
  EXPECT_EQ(tree.Root(), registry_.log_->Latest()->root);
}

TEST_F(LogServiceTest, StreamsAStretch) {
  std::string reason;
  EXPECT_EQ(Entries(100, 400, &reason).size(), 300u);
  EXPECT_EQ(reason, "OK");
  EXPECT_EQ(Entries(5, 5, &reason).size(), 0u);
  EXPECT_EQ(reason, "OK");
}

TEST_F(LogServiceTest, RefusesWhatIsNotLogged) {
  std::string reason;
  Entries(0, Size() + 1, &reason);
  EXPECT_EQ(reason, "ENTRY_NOT_LOGGED");
  Entries(9, 5, &reason);
  EXPECT_EQ(reason, "ENTRY_NOT_LOGGED");
}

TEST_F(LogServiceTest, ProvesInclusionAtAnySize) {
  const LogReader reader = registry_.log_->Reader();
  for (uint64_t size : {reader.published().size, uint64_t{257}}) {
    const v1::GetInclusionProofResponse response = Prove({0, 256}, size);
    EXPECT_EQ(response.entries_size(), 2);
    EXPECT_EQ(response.checkpoint().empty(), size != reader.published().size);
    for (const v1::LoggedEntry& entry : response.entries()) {
      EXPECT_THAT(crypto::VerifyInclusion(crypto::HashLeaf(entry.entry()), entry.index(), size,
                                          PathOf(entry.path()), *reader.RootAt(size)),
                  IsOk());
    }
  }
}

TEST_F(LogServiceTest, ProvesConsistency) {
  v1::GetConsistencyProofRequest request;
  request.set_old_size(40);
  v1::GetConsistencyProofResponse response;
  ASSERT_EQ(ReasonOf(CallOnce(*log_, &Stub::GetConsistencyProof, request, &response)), "OK");
  crypto::Path path;
  for (const auto& hash : response.path()) path.push_back(*crypto::Hash::FromBytes(hash));
  const LogReader reader = registry_.log_->Reader();
  EXPECT_THAT(
      crypto::VerifyConsistency(40, Size(), path, *reader.RootAt(40), reader.published().root),
      IsOk());
}

TEST_F(LogServiceTest, RefusesProofsThatCannotBe) {
  v1::GetInclusionProofRequest inclusion;
  EXPECT_EQ(ReasonOfCall(*log_, &Stub::GetInclusionProof, inclusion), "REQUEST_MALFORMED");
  inclusion.add_indexes(Size());
  EXPECT_EQ(ReasonOfCall(*log_, &Stub::GetInclusionProof, inclusion), "ENTRY_NOT_LOGGED");
  v1::GetConsistencyProofRequest consistency;
  EXPECT_EQ(ReasonOfCall(*log_, &Stub::GetConsistencyProof, consistency), "ENTRY_NOT_LOGGED");
}

}  // namespace
}  // namespace linkcert::server
