#include "server/program/commands.h"

#include <fcntl.h>

#include <iostream>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "linkcert/v1/statement.pb.h"
#include "linkcert/v1/statement_file.pb.h"
#include "proto/canonical.h"
#include "server/log/begin_epoch.h"
#include "server/log/rebuild.h"
#include "server/program/log_key.h"
#include "server/program/serve.h"
#include "server/program/stop_signal.h"
#include "storage/anchor.h"
#include "storage/posix_file.h"
#include "storage/rocksdb_store.h"

namespace linkcert::server {
namespace {

constexpr size_t kMaxStatementFileBytes = size_t{128} << 10;

absl::StatusOr<std::unique_ptr<crypto::Signer>> OpenLogKey(const LogKeyOptions& options) {
  absl::StatusOr<std::string> passphrase =
      ReadPassphrase(options.passphrase_file, kLogKeyPassphrase);
  if (!passphrase.ok()) return passphrase.status();
  return ReadLogKey(options.path, *passphrase);
}

absl::StatusOr<std::unique_ptr<crypto::Signer>> OpenRegistryKey(const Config& config) {
  if (config.registry_key.empty()) return nullptr;
  absl::StatusOr<std::string> passphrase =
      ReadPassphrase(config.registry_key_passphrase, kRegistryKeyPassphrase);
  if (!passphrase.ok()) return passphrase.status();
  return ReadPrivateKey(config.registry_key, *passphrase);
}

// Loud, once at each start: what is not protected.
void WarnOfPlaintext(const GrpcServer::Options& grpc, EventLog* events) {
  if (grpc.tls.has_value()) return;
  events->Write(Severity::kWarning,
                IsLoopback(grpc.listen) ? "insecure" : "insecure_listen_anywhere",
                {{"address", grpc.listen},
                 {"insecure_caller", grpc.gate.insecure_caller},
                 {"meaning", "no TLS: nothing is encrypted, and no caller is known"}});
}

absl::Status RunServe(const Config& config, EventLog* events) {
  absl::Status safe = CheckListening(config);
  if (!safe.ok()) return safe;
  WarnOfPlaintext(config.serve.grpc, events);
  auto stop = StopSignal::Create();
  if (!stop.ok()) return stop.status();
  auto key = OpenLogKey(config.log_key);
  if (!key.ok()) return key.status();
  auto registry_key = OpenRegistryKey(config);
  if (!registry_key.ok()) return registry_key.status();
  ServeOptions options = config.serve;
  options.registry_key = registry_key->get();
  return Serve(options, {.origin = config.log_key.origin, .key = key->get()}, events, stop->get());
}

absl::Status RunInitLogKey(const LogKeyOptions& options) {
  absl::StatusOr<std::string> passphrase =
      ReadPassphrase(options.passphrase_file, kLogKeyPassphrase);
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
  auto store = storage::OpenRocksDbStore({.directory = StoreDirectory(options.data_directory),
                                          .create_if_missing = false,
                                          .accept_older = true});
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

// The envelope of a statement file that all its signers have signed.
absl::StatusOr<std::string> ReadEnvelope(const std::string& path) {
  auto bytes = storage::PosixFile::Open(path, O_RDONLY);
  if (!bytes.ok()) return bytes.status();
  absl::StatusOr<std::string> content = bytes->Read(kMaxStatementFileBytes);
  if (!content.ok()) return content.status();
  auto file = proto::DecodeCanonical<v1::StatementFile>(*content);
  if (!file.ok()) return file.status();
  v1::SignedStatement envelope;
  envelope.set_statement(file->statement());
  for (const v1::StatementSignature& made : file->signatures()) {
    envelope.add_signatures(made.signature());
  }
  return envelope.SerializeAsString();
}

// As `linkcert statement build` reads it.
void Print(const v1::BeginEpoch& act) {
  std::cout << "begin_epoch {\n  origin: \"" << act.origin()
            << "\"\n  log_key: \"hex:" << absl::BytesToHexString(act.log_key())
            << "\"\n  previous_checkpoint: \"base64:"
            << absl::Base64Escape(act.previous_checkpoint())
            << "\"\n  kept_entries: " << act.kept_entries() << "\n}" << std::endl;
}

absl::Status RunBeginEpoch(const Config& config) {
  const BeginEpochOptions& options = config.begin_epoch;
  auto key = OpenLogKey(config.log_key);
  if (!key.ok()) return key.status();
  auto store = storage::OpenRocksDbStore(
      {.directory = StoreDirectory(options.data_directory), .create_if_missing = false});
  if (!store.ok()) return store.status();
  auto anchor =
      storage::Anchor::Open(options.anchor_path.empty() ? DefaultAnchorPath(options.data_directory)
                                                        : options.anchor_path);
  if (!anchor.ok()) return anchor.status();
  const SystemClock clock;
  const EpochParts parts{.log = {.origin = config.log_key.origin, .key = key->get()},
                         .store = store->get(),
                         .anchor = anchor->get(),
                         .clock = &clock,
                         .accept_clock_jump = options.accept_clock_jump};
  if (options.statement.empty()) {
    absl::StatusOr<v1::BeginEpoch> draft = DraftBeginEpoch(parts);
    if (draft.ok()) Print(*draft);
    return draft.status();
  }
  absl::StatusOr<std::string> envelope = ReadEnvelope(options.statement);
  if (!envelope.ok()) return envelope.status();
  absl::StatusOr<std::string> checkpoint = BeginEpoch(parts, *envelope);
  if (checkpoint.ok()) std::cout << *checkpoint << std::flush;
  return checkpoint.status();
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
    case Command::kInitVaultKey:
      return WriteNewMasterKey(config.vault_key);
    case Command::kBeginEpoch:
      return RunBeginEpoch(config);
  }
  return absl::InternalError("no such command");
}

}  // namespace linkcert::server
