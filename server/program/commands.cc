#include "server/program/commands.h"

#include <iostream>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/log/rebuild.h"
#include "server/program/log_key.h"
#include "server/program/serve.h"
#include "server/program/stop_signal.h"
#include "storage/anchor.h"
#include "storage/posix_file.h"
#include "storage/rocksdb_store.h"

namespace linkcert::server {
namespace {

absl::StatusOr<std::unique_ptr<crypto::Signer>> OpenLogKey(const LogKeyOptions& options) {
  absl::StatusOr<std::string> passphrase = ReadLogKeyPassphrase(options.passphrase_file);
  if (!passphrase.ok()) return passphrase.status();
  return ReadLogKey(options.path, *passphrase);
}

absl::Status RunServe(const Config& config, EventLog* events) {
  const std::string& listen = config.serve.grpc.listen;
  if (!IsLoopback(listen)) {
    if (!config.insecure_listen_anywhere) {
      return absl::InvalidArgumentError(
          absl::StrCat("refusing to listen on ", listen,
                       " without TLS: others could read and change what passes; listen on "
                       "loopback behind a proxy that ends TLS, or say --insecure-listen-anywhere"));
    }
    events->Write(Severity::kWarning, "insecure_listen_anywhere", {{"address", listen}});
  }
  auto stop = StopSignal::Create();
  if (!stop.ok()) return stop.status();
  auto key = OpenLogKey(config.log_key);
  if (!key.ok()) return key.status();
  return Serve(config.serve, {.origin = config.log_key.origin, .key = key->get()}, events,
               stop->get());
}

absl::Status RunInitLogKey(const LogKeyOptions& options) {
  absl::StatusOr<std::string> passphrase = ReadLogKeyPassphrase(options.passphrase_file);
  if (!passphrase.ok()) return passphrase.status();
  absl::StatusOr<std::string> vkey = CreateLogKey(options.path, options.origin, *passphrase);
  if (!vkey.ok()) return vkey.status();
  std::cout << *vkey << std::endl;
  return absl::OkStatus();
}

// A rebuilt directory is served against the same anchor as the old one.
absl::Status CopyAnchor(const RebuildOptions& options) {
  auto from =
      storage::Anchor::Open(options.anchor_path.empty() ? DefaultAnchorPath(options.data_directory)
                                                        : options.anchor_path);
  if (!from.ok()) return from.status();
  if (!(*from)->last().has_value()) return absl::OkStatus();
  auto to = storage::Anchor::Open(DefaultAnchorPath(options.into));
  return to.ok() ? (*to)->Write(*(*from)->last()) : to.status();
}

absl::StatusOr<std::unique_ptr<storage::Store>> OpenNewStore(const std::string& data_directory) {
  absl::Status status = storage::CreateDirectory(data_directory);
  if (!status.ok()) return status;
  auto store = storage::OpenRocksDbStore({.directory = StoreDirectory(data_directory)});
  if (store.ok() && (*store)->TakeSnapshot()->size() > 0) {
    return absl::AlreadyExistsError(absl::StrCat(data_directory, " has entries already"));
  }
  return store;
}

void Print(const RebuildReport& report) {
  std::cout << report.entries << " entries replayed, " << report.tiles << " tiles and "
            << report.records << " records made again: " << report.findings << " findings, "
            << report.differences << " differences\n";
  if (report.findings > 0) std::cout << "first finding: " << report.first_finding << "\n";
  if (report.differences > 0) std::cout << "first difference: " << report.first_difference << "\n";
  std::cout.flush();
}

absl::Status RunRebuild(const RebuildOptions& options) {
  auto store = storage::OpenRocksDbStore(
      {.directory = StoreDirectory(options.data_directory), .create_if_missing = false});
  if (!store.ok()) return store.status();
  std::unique_ptr<storage::Store> into;
  if (!options.into.empty()) {
    auto made = OpenNewStore(options.into);
    if (!made.ok()) return made.status();
    into = *std::move(made);
  }
  absl::StatusOr<RebuildReport> report = Rebuild(*(*store)->TakeSnapshot(), into.get());
  if (!report.ok()) return report.status();
  Print(*report);
  if (into != nullptr) {
    if (absl::Status status = CopyAnchor(options); !status.ok()) return status;
  }
  return report->clean() ? absl::OkStatus()
                         : absl::DataLossError("the stored rows are not what the log gives");
}

}  // namespace

absl::Status RunCommand(const Config& config, EventLog* events) {
  switch (config.command) {
    case Command::kServe:
      return RunServe(config, events);
    case Command::kRebuild:
      return RunRebuild(config.rebuild);
    case Command::kInitLogKey:
      return RunInitLogKey(config.log_key);
  }
  return absl::InternalError("no such command");
}

}  // namespace linkcert::server
