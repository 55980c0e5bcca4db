#include "client/program/verify_team.h"

#include <ostream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/render/render_team.h"

namespace linkcert::client {
namespace {

// What is asked, and under which names it is answered.
struct Team {
  v1::VerifyTeamRequest request;
  NamedTeam names;
};

absl::Status AddMember(const std::string& path, Team& team, CommandContext& context) {
  v1::TeamMember& member = *team.request.add_members();
  NamedMember& named = team.names.members.emplace_back();
  named.name = path;
  for (const std::string& file : FindFiles({path}, {".linkcert"}, context)) {
    absl::StatusOr<std::string> bytes = ReadInput(context, file);
    if (!bytes.ok()) return bytes.status();
    member.add_certificates()->set_certificate_file(*std::move(bytes));
    named.certificates.push_back(file);
  }
  return absl::OkStatus();
}

absl::StatusOr<Team> ReadTeam(const VerifyArguments& arguments,
                              const v1::VerifyCertificateRequest& asked, CommandContext& context) {
  Team team;
  team.request.set_audience(asked.audience());
  team.request.set_post(asked.post());
  team.request.set_as_of(asked.as_of());
  team.names.audience = asked.audience();
  team.names.post = asked.post();
  for (const std::string& path : arguments.subjects.paths) {
    absl::Status status = AddMember(path, team, context);
    if (!status.ok()) return status;
    if (path == arguments.online.leader) {
      team.request.set_leader(static_cast<uint32_t>(team.request.members_size()));
    }
  }
  if (!arguments.online.leader.empty() && team.request.leader() == 0) {
    return absl::InvalidArgumentError("--leader must be one of the members");
  }
  return team;
}

ExitCode ExitCodeOf(v1::Answer fit) {
  if (fit == v1::ANSWER_YES) return ExitCode::kValid;
  return fit == v1::ANSWER_NO ? ExitCode::kInvalid : ExitCode::kUnknown;
}

bool Answers(const v1::TeamVerdict& verdict, const Team& team) {
  bool complete = verdict.members_size() == team.request.members_size();
  for (int i = 0; complete && i < verdict.members_size(); ++i) {
    complete =
        verdict.members(i).certificates_size() == team.request.members(i).certificates_size();
  }
  return complete;
}

}  // namespace

void VerifyTeam(const VerifyArguments& arguments, const AskedRegistry& registry,
                const v1::VerifyCertificateRequest& asked, CommandContext& context) {
  const absl::StatusOr<Team> team = ReadTeam(arguments, asked, context);
  if (!team.ok()) return Complain(context, team.status(), ExitCode::kUsage);
  absl::StatusOr<v1::TeamVerdict> verdict = registry.verify_team(team->request);
  if (verdict.ok() && !Answers(*verdict, *team)) {
    verdict = absl::DataLossError("the registry answers about another team");
  }
  if (!verdict.ok()) return ComplainOfAnswer(context, verdict.status());
  context.exit_code = Worse(context.exit_code, ExitCodeOf(verdict->fit()));
  const OutputOptions& output = arguments.subjects.output;
  const RenderOptions options = {.language = output.language, .colour = context.colour};
  *context.out << (output.json ? RenderJson(team->names, *verdict)
                               : RenderText(team->names, *verdict, options));
}

}  // namespace linkcert::client
