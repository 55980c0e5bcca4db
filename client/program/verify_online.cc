#include "client/program/verify_online.h"

#include <CLI/CLI.hpp>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "client/program/moment_option.h"
#include "client/program/verify_team.h"
#include "client/verify/verify.h"

namespace linkcert::client {
namespace {

// Holds the registry's log to what is remembered of it, when the policy says whose log it must be.
// False, with a complaint and exit code, when its answers are not worth asking for.
bool RecogniseLog(const VerifyArguments& arguments, const AskedRegistry& registry,
                  CommandContext& context) {
  const TrustOptions& named = arguments.trust;
  if (arguments.memory.off || named.policy_path.empty() || named.genesis_hex.empty()) return true;
  const absl::StatusOr<Trust> trust = LoadTrust(named.policy_path, named.genesis_hex);
  if (!trust.ok()) {
    Complain(context, trust.status(), ExitCode::kUsage);
    return false;
  }
  const absl::StatusOr<std::string> note = registry.checkpoint();
  absl::Status status = note.status();
  if (status.ok()) status = trust->policy.Evaluate(*note, context.now_ms / 1000).status();
  if (!status.ok()) {
    Complain(context, status, ExitCode::kUnknown);
    return false;
  }
  return Recognise(arguments.memory, {*note, arguments.online.server}, *trust, registry.prove,
                   context);
}

// The one line of a file; empty for no path.
absl::StatusOr<std::string> ReadLineOf(const std::string& path, CommandContext& context) {
  if (path.empty()) return std::string();
  const absl::StatusOr<std::string> bytes = ReadInput(context, path);
  if (!bytes.ok()) return bytes.status();
  std::string line(absl::StripAsciiWhitespace(*bytes));
  if (line.empty()) return absl::InvalidArgumentError(absl::StrCat(path, " is empty"));
  return line;
}

absl::StatusOr<v1::NumberQuery> QueryOf(const OnlineQuestion& question, CommandContext& context) {
  if (question.name_path.empty() && question.id_number_path.empty()) {
    return absl::InvalidArgumentError("--number needs --name-from or --id-number-from");
  }
  const absl::StatusOr<std::string> name = ReadLineOf(question.name_path, context);
  if (!name.ok()) return name.status();
  const absl::StatusOr<std::string> id_number = ReadLineOf(question.id_number_path, context);
  if (!id_number.ok()) return id_number.status();
  v1::NumberQuery query;
  query.set_number(question.number);
  query.set_name(*name);
  query.set_id_number(*id_number);
  query.set_purpose(question.purpose);
  return query;
}

absl::StatusOr<Verification> Ask(const AskedRegistry& registry,
                                 const v1::VerifyCertificateRequest& request) {
  absl::StatusOr<v1::Verdict> verdict = registry.verify(request);
  if (!verdict.ok()) return verdict.status();
  Verification verification;
  verification.verdict = *std::move(verdict);
  return verification;
}

void VerifyFiles(const VerifyArguments& arguments, const AskedRegistry& registry,
                 const v1::VerifyCertificateRequest& asked, CommandContext& context) {
  VerdictSource source;
  source.file = [&](const std::string&, absl::string_view file) {
    v1::VerifyCertificateRequest request = asked;
    request.set_certificate_file(file.data(), file.size());
    return Ask(registry, request);
  };
  VerifyAll(arguments.subjects, source, context);
}

void AddNumberOptions(CLI::App& command, CLI::Option* server, OnlineQuestion* question) {
  CLI::Option* number =
      command.add_option("--number", question->number,
                         "ask for a certificate by its number and its holder: match or no match");
  number->needs(server)->excludes(command.get_option("file"));
  number->excludes(command.get_option("--team"));
  command.add_option("--name-from", question->name_path, "file with the holder's name, or -")
      ->needs(number);
  command
      .add_option("--id-number-from", question->id_number_path,
                  "file with the holder's ID number, or -")
      ->needs(number);
  number->needs(command
                    .add_option("--purpose", question->purpose,
                                "for what, without personal data: kept in the registry's journal")
                    ->needs(number));
}

void AddTeamOptions(CLI::App& command, CLI::Option* post, OnlineQuestion* question) {
  CLI::Option* team = command.add_flag(
      "--team", question->team,
      "is the team fit for the post? Each file is a member, or a folder with all that he holds");
  team->needs(post)->needs(command.get_option("file"));
  command.add_option("--leader", question->leader, "the file or folder of the team's leader")
      ->needs(team);
}

}  // namespace

void AddOnlineOptions(CLI::App& command, VerifyArguments* arguments) {
  OnlineQuestion* const question = &arguments->online;
  CLI::Option* server = command.add_option(
      "--server", question->server,
      "ask this registry (HOST:PORT) instead: its word, not a proof; with --policy and "
      "--genesis its log is held to what is remembered");
  CLI::Option* audience =
      command
          .add_option("--audience", question->audience,
                      "organisation id: does it recognise the certificate, as which grade?")
          ->needs(server);
  CLI::Option* post = command.add_option("--post", question->post,
                                         "post of the audience's: does the certificate fit it?");
  post->needs(audience);
  AddTeamOptions(command, post, question);
  AddNumberOptions(command, server, question);
  for (const char* name : {"file", "--policy", "--genesis"}) {
    command.get_option(name)->required(false);
  }
}

void VerifyOnline(const VerifyArguments& arguments, const OpenRegistry& open,
                  CommandContext& context) {
  const OnlineQuestion& question = arguments.online;
  const auto as_of_ms = ReadAsOf(arguments.as_of, context.now_ms);
  if (!as_of_ms.ok()) return Complain(context, as_of_ms.status(), ExitCode::kUsage);
  v1::VerifyCertificateRequest asked;
  asked.set_audience(question.audience);
  asked.set_post(question.post);
  asked.set_as_of(as_of_ms->value_or(0));
  if (!question.number.empty()) {
    absl::StatusOr<v1::NumberQuery> query = QueryOf(question, context);
    if (!query.ok()) return Complain(context, query.status(), ExitCode::kUsage);
    *asked.mutable_number_query() = *std::move(query);
  }
  const absl::StatusOr<AskedRegistry> registry = open(question.server);
  if (!registry.ok()) return Complain(context, registry.status(), ExitCode::kUsage);
  if (!RecogniseLog(arguments, *registry, context)) return;
  if (question.team) return VerifyTeam(arguments, *registry, asked, context);
  if (question.number.empty()) return VerifyFiles(arguments, *registry, asked, context);
  TellAnswer(question.number, Ask(*registry, asked), arguments.subjects, context);
}

}  // namespace linkcert::client
