#include "client/program/issue_run.h"

#include <algorithm>
#include <memory>
#include <ostream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/issue/batch_submission.h"
#include "client/local_file.h"
#include "client/program/issue_prepare.h"
#include "client/program/issue_session.h"
#include "client/statement/key_file.h"
#include "proto/refusal.h"

namespace linkcert::client {
namespace {

void PrintSubmitted(const SubmittedBatch& batch, const IssueOptions& options,
                    CommandContext& context) {
  const auto written = std::count_if(batch.rows.begin(), batch.rows.end(),
                                     [](const IssuedRow& row) { return row.outcome == kIssued; });
  if (batch.index) {
    Json facts;
    facts["batch_number"] = batch.name;
    facts["index"] = *batch.index;
    facts["certificates"] = batch.rows.size();
    facts["already_logged"] = batch.already_logged;
    facts["verified_offline"] = written;
    PrintFacts(context, options.output, {"batch issued", "批次已发证"}, facts);
  }
  if (!batch.status.ok()) {
    absl::Status named(batch.status.code(), absl::StrCat(batch.name, ": ", batch.status.message()));
    Complain(context, named, ExitCodeOfAnswer(batch.status));
  } else if (!batch.quorum_met) {
    Complain(context, proto::Refuse(proto::Reason::kQuorumNotMet, batch.name), ExitCode::kUnknown);
  }
}

void WriteResultSheet(const IssueOptions& options, const std::string& directory,
                      std::vector<IssuedRow> rows, CommandContext& context) {
  const std::string path = PathIn(directory, "result.csv");
  const absl::StatusOr<std::string> earlier = ReadLocalFile(path);
  if (earlier.ok()) KeepBetterOutcomes(*earlier, rows);
  const absl::Status status =
      WriteLocalFile(path, FormatResultSheet(std::move(rows)), FileAccess::kPrivate);
  if (!status.ok()) return Complain(context, status, ExitCode::kUsage);
  *context.err << Text{"result sheet: ", "结果表："}.In(options.output.language) << path << '\n';
}

// Nothing is sent to a log that contradicts what was seen of it. One that does not answer is told
// of with each batch.
bool IsKnownRegistry(const IssueOptions& options, const Trust& trust, Remote& remote,
                     CommandContext& context) {
  const absl::StatusOr<std::string> note = remote.GetCheckpoint();
  return !note.ok() ||
         Recognise(options.memory, {*note, options.server.server}, trust, remote.Prover(), context);
}

void Submit(const IssueOptions& options, const std::string& directory, bool without_quorum,
            CommandContext& context) {
  const absl::StatusOr<Trust> trust = LoadTrust(options.policy_path, options.registry.hex);
  if (!trust.ok()) return Complain(context, trust.status(), ExitCode::kUsage);
  const absl::StatusOr<std::vector<PendingDirectory>> batches = ReadPendingBatches(directory);
  if (!batches.ok()) {
    return Complain(context, batches.status(), ExitCodeOfInput(batches.status()));
  }
  const absl::StatusOr<std::unique_ptr<Remote>> remote = ConnectTo(options.server);
  if (!remote.ok()) return Complain(context, remote.status(), ExitCode::kUsage);
  if (!IsKnownRegistry(options, *trust, **remote, context)) return;
  const SubmissionOptions submission = {
      .now_ms = context.now_ms, .without_quorum = without_quorum, .to_vault = options.to_vault};
  std::vector<IssuedRow> rows;
  for (const PendingDirectory& batch : *batches) {
    const SubmittedBatch submitted = SubmitBatch(**remote, batch, *trust, submission, directory);
    PrintSubmitted(submitted, options, context);
    rows.insert(rows.end(), submitted.rows.begin(), submitted.rows.end());
  }
  WriteResultSheet(options, directory, std::move(rows), context);
}

// With --key, the missing signatures first.
void Resume(const IssueOptions& options, CommandContext& context) {
  if (!options.signers.key_paths.empty()) {
    const absl::StatusOr<std::vector<std::unique_ptr<crypto::Signer>>> signers =
        LoadSigners(options.signers);
    if (!signers.ok()) return Complain(context, signers.status(), ExitCode::kUsage);
    const absl::Status status = SignBatches(options.resume_directory, *signers);
    if (!status.ok()) return Complain(context, status, ExitCodeOfInput(status));
  }
  SubmitDirectory(options, options.resume_directory, context);
}

// Prepared, signed and submitted at one go.
void IssueHere(const IssueOptions& options, const PrepareFor& prepare, CommandContext& context) {
  const absl::StatusOr<std::vector<std::unique_ptr<crypto::Signer>>> signers =
      LoadSigners(options.signers);
  if (!signers.ok()) return Complain(context, signers.status(), ExitCode::kUsage);
  std::vector<crypto::KeyId> ids;
  for (const std::unique_ptr<crypto::Signer>& signer : *signers) {
    ids.push_back(signer->public_key().id());
  }
  if (!prepare(std::move(ids))) return;
  absl::Status status = SignBatches(options.directory, *signers);
  if (!status.ok()) return Complain(context, status, ExitCodeOfInput(status));
  Submit(options, options.directory, false, context);
}

void PrepareForOthers(const IssueOptions& options, const PrepareFor& prepare,
                      CommandContext& context) {
  std::vector<crypto::KeyId> ids;
  for (const std::string& path : options.signer_paths) {
    const absl::StatusOr<crypto::PublicKey> key = ReadPublicKey(path);
    if (!key.ok()) return Complain(context, key.status(), ExitCode::kUsage);
    ids.push_back(key->id());
  }
  prepare(std::move(ids));
}

}  // namespace

void SubmitDirectory(const IssueOptions& options, const std::string& directory,
                     CommandContext& context) {
  Submit(options, directory, true, context);
}

void RunIssuing(const IssueOptions& options, const PrepareFor& prepare, CommandContext& context) {
  const bool here = options.signer_paths.empty();
  const bool nobody = here && options.signers.key_paths.empty();
  if (nobody && options.preview) {
    prepare({});
    return;
  }
  if (nobody || (options.directory.empty() && !options.preview)) {
    const auto missing =
        absl::InvalidArgumentError("give --key FILE (of two people) and --out DIR");
    return Complain(context, missing, ExitCode::kUsage);
  }
  here ? IssueHere(options, prepare, context) : PrepareForOthers(options, prepare, context);
}

void RunIssue(const IssueOptions& options, CommandContext& context) {
  if (!options.resume_directory.empty()) return Resume(options, context);
  RunIssuing(
      options,
      [&](std::vector<crypto::KeyId> signers) {
        return PrepareSheet(options, std::move(signers), context);
      },
      context);
}

}  // namespace linkcert::client
