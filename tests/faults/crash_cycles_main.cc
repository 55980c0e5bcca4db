// Kills a registry with SIGKILL under load, again and again, and holds what comes up against the
// client's own fsynced ledger: nothing lost, no fork, no duplicate, each receipt still good.
//   crash-cycles --server build/release/bin/linkcert-server --cycles 1000
#include <CLI/CLI.hpp>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <random>
#include <thread>

#include "absl/strings/str_cat.h"
#include "tests/faults/ledger.h"
#include "tests/faults/log_check.h"
#include "tests/testing/live_registry.h"
#include "tests/testing/server_process.h"
#include "tests/testing/temp_dir.h"
#include "tests/testing/world.h"

namespace linkcert::faults {
namespace {

constexpr int kThreads = 8;
constexpr int kUnitsPerCycle = 160;

uint64_t NowMs() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

class Cycles {
 public:
  Cycles(std::string program, std::string directory, uint32_t seed)
      : server_(
            {.program = std::move(program), .directory = directory, .origin = testing::kOrigin}),
        ledger_(*Ledger::Create(absl::StrCat(directory, "/ledger"))),
        random_(seed) {
    world_.LiveNow(NowMs());
  }

  absl::Status Found() {
    auto pem = crypto::PrivateKeyToPem(world_.Key("log"), "invented passphrase");
    if (!pem.ok()) return pem.status();
    absl::Status status = server_.WriteLogKey(*pem, "invented passphrase");
    if (status.ok()) status = server_.Start();
    if (!status.ok()) return status;
    testing::LiveRegistry registry(server_.address());
    status = registry.Found(world_);
    plan_ = registry.plan();
    roster_ = registry.roster();
    server_.Kill();
    return status;
  }

  // Start, check what was promised so far, load, kill at a random moment.
  absl::Status Run() {
    absl::Status status = server_.Start();
    if (status.ok()) status = CheckNewPromises();
    if (status.ok()) status = LoadAndKill();
    return status;
  }

  absl::Status CheckAll() {
    absl::Status status = server_.Start();
    if (!status.ok()) return status;
    auto all = ledger_->Read();
    if (!all.ok()) return all.status();
    status = CheckAcknowledged(server_.address(), log_, *all);
    if (status.ok()) status = CheckWholeLog(server_.address(), log_);
    int code = server_.Terminate();
    if (status.ok() && code != 0) return absl::InternalError(absl::StrCat("exit code ", code));
    return status;
  }

  size_t acknowledged() const { return ledger_->size(); }
  size_t repeated() const { return repeated_; }

 private:
  absl::Status CheckNewPromises() {
    auto all = ledger_->Read();
    if (!all.ok()) return all.status();
    absl::Span<const Acknowledgement> fresh(*all);
    fresh.remove_prefix(checked_);
    checked_ = all->size();
    return CheckAcknowledged(server_.address(), log_, fresh);
  }

  // What the last kill left without an answer is sent again, with the same bytes.
  std::vector<testing::Unit> NextUnits() {
    std::vector<testing::Unit> units = std::move(unanswered_);
    unanswered_.clear();
    world_.set_now_ms(NowMs());
    while (units.size() < kUnitsPerCycle) {
      uint32_t leaves = units.size() % 10 == 0 ? 20 : 1;
      units.push_back(world_.SignBatch(world_.Batch(plan_, roster_, next_serial_), leaves));
      next_serial_ += leaves;
    }
    return units;
  }

  absl::Status LoadAndKill() {
    const std::vector<testing::Unit> units = NextUnits();
    const size_t kill_after = promised_ + 1 + random_() % (units.size() - kThreads);
    testing::LiveRegistry registry(server_.address());
    std::atomic<size_t> next = 0;
    std::atomic<bool> killed = false;
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&] {
        for (size_t u; !killed && (u = next++) < units.size();) Send(registry, units[u], killed);
      });
    }
    for (size_t n; (n = promised_) < kill_after && !failed_;) promised_.wait(n);
    server_.Kill();
    killed = true;
    for (std::thread& thread : threads) thread.join();
    for (size_t u = next; u < units.size(); ++u) unanswered_.push_back(units[u]);
    std::lock_guard<std::mutex> lock(mutex_);
    return failure_;
  }

  void Send(testing::LiveRegistry& registry, const testing::Unit& unit,
            const std::atomic<bool>& killed) {
    absl::StatusOr<v1::Receipt> receipt = registry.Issue(unit);
    std::lock_guard<std::mutex> lock(mutex_);
    if (!receipt.ok()) {
      unanswered_.push_back(unit);
      // While it lives, it must say yes; a call that the kill cut off ends as UNAVAILABLE.
      if (!killed && !absl::IsUnavailable(receipt.status())) Fail(receipt.status());
      return;
    }
    auto promised = CheckReceipt(*receipt, log_);
    absl::Status status = promised.ok() ? ledger_->Append(*promised) : promised.status();
    if (!status.ok()) Fail(status);
    repeated_ += receipt->already_logged() ? 1 : 0;
    ++promised_;
    promised_.notify_all();
  }

  void Fail(const absl::Status& status) {
    failure_ = status;
    failed_ = true;
    ++promised_;
    promised_.notify_all();
  }

  testing::World world_;
  const crypto::NoteKey log_ = *crypto::NoteKey::Create(
      testing::kOrigin, crypto::NoteAlgorithm::kEd25519, world_.Key("log").public_key());
  testing::ServerProcess server_;
  std::unique_ptr<Ledger> ledger_;
  std::mt19937 random_;
  v1::Statement plan_;
  v1::Statement roster_;
  uint32_t next_serial_ = 1;
  size_t checked_ = 0;
  std::mutex mutex_;
  std::vector<testing::Unit> unanswered_;  // guarded by mutex_ while threads run
  size_t repeated_ = 0;                    // guarded by mutex_ while threads run
  absl::Status failure_;                   // guarded by mutex_
  std::atomic<bool> failed_ = false;
  std::atomic<size_t> promised_ = 0;  // receipts in the ledger; a failure counts too, to wake
};

absl::Status RunAll(Cycles& cycles, int count) {
  absl::Status status = cycles.Found();
  for (int i = 0; status.ok() && i < count; ++i) status = cycles.Run();
  return status.ok() ? cycles.CheckAll() : status;
}

}  // namespace
}  // namespace linkcert::faults

int main(int argc, char** argv) {
  CLI::App app("Kills a registry under load and checks that no acknowledgement is lost");
  std::string program;
  int count = 50;
  uint32_t seed = std::random_device()();
  app.add_option("--server", program, "path of linkcert-server")->required();
  app.add_option("--cycles", count, "how often to kill it")->capture_default_str();
  app.add_option("--seed", seed, "of the moments to kill at");
  CLI11_PARSE(app, argc, argv);

  linkcert::testing::TempDir directory;
  linkcert::faults::Cycles cycles(program, directory.path(), seed);
  absl::Status status = linkcert::faults::RunAll(cycles, count);
  std::cout << count << " kills, seed " << seed << ": " << cycles.acknowledged()
            << " acknowledgements held, " << cycles.repeated() << " repeats recognised: "
            << (status.ok() ? "nothing lost, no fork, no duplicate" : status.ToString()) << "\n";
  return status.ok() ? 0 : 1;
}
