// linkcert watch
#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/program/issuing_commands.h"
#include "client/program/issuing_options.h"
#include "client/verify/file_parts.h"
#include "crypto/text.h"
#include "proto/canonical.h"
#include "proto/certificate_leaf.h"

namespace linkcert::client {
namespace {

constexpr char kFooter[] =
    R"(A line for each change of certificates: suspended, reinstated, revoked, superseded, their batch
voided, a key that signed it stolen. First what happened after entry N, then what happens, until it
is interrupted. Needs a caller's certificate (--tls-cert, --tls-key). The registry's word, not a
proof: `linkcert refresh` brings the proof.

  linkcert watch 28 29 31
  linkcert watch issued/ --after 1047 --output json      go on after the last "covered"
  linkcert watch issued/ --once                          what happened until now, then end

Exit: 0 with --once, 1 refused, 2 usage, 3 the stream ended, or nothing came for 70 minutes (a log
has an entry an hour): go on with --after, 4 not permitted.)";

struct WatchArguments {
  std::vector<std::string> subjects;
  v1::WatchStatusRequest request;
  bool once = false;
  RemoteOptions server;
  OutputOptions output;
};

absl::StatusOr<uint64_t> IdInFile(const std::string& path, CommandContext& context) {
  const absl::StatusOr<std::string> bytes = ReadInput(context, path);
  if (!bytes.ok()) return bytes.status();
  const auto file = proto::DecodeCanonical<v1::CertificateFile>(*bytes);
  if (!file.ok()) return file.status();
  const absl::StatusOr<v1::CertificateLeaf> leaf = proto::DecodeLeaf(file->leaf());
  if (!leaf.ok()) return leaf.status();
  return proto::LeafIndex(file->batch().index(), leaf->position());
}

// Ids stay; files and folders are opened.
absl::Status AddSubjects(WatchArguments& arguments, CommandContext& context) {
  std::vector<std::string> paths;
  for (const std::string& subject : arguments.subjects) {
    const absl::StatusOr<uint64_t> id = crypto::ParseDecimal(subject);
    if (id.ok()) {
      arguments.request.add_certificates(*id);
    } else {
      paths.push_back(subject);
    }
  }
  for (const std::string& path : FindFiles(paths, {".linkcert"}, context)) {
    const absl::StatusOr<uint64_t> id = IdInFile(path, context);
    if (!id.ok())
      return absl::Status(id.status().code(), absl::StrCat(path, ": ", id.status().message()));
    arguments.request.add_certificates(*id);
  }
  return absl::OkStatus();
}

// What stands behind the prefix of an enum value's name.
std::string ShortName(const std::string& name, absl::string_view prefix) {
  return name.size() > prefix.size() ? name.substr(prefix.size()) : "UNKNOWN";
}

Json JsonOf(const v1::StatusEvent& event) {
  Json json;
  json["certificate"] = event.certificate();
  json["subject"] = ShortName(v1::StatusSubject_Name(event.subject()), "STATUS_SUBJECT_");
  json["state"] = ShortName(v1::StandingState_Name(event.state()), "STANDING_STATE_");
  if (event.reason() != v1::STATUS_REASON_UNSPECIFIED) {
    json["reason"] = ShortName(v1::StatusReason_Name(event.reason()), "STATUS_REASON_");
  }
  if (event.since() != 0) json["since"] = event.since();
  json["entry"] = event.entry_index();
  json["logged_at"] = event.logged_at();
  return json;
}

std::string TextOf(const Json& event) {
  std::string line =
      absl::StrCat(FormatTime(event["logged_at"].get<uint64_t>()), "  ",
                   event["certificate"].get<uint64_t>(), "  ", event["state"].get<std::string>());
  if (event.contains("reason")) absl::StrAppend(&line, " ", event["reason"].get<std::string>());
  const std::string subject = event["subject"].get<std::string>();
  if (subject != "CERTIFICATE") absl::StrAppend(&line, " (", subject, ")");
  return absl::StrCat(line, "  entry ", event["entry"].get<uint64_t>(), "\n");
}

// One message: its events, and how far it goes.
void Tell(const v1::WatchStatusResponse& response, const WatchArguments& arguments,
          CommandContext& context) {
  for (const v1::StatusEvent& event : response.events()) {
    const Json json = JsonOf(event);
    *context.out << (arguments.output.json ? FormatJson(json) + "\n" : TextOf(json));
  }
  if (arguments.output.json) {
    Json covered;
    covered["covered"] = response.covered();
    covered["as_of"] = response.as_of();
    *context.out << FormatJson(covered) << "\n";
  }
  context.out->flush();
}

void RunWatch(WatchArguments& arguments, CommandContext& context) {
  const absl::Status read = AddSubjects(arguments, context);
  if (!read.ok()) return Complain(context, read, ExitCode::kUsage);
  const absl::StatusOr<std::unique_ptr<Remote>> remote = ConnectTo(arguments.server);
  if (!remote.ok()) return Complain(context, remote.status(), ExitCode::kUsage);
  uint64_t covered = arguments.request.after();
  bool done = false;
  const absl::Status ended =
      (*remote)->WatchStatus(arguments.request, [&](const v1::WatchStatusResponse& response) {
        Tell(response, arguments, context);
        covered = response.covered();
        done = arguments.once && response.caught_up();
        return done ? absl::CancelledError("enough") : absl::OkStatus();
      });
  if (!done) Complain(context, ended, ExitCodeOfAnswer(ended));
  *context.err << Text{"covered: go on with --after ", "已核对至，续接请用 --after "}.In(
                      arguments.output.language)
               << covered << "\n";
}

}  // namespace

void AddWatchCommand(CLI::App& app, CommandContext& context) {
  CLI::App& command = *app.add_subcommand("watch", "What becomes of certificates, as it happens");
  const auto arguments = std::make_shared<WatchArguments>();
  command
      .add_option("certificate", arguments->subjects,
                  "Ids of certificates, *.linkcert files, or folders of them")
      ->required();
  command.add_option_function<uint64_t>(
      "--after", [arguments](uint64_t after) { arguments->request.set_after(after); },
      "Tell what was logged behind this entry; all if not given");
  command.add_flag("--once", arguments->once, "End when all that the log holds is told");
  AddServerOptions(command, &arguments->server);
  AddOutputOptions(command, &arguments->output);
  command.footer(kFooter);
  command.callback([arguments, &context] { RunWatch(*arguments, context); });
}

}  // namespace linkcert::client
