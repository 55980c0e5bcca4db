#include "server/program/serve.h"

#include <fcntl.h>

#include <algorithm>
#include <memory>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/events/step_log.h"
#include "server/service/own_statements.h"
#include "storage/anchor.h"
#include "storage/posix_file.h"
#include "storage/rocksdb_store.h"

namespace linkcert::server {
namespace {

// What lies on disk, opened.
struct Files {
  std::unique_ptr<storage::Store> store;
  std::unique_ptr<storage::Anchor> anchor;
  std::unique_ptr<Vault> vault;  // null when there is none
};

absl::StatusOr<std::unique_ptr<Vault>> OpenVault(const ServeOptions& options) {
  if (options.vault_directory.empty()) return nullptr;
  absl::StatusOr<MasterKeys> keys = MasterKeys::Load(options.vault_master_key);
  if (!keys.ok()) return keys.status();
  auto store = storage::VaultStore::Open(
      {.directory = options.vault_directory, .min_free_bytes = options.min_free_bytes});
  if (!store.ok()) return store.status();
  return Vault::Open(*std::move(store), *std::move(keys));
}

absl::StatusOr<Files> OpenFiles(const ServeOptions& options) {
  absl::Status status = storage::CreateDirectory(options.data_directory);
  if (!status.ok()) return status;
  auto store = storage::OpenRocksDbStore({.directory = StoreDirectory(options.data_directory),
                                          .min_free_bytes = options.min_free_bytes});
  if (!store.ok()) return store.status();
  auto anchor =
      storage::Anchor::Open(options.anchor_path.empty() ? DefaultAnchorPath(options.data_directory)
                                                        : options.anchor_path);
  if (!anchor.ok()) return anchor.status();
  auto vault = OpenVault(options);
  if (!vault.ok()) return vault.status();
  return Files{*std::move(store), *std::move(anchor), *std::move(vault)};
}

// Written beside and renamed, so that whoever waits for the file never reads half of it.
absl::Status WritePortFile(const std::string& path, int port) {
  if (path.empty()) return absl::OkStatus();
  const std::string draft = path + ".new";
  auto file = storage::PosixFile::Open(draft, O_WRONLY | O_CREAT | O_TRUNC);
  if (!file.ok()) return file.status();
  absl::Status status = file->WriteAt(0, absl::StrCat(port, "\n"));
  return status.ok() ? storage::Rename(draft, path) : status;
}

size_t WorkerCount(size_t asked) {
  return asked > 0 ? asked : std::max(1u, std::thread::hardware_concurrency());
}

// Runs the sequencer in a thread of its own; raises `stop` when it ends by itself.
class SequencerThread {
 public:
  SequencerThread(RegistryLog* log, StopSignal* stop)
      : log_(log), thread_([this, stop] {
          outcome_ = log_->sequencer().Run();
          stop->Raise();
        }) {}

  // Finishes what waits, and says how it ended.
  absl::Status Finish() {
    log_->StopAccepting();
    thread_.join();
    return outcome_;
  }

 private:
  RegistryLog* const log_;
  absl::Status outcome_;  // the thread's, until it is joined
  std::thread thread_;
};

// The master key as it stands in its place now. What is wrapped with another one is wrapped anew
// while calls go on.
void ChangeMasterKey(const ServeOptions& options, Vault* vault, EventLog* events) {
  absl::StatusOr<MasterKeys> keys = MasterKeys::Load(options.vault_master_key);
  absl::StatusOr<uint64_t> changed = keys.ok() ? vault->ChangeMasterKey(*std::move(keys))
                                               : absl::StatusOr<uint64_t>(keys.status());
  if (changed.ok()) {
    events->Write(Severity::kInfo, "vault_key_changed", {{"rewrapped", *changed}});
  } else {
    events->Write(Severity::kError, "vault_key_change_unfinished",
                  {{"error", std::string(changed.status().message())},
                   {"meaning", "keep every master key, and try again"}});
  }
}

void WaitForStop(const ServeOptions& options, Vault* vault, EventLog* events, StopSignal* stop) {
  while (stop->Wait() == StopSignal::Wish::kReload) {
    if (vault != nullptr) ChangeMasterKey(options, vault, events);
  }
}

// What a crash left between vault and log; and whether erasures can be logged at all.
absl::Status PrepareVault(const ServiceParts& parts) {
  if (parts.vault == nullptr) return absl::OkStatus();
  if (parts.registry_key == nullptr) {
    return absl::InvalidArgumentError("a vault needs the registry's own key: --registry-key");
  }
  const PublishedPtr published = parts.log->Latest();
  const absl::Status known = CheckCanLogErasures(published->view, parts.registry_key->public_key());
  if (!known.ok()) {
    parts.events->Write(Severity::kWarning, "erasures_cannot_be_logged",
                        {{"meaning", std::string(known.message())}});
  }
  if (published->size == 0) return absl::OkStatus();
  if (absl::Status settled = SettleVault(parts); !settled.ok()) {
    parts.events->Write(Severity::kError, "vault_not_settled",
                        {{"error", std::string(settled.message())}});
  }
  return absl::OkStatus();
}

// From the first call to the last answer.
absl::Status RunServices(const ServeOptions& options, RegistryLog* log, Vault* vault,
                         const Clock* clock, EventLog* events, StopSignal* stop) {
  RefusalLog refusals(clock, events);
  WorkerPool pool(WorkerCount(options.workers), options.max_waiting_calls,
                  options.max_waiting_bytes);
  SequencerThread sequencer(log, stop);
  const ServiceParts parts = {.log = log,
                              .pool = &pool,
                              .clock = clock,
                              .refusals = &refusals,
                              .events = events,
                              .vault = vault,
                              .registry_key = options.registry_key};
  absl::Status status = PrepareVault(parts);
  auto server = status.ok() ? GrpcServer::Start(options.grpc, parts)
                            : absl::StatusOr<std::unique_ptr<GrpcServer>>(status);
  status = server.status();
  if (status.ok()) status = WritePortFile(options.port_file, (*server)->port());
  const bool served = status.ok();
  if (served) {
    events->Write(Severity::kInfo, "listening",
                  {{"address", options.grpc.listen},
                   {"port", static_cast<uint64_t>((*server)->port())},
                   {"origin", log->identity().origin},
                   {"size", log->Latest()->size}});
    WaitForStop(options, vault, events, stop);
    events->Write(Severity::kInfo, "draining");
  }
  // Calls may be under way as soon as the server listens: they end before pool and sequencer do.
  log->StopAccepting();
  if (server.ok()) (*server)->Drain(served ? options.max_drain_ms : 0);
  const absl::Status sequenced = sequencer.Finish();
  pool.Stop();
  return status.ok() ? sequenced : status;
}

}  // namespace

std::string StoreDirectory(const std::string& data_directory) { return data_directory + "/store"; }
std::string DefaultAnchorPath(const std::string& data_directory) {
  return data_directory + "/anchor";
}

absl::Status Serve(const ServeOptions& options, const LogIdentity& log, EventLog* events,
                   StopSignal* stop) {
  const SystemClock machine;
  const Clock* clock = options.clock == nullptr ? &machine : options.clock;
  absl::StatusOr<Files> files = OpenFiles(options);
  if (!files.ok()) return files.status();
  StepLog steps(clock, events);
  RegistryLogOptions log_options = options.log;
  log_options.sequencer.on_step = [&steps](const StepFigures& figures) { steps.Note(figures); };
  auto registry_log = RegistryLog::Open(log, files->store.get(), files->anchor.get(), clock,
                                        std::move(log_options));
  if (!registry_log.ok()) return registry_log.status();
  const absl::Status status =
      RunServices(options, registry_log->get(), files->vault.get(), clock, events, stop);
  steps.Flush();
  if (status.ok()) {
    events->Write(Severity::kInfo, "stopped", {{"size", (*registry_log)->Latest()->size}});
  }
  return status;
}

}  // namespace linkcert::server
