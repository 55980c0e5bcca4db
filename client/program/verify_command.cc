// `verify`: certificate files, one by one or whole folders.
#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/string_view.h"
#include "client/program/age_option.h"
#include "client/program/command.h"
#include "client/program/memory_options.h"
#include "client/program/moment_option.h"
#include "client/program/verify_online.h"
#include "client/program/verify_run.h"
#include "client/verify/set_verifier.h"
#include "client/verify/verify.h"

namespace linkcert::client {
namespace {

constexpr char kFooter[] = R"(Needs the file, the policy and the genesis hash; no network.

Examples:
  linkcert-verify verify wang.linkcert --policy registry.policy --genesis 3f1a…
  LINKCERT_POLICY=registry.policy LINKCERT_GENESIS=3f1a… linkcert-verify verify team/
  curl -s https://firm.example/wang.linkcert | linkcert-verify verify - --max-age none
  linkcert-verify verify team/ --output json | jq -c '[.file, .conclusion]'
  linkcert-verify verify gate-team.linkcertset --output json
  linkcert-verify verify wang.linkcert --as-of 2026-06-30      was it valid then?

Exit: 0 all valid, 1 one proven invalid, 2 usage, 3 one could not be decided, 4 the registry may
not tell this caller, 5 the log signed two histories: the checkpoint of a file, set or server
contradicts the one remembered.)";

bool CheckpointPassed(const Verification& verification) {
  return absl::c_any_of(verification.verdict.checks(), [](const v1::Check& check) {
    return check.name() == NameOf(CheckName::kCheckpoint) &&
           check.result() == v1::CHECK_RESULT_PASS;
  });
}

// The signed note of a file that was verified.
std::string CheckpointOf(absl::string_view file) {
  v1::CertificateFile decoded;
  decoded.ParseFromArray(file.data(), static_cast<int>(file.size()));
  return decoded.checkpoint();
}

void RunOffline(const VerifyArguments& arguments, CommandContext& context) {
  if (arguments.trust.policy_path.empty() || arguments.trust.genesis_hex.empty()) {
    return Complain(context, absl::InvalidArgumentError("--policy and --genesis are required"),
                    ExitCode::kUsage);
  }
  absl::StatusOr<Trust> trust = LoadTrust(arguments.trust.policy_path, arguments.trust.genesis_hex);
  if (!trust.ok()) return Complain(context, trust.status(), ExitCode::kUsage);
  const auto as_of_ms = ReadAsOf(arguments.as_of, context.now_ms);
  if (!as_of_ms.ok()) return Complain(context, as_of_ms.status(), ExitCode::kUsage);
  const VerifyOptions options = {.now_ms = context.now_ms,
                                 .max_age_ms = ParseAge(arguments.max_age).value_or(0),
                                 .as_of_ms = *as_of_ms};
  Verifier verifier(*trust, options);
  FileMemory memory(arguments.memory, *trust, context);
  VerdictSource source;
  source.file = [&](const std::string& name, absl::string_view file) {
    Verification verification = verifier.Verify(file);
    if (CheckpointPassed(verification)) memory.Recognise(name, CheckpointOf(file));
    return verification;
  };
  source.set = [&](const std::string& name, std::istream& set,
                   const SetVerifier::OnCertificate& tell) {
    SetVerifier set_verifier(*trust, options);
    set_verifier.Verify(set, [&](const Verification& verification) {
      if (CheckpointPassed(verification)) memory.Recognise(name, set_verifier.checkpoint());
      tell(verification);
    });
  };
  VerifyAll(arguments.subjects, source, context);
}

}  // namespace

void AddVerifyCommand(CLI::App& app, CommandContext& context, OpenRegistry open) {
  CLI::App* command = app.add_subcommand("verify", "Verify certificate files and sets offline");
  auto arguments = std::make_shared<VerifyArguments>();
  command
      ->add_option("file", arguments->subjects.paths,
                   "*.linkcert files, *.linkcertset sets, folders of them, or -")
      ->required();
  AddTrustOptions(*command, &arguments->trust);
  if (open) AddOnlineOptions(*command, arguments.get());
  AddAgeOption(*command, &arguments->max_age);
  AddAsOfOption(*command, &arguments->as_of);
  command->add_flag("-v,--verbose", arguments->subjects.verbose,
                    "also list the checks that passed, and what is taken on whose word");
  AddMemoryOptions(*command, &arguments->memory);
  AddOutputOptions(*command, &arguments->subjects.output);
  command->footer(kFooter);
  command->callback([arguments, open = std::move(open), &context] {
    if (arguments->online.server.empty()) return RunOffline(*arguments, context);
    VerifyOnline(*arguments, open, context);
  });
}

}  // namespace linkcert::client
