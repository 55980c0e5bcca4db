#include "server/program/serve.h"

#include <fcntl.h>

#include <algorithm>
#include <memory>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/events/step_log.h"
#include "storage/anchor.h"
#include "storage/posix_file.h"
#include "storage/rocksdb_store.h"

namespace linkcert::server {
namespace {

// What lies on disk, opened.
struct Files {
  std::unique_ptr<storage::Store> store;
  std::unique_ptr<storage::Anchor> anchor;
};

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
  return Files{*std::move(store), *std::move(anchor)};
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

// From the first call to the last answer.
absl::Status RunServices(const ServeOptions& options, RegistryLog* log, const Clock* clock,
                         EventLog* events, StopSignal* stop) {
  RefusalLog refusals(clock, events);
  WorkerPool pool(WorkerCount(options.workers), options.max_waiting_calls,
                  options.max_waiting_bytes);
  SequencerThread sequencer(log, stop);
  auto server = GrpcServer::Start(
      options.grpc,
      {.log = log, .pool = &pool, .clock = clock, .refusals = &refusals, .events = events});
  absl::Status status = server.status();
  if (status.ok()) status = WritePortFile(options.port_file, (*server)->port());
  const bool served = status.ok();
  if (served) {
    events->Write(Severity::kInfo, "listening",
                  {{"address", options.grpc.listen},
                   {"port", static_cast<uint64_t>((*server)->port())},
                   {"origin", log->identity().origin},
                   {"size", log->Latest()->size}});
    stop->Wait();
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
  const SystemClock clock;
  absl::StatusOr<Files> files = OpenFiles(options);
  if (!files.ok()) return files.status();
  StepLog steps(&clock, events);
  RegistryLogOptions log_options = options.log;
  log_options.sequencer.on_step = [&steps](const StepFigures& figures) { steps.Note(figures); };
  auto registry_log = RegistryLog::Open(log, files->store.get(), files->anchor.get(), &clock,
                                        std::move(log_options));
  if (!registry_log.ok()) return registry_log.status();
  const absl::Status status = RunServices(options, registry_log->get(), &clock, events, stop);
  steps.Flush();
  if (status.ok()) {
    events->Write(Severity::kInfo, "stopped", {{"size", (*registry_log)->Latest()->size}});
  }
  return status;
}

}  // namespace linkcert::server
