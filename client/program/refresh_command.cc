// linkcert refresh, status-map
#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <optional>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/local_file.h"
#include "client/program/issuing_commands.h"
#include "client/program/issuing_options.h"
#include "client/program/memory_options.h"
#include "client/program/output_path.h"
#include "client/refresh/refresh.h"
#include "client/render/texts.h"
#include "proto/refusal.h"

namespace linkcert::client {
namespace {

constexpr char kRefreshFooter[] =
    R"(The same certificates with the log's newest checkpoint and status proofs. Each new file is
verified offline, then takes the place of the old one. Claims are never sent. The registry learns
which certificates are asked about; with --private it sends its whole status map and learns only
which batches.

Examples:
  linkcert refresh team/ --server localhost:7443
  linkcert refresh wang.linkcert --private --out fresh
  linkcert status-map status.map && linkcert refresh team/ --map status.map
Exit: as verify, of the files as they are now; 2 also when a file or the map cannot be read, 3 also
when one could not be refreshed, 5 when the registry shows another history than before.)";

struct RefreshArguments {
  std::vector<std::string> paths;
  std::string out_directory;  // empty: in place
  bool in_private = false;
  std::string map_path;
  TrustOptions trust;
  RemoteOptions server;
  MemoryOptions memory;
  OutputOptions output;
};

struct Counts {
  size_t refreshed = 0;
  size_t as_of_issue = 0;
  size_t failed = 0;
};

class RefreshRun {
 public:
  RefreshRun(const RefreshArguments& arguments, const Trust& trust, Remote& remote,
             CommandContext& context)
      : arguments_(arguments),
        trust_(trust),
        remote_(remote),
        prove_(remote.Prover()),
        context_(context) {}

  void Run() {
    if (!ReadFiles()) return;
    if (!ReadMap()) return;
    Verifier verifier(trust_, {.now_ms = context_.now_ms});
    const RefreshedFiles all =
        Refresh(remote_, prove_, map_.has_value() ? &*map_ : nullptr, files_, verifier);
    for (const std::string& checkpoint : all.checkpoints) {
      const Sighting seen = {checkpoint, arguments_.server.server};
      if (!Recognise(arguments_.memory, seen, trust_, prove_, context_)) return;
    }
    for (size_t i = 0; i < files_.size(); ++i) {
      RecogniseFile(i, all.files[i].status);
      Finish(paths_[i], all.files[i]);
    }
    Summarise(all.checkpoints.size());
  }

 private:
  bool ReadFiles() {
    std::set<std::string> targets;
    for (const std::string& path : FindFiles(arguments_.paths, {".linkcert"}, context_)) {
      absl::StatusOr<std::string> bytes = ReadLocalFile(path);
      if (!bytes.ok()) {
        Complain(context_, bytes.status(), ExitCode::kUsage);
        continue;
      }
      if (!targets.insert(TargetOf(path)).second) {
        Complain(context_, absl::InvalidArgumentError(TargetOf(path) + ": two files of this name"),
                 ExitCode::kUsage);
        return false;
      }
      paths_.push_back(path);
      files_.push_back(*std::move(bytes));
    }
    return !files_.empty();
  }

  std::string TargetOf(const std::string& path) const {
    if (arguments_.out_directory.empty()) return path;
    return PathIn(arguments_.out_directory, std::filesystem::path(path).filename().string());
  }

  // A map that is not to be believed leaves every file as it is: undecided, nothing is proven of
  // the certificates.
  bool ReadMap() {
    absl::StatusOr<StatusMapCopy> map = absl::NotFoundError("");
    if (!arguments_.in_private && arguments_.map_path.empty()) return true;
    if (!arguments_.map_path.empty()) {
      const absl::StatusOr<std::string> bytes = ReadLocalFile(arguments_.map_path);
      if (!bytes.ok()) {
        Complain(context_, bytes.status(), ExitCode::kUsage);
        return false;
      }
      map = StatusMapCopy::Parse(*bytes, trust_, context_.now_ms);
    } else {
      map = StatusMapCopy::Fetch(remote_, trust_, context_.now_ms);
    }
    if (map.ok()) {
      map_.emplace(*std::move(map));
      return true;
    }
    const bool forbidden = ExitCodeOfAnswer(map.status()) == ExitCode::kNotPermitted;
    Complain(context_, map.status(), forbidden ? ExitCode::kNotPermitted : ExitCode::kUnknown);
    return false;
  }

  // A file that rests on another history than the registry shows is evidence, if the log signed it.
  void RecogniseFile(size_t i, const absl::Status& status) {
    if (proto::ReasonOf(status) != proto::Reason::kCheckpointInconsistent) return;
    v1::CertificateFile file;
    if (!file.ParseFromString(files_[i])) return;
    const Sighting seen = {file.checkpoint(), paths_[i]};
    if (!trust_.policy.Evaluate(seen.note, context_.now_ms / 1000).ok()) return;
    Recognise(arguments_.memory, seen, trust_, prove_, context_);
  }

  void Finish(const std::string& path, const Refreshed& refreshed) {
    absl::Status status = refreshed.status;
    if (status.ok() && !refreshed.as_of_issue) {
      const std::string target = TargetOf(path);
      status = MakeLocalDirectory(DirectoryOf(target), FileAccess::kPrivate);
      if (status.ok()) status = WriteLocalFile(target, refreshed.bytes, FileAccess::kPrivate);
    }
    if (!status.ok()) {
      ++counts_.failed;
      const absl::Status named(status.code(), absl::StrCat(path, ": ", status.message()));
      return Complain(context_, named, ExitCode::kUnknown);
    }
    ++(refreshed.as_of_issue ? counts_.as_of_issue : counts_.refreshed);
    context_.exit_code = Worse(context_.exit_code, ExitCodeOf(refreshed.verification));
    if (refreshed.as_of_issue) {
      *context_.err << path
                    << Text{": the log proves nothing newer yet; the file still speaks as of issue",
                            "：日志尚无更新的状态证明，文件仍以发证时为准"}
                           .In(arguments_.output.language)
                    << "\n";
    } else if (ExitCodeOf(refreshed.verification) != ExitCode::kValid) {
      *context_.err << path << ": "
                    << TextOf(refreshed.verification.verdict.conclusion(), false,
                              arguments_.output.language)
                    << "\n";
    }
  }

  void Summarise(size_t checkpoints) {
    Json facts;
    facts["refreshed"] = counts_.refreshed;
    facts["as_of_issue"] = counts_.as_of_issue;
    facts["failed"] = counts_.failed;
    facts["one_checkpoint"] = checkpoints == 1;
    PrintFacts(context_, arguments_.output, {"files refreshed", "文件已更新"}, facts);
  }

  const RefreshArguments& arguments_;
  const Trust& trust_;
  Remote& remote_;
  const ProveEntry prove_;
  CommandContext& context_;
  std::vector<std::string> paths_;
  std::vector<std::string> files_;
  std::optional<StatusMapCopy> map_;  // empty: the registry is asked about each certificate
  Counts counts_;
};

void RunRefresh(const RefreshArguments& arguments, CommandContext& context) {
  const absl::StatusOr<Trust> trust =
      LoadTrust(arguments.trust.policy_path, arguments.trust.genesis_hex);
  if (!trust.ok()) return Complain(context, trust.status(), ExitCode::kUsage);
  const absl::StatusOr<std::unique_ptr<Remote>> remote = ConnectTo(arguments.server);
  if (!remote.ok()) return Complain(context, remote.status(), ExitCode::kUsage);
  RefreshRun(arguments, *trust, **remote, context).Run();
}

struct MapArguments {
  std::string path;
  TrustOptions trust;
  RemoteOptions server;
  OutputOptions output;
};

void RunStatusMap(const MapArguments& arguments, CommandContext& context) {
  const absl::StatusOr<Trust> trust =
      LoadTrust(arguments.trust.policy_path, arguments.trust.genesis_hex);
  if (!trust.ok()) return Complain(context, trust.status(), ExitCode::kUsage);
  const absl::StatusOr<std::unique_ptr<Remote>> remote = ConnectTo(arguments.server);
  if (!remote.ok()) return Complain(context, remote.status(), ExitCode::kUsage);
  const absl::StatusOr<StatusMapCopy> map = StatusMapCopy::Fetch(**remote, *trust, context.now_ms);
  if (!map.ok()) return Complain(context, map.status(), ExitCodeOfAnswer(map.status()));
  const absl::Status status = WriteLocalFile(arguments.path, map->Encode(), FileAccess::kPublic);
  if (!status.ok()) return Complain(context, status, ExitCode::kUsage);
  Json facts;
  facts["rows"] = map->size();
  facts["status_root"] = map->status_root().index();
  facts["as_of"] = FormatTime(map->logged_at());
  facts["file"] = arguments.path;
  PrintFacts(context, arguments.output, {"status map saved", "状态表已保存"}, facts);
}

}  // namespace

void AddRefreshCommand(CLI::App& app, CommandContext& context) {
  const auto arguments = std::make_shared<RefreshArguments>();
  CLI::App& command = *app.add_subcommand("refresh", "Bring certificate files up to date");
  command.footer(kRefreshFooter);
  command.add_option("file", arguments->paths, "*.linkcert files or folders of them")->required();
  command.add_option("--out", arguments->out_directory, "Where new files go; default: in place")
      ->type_name("DIR");
  CLI::Option* in_private = command.add_flag(
      "--private", arguments->in_private, "Fetch the whole status map, ask about no certificate");
  command.add_option("--map", arguments->map_path, "The same with a saved map (status-map)")
      ->type_name("FILE")
      ->excludes(in_private);
  AddTrustOptions(command, &arguments->trust);
  AddServerOptions(command, &arguments->server);
  AddMemoryOptions(command, &arguments->memory);
  AddOutputOptions(command, &arguments->output);
  command.callback([arguments, &context] { RunRefresh(*arguments, context); });

  const auto map = std::make_shared<MapArguments>();
  CLI::App& save = *app.add_subcommand("status-map", "Save a registry's whole status map");
  save.add_option("out", map->path, "Where it goes")
      ->required()
      ->check(ReplaceableFile())
      ->type_name("FILE");
  AddTrustOptions(save, &map->trust);
  AddServerOptions(save, &map->server);
  AddOutputOptions(save, &map->output);
  save.callback([map, &context] { RunStatusMap(*map, context); });
}

}  // namespace linkcert::client
