// A registry over a memory store and a clock that stands still, stepped by hand.
#ifndef LINKCERT_TESTS_SERVER_STEPPED_REGISTRY_H_
#define LINKCERT_TESTS_SERVER_STEPPED_REGISTRY_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/log/registry_log.h"
#include "storage/memory_store.h"
#include "tests/testing/fake_clock.h"
#include "tests/testing/faulty_store.h"
#include "tests/testing/temp_dir.h"
#include "tests/testing/world.h"

namespace linkcert::server {

// A registry and what it runs on. Another one in the same test has a history of its own.
class Registry {
 public:
  using Outcome = std::shared_ptr<absl::StatusOr<Sequenced>>;

  Registry(const crypto::Signer& log_key, uint64_t now_ms)
      : identity_{testing::kOrigin, &log_key}, clock_(now_ms) {
    OpenAnchor("anchor");
  }

  // As the process does when it starts, also anew.
  absl::Status Open(RegistryLogOptions options = {}) {
    log_ = nullptr;
    store_ = std::make_unique<testing::FaultyStore>(memory_.get());
    auto opened =
        RegistryLog::Open(identity_, store_.get(), anchor_.get(), &clock_, std::move(options));
    if (opened.ok()) log_ = *std::move(opened);
    return opened.status();
  }
  void OpenAnchor(const std::string& name) {
    anchor_ = nullptr;
    anchor_ = *storage::Anchor::Open(directory_.file(name));
  }

  // Waits in the queue; the outcome comes with a step. Unavailable until then.
  Outcome Queue(const std::string& envelope, std::vector<std::string> leaves = {}) {
    auto outcome = std::make_shared<absl::StatusOr<Sequenced>>(absl::UnavailableError("waits"));
    absl::StatusOr<rules::PreparedUnit> unit = log_->Prepare(envelope, std::move(leaves));
    absl::Status status = unit.status();
    if (status.ok()) {
      status = log_->Submit({.unit = *std::move(unit),
                             .is_abandoned = nullptr,
                             .done = [outcome](auto sequenced) { *outcome = sequenced; }});
    }
    if (!status.ok()) *outcome = status;
    return outcome;
  }
  Outcome Queue(const testing::Unit& unit) { return Queue(unit.envelope, unit.leaves); }
  absl::Status Step() { return log_->sequencer().SequencePending(); }
  absl::StatusOr<Sequenced> Submit(const testing::Unit& unit) {
    Outcome outcome = Queue(unit);
    absl::Status status = Step();
    return status.ok() || outcome->ok() ? *outcome : absl::StatusOr<Sequenced>(outcome->status());
  }

  LogIdentity identity_;
  testing::FakeClock clock_;
  testing::TempDir directory_;
  std::unique_ptr<storage::Store> memory_ = storage::NewMemoryStore();
  std::unique_ptr<testing::FaultyStore> store_;
  std::unique_ptr<storage::Anchor> anchor_;
  std::unique_ptr<RegistryLog> log_;
};

}  // namespace linkcert::server

#endif  // LINKCERT_TESTS_SERVER_STEPPED_REGISTRY_H_
