// A registry's answers about standing, made from a log in memory.
#ifndef LINKCERT_TESTS_CLIENT_REFRESH_FAKE_STATUS_SOURCE_H_
#define LINKCERT_TESTS_CLIENT_REFRESH_FAKE_STATUS_SOURCE_H_

#include <functional>
#include <set>
#include <vector>

#include "client/refresh/status_source.h"
#include "proto/refusal.h"
#include "tests/testing/memory_log.h"

namespace linkcert::client {

// Enforces the limits of a call, and notes what it was asked.
class FakeStatusSource : public StatusSource {
 public:
  explicit FakeStatusSource(testing::MemoryLog& log) : log_(log) {}

  absl::StatusOr<v1::GetStatusProofResponse> GetStatusProof(
      const std::vector<uint64_t>& keys, const std::vector<uint64_t>& entries) override {
    if (keys.size() > kMaxKeysOfACall || entries.size() > kMaxEntriesOfACall) {
      return absl::InvalidArgumentError("too many");
    }
    ++calls;
    if (before_each_call) before_each_call();
    asked_keys.insert(keys.begin(), keys.end());
    asked_entries.insert(entries.begin(), entries.end());
    const uint64_t root = log_.StatusRootAfter(0);
    if (root == 0) return proto::Refuse(proto::Reason::kStatusNotProven);
    v1::GetStatusProofResponse answer;
    *answer.mutable_status_root() = log_.Logged(root);
    for (uint64_t key : keys) *answer.add_proofs() = log_.Status(key);
    answer.set_checkpoint(*log_.Checkpoint());
    for (uint64_t entry : entries) *answer.add_entries() = log_.Logged(entry);
    if (change) change(answer);
    return answer;
  }

  absl::StatusOr<v1::GetEpochsResponse> GetEpochs() override {
    v1::GetEpochsResponse answer = log_.Epochs();
    if (change_epochs) change_epochs(answer);
    return answer;
  }

  absl::Status GetStatusMap(OnItem on_item) override {
    v1::StatusMapItem item;
    item.mutable_header()->set_checkpoint(*log_.Checkpoint());
    *item.mutable_header()->mutable_genesis() = log_.Logged(0);
    *item.mutable_header()->mutable_status_root() = log_.Logged(log_.StatusRootAfter(0));
    absl::Status status = on_item(item.SerializeAsString());
    for (uint64_t key = 0; status.ok() && key < log_.entries().size(); ++key) {
      const v1::StatusProof proof = log_.Status(key);
      if (proof.history().empty() || key == left_out) continue;
      item.mutable_row()->set_key(key);
      item.mutable_row()->set_history(proof.history());
      status = on_item(item.SerializeAsString());
    }
    return status;
  }

  int calls = 0;
  std::set<uint64_t> asked_keys;
  std::set<uint64_t> asked_entries;
  std::function<void()> before_each_call;                   // the log may grow in between
  std::function<void(v1::GetStatusProofResponse&)> change;  // a registry that lies
  std::function<void(v1::GetEpochsResponse&)> change_epochs;
  uint64_t left_out = 0;  // of the map's rows

 private:
  testing::MemoryLog& log_;
};

}  // namespace linkcert::client

#endif  // LINKCERT_TESTS_CLIENT_REFRESH_FAKE_STATUS_SOURCE_H_
