// A Store over another one whose next commit can be made to fail in each way of the contract:
//   FaultyStore store(inner.get());
//   store.FailNext(CommitFault::kUnknownKept);
// After an unknown outcome all commits fail, as the contract says; to reopen, wrap `inner` again.
#ifndef LINKCERT_TESTS_TESTING_FAULTY_STORE_H_
#define LINKCERT_TESTS_TESTING_FAULTY_STORE_H_

#include <memory>

#include "absl/status/status.h"
#include "storage/store.h"

namespace linkcert::testing {

enum class CommitFault {
  kNone,
  kRefused,      // ResourceExhausted, nothing written
  kUnknownLost,  // Unknown, nothing written
  kUnknownKept,  // Unknown, written all the same
};

// Not thread-safe. `inner` must outlive it.
class FaultyStore final : public storage::Store {
 public:
  explicit FaultyStore(storage::Store* inner) : inner_(inner), visible_(inner->TakeSnapshot()) {}

  void FailNext(CommitFault fault) { fault_ = fault; }

  absl::Status Commit(uint64_t expected_size, const storage::Batch& batch) override {
    if (outcome_unknown_) return absl::UnknownError("an earlier commit failed");
    const CommitFault fault = fault_;
    fault_ = CommitFault::kNone;
    if (fault == CommitFault::kRefused) return absl::ResourceExhaustedError("made to fail");
    outcome_unknown_ = fault != CommitFault::kNone;
    absl::Status status;
    if (fault != CommitFault::kUnknownLost) status = inner_->Commit(expected_size, batch);
    if (outcome_unknown_) return absl::UnknownError("made to fail");
    visible_ = inner_->TakeSnapshot();
    return status;
  }

  std::shared_ptr<const storage::Snapshot> TakeSnapshot() const override { return visible_; }

 private:
  storage::Store* const inner_;
  std::shared_ptr<const storage::Snapshot> visible_;  // of the last commit known to be durable
  CommitFault fault_ = CommitFault::kNone;
  bool outcome_unknown_ = false;
};

}  // namespace linkcert::testing

#endif  // LINKCERT_TESTS_TESTING_FAULTY_STORE_H_
