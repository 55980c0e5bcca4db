#include "tests/testing/faulty_store.h"

#include "storage/memory_store.h"
#include "tests/storage/sample.h"
#include "tests/testing/status_matchers.h"

namespace linkcert::testing {
namespace {

using storage::SampleBatch;

class FaultyStoreTest : public ::testing::Test {
 protected:
  const std::unique_ptr<storage::Store> inner_ = storage::NewMemoryStore();
  FaultyStore store_{inner_.get()};
};

TEST_F(FaultyStoreTest, RefusedCommitCanBeTriedAgain) {
  store_.FailNext(CommitFault::kRefused);
  EXPECT_THAT(store_.Commit(0, SampleBatch(0, 1)), HasCode(absl::StatusCode::kResourceExhausted));
  EXPECT_EQ(inner_->TakeSnapshot()->size(), 0u);
  EXPECT_THAT(store_.Commit(0, SampleBatch(0, 1)), IsOk());
  EXPECT_EQ(store_.TakeSnapshot()->size(), 1u);
}

TEST_F(FaultyStoreTest, LostCommitStopsTheStore) {
  store_.FailNext(CommitFault::kUnknownLost);
  EXPECT_THAT(store_.Commit(0, SampleBatch(0, 1)), HasCode(absl::StatusCode::kUnknown));
  EXPECT_THAT(store_.Commit(0, SampleBatch(0, 1)), HasCode(absl::StatusCode::kUnknown));
  EXPECT_EQ(inner_->TakeSnapshot()->size(), 0u);
}

TEST_F(FaultyStoreTest, KeptCommitShowsOnlyAfterReopening) {
  store_.FailNext(CommitFault::kUnknownKept);
  EXPECT_THAT(store_.Commit(0, SampleBatch(0, 1)), HasCode(absl::StatusCode::kUnknown));
  EXPECT_EQ(store_.TakeSnapshot()->size(), 0u);
  EXPECT_EQ(FaultyStore(inner_.get()).TakeSnapshot()->size(), 1u);
}

}  // namespace
}  // namespace linkcert::testing
