#include "client/program/issue_run.h"

#include <algorithm>
#include <memory>
#include <ostream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/issue/batch_submission.h"
#include "client/local_file.h"
#include "client/program/issue_session.h"
#include "client/sheet/batch_description.h"
#include "client/sheet/sheet_preview.h"
#include "client/statement/key_file.h"
#include "proto/refusal.h"

namespace linkcert::client {
namespace {

constexpr Text kKeepWarning = {
    "keep this directory until the certificate files are written and handed out: it holds the "
    "only\n"
    "copy of the salts, and without them these certificates are lost",
    "在证书文件写出并交付之前请保管此目录：随机盐只存于此，丢失即无法生成证书"};

struct Loaded {
  std::string sheet;
  Preview preview;
};

absl::StatusOr<Loaded> Load(const IssueOptions& options) {
  if (options.sheet_path.empty() || options.description_path.empty()) {
    return absl::InvalidArgumentError("give SHEET.csv and --batch DESC.json");
  }
  absl::StatusOr<std::string> sheet = ReadLocalFile(options.sheet_path);
  if (!sheet.ok()) return sheet.status();
  const absl::StatusOr<std::string> text = ReadLocalFile(options.description_path);
  if (!text.ok()) return text.status();
  const absl::StatusOr<BatchDescription> description =
      ParseBatchDescription(*text, DirectoryOf(options.description_path));
  if (!description.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat(options.description_path, ": ", description.status().message()));
  }
  absl::StatusOr<Preview> preview = PreviewSheet(*sheet, *description);
  if (!preview.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat(options.sheet_path, ": ", preview.status().message()));
  }
  return Loaded{*std::move(sheet), *std::move(preview)};
}

Json ProblemFacts(const SheetProblem& problem) {
  Json facts;
  facts["line"] = problem.line;
  facts["column"] = problem.column;
  facts["reason"] = std::string(NameOf(problem.fault));
  facts["detail"] = problem.detail;
  return facts;
}

// What would be issued, and every bad row.
void PrintPreview(const IssueOptions& options, const Preview& preview, CommandContext& context) {
  Json facts;
  facts["encoding"] = std::string(SheetEncodingName(preview.encoding));
  facts["rows"] = preview.row_count;
  facts["batches"] = Json::array();
  for (const BatchRows& rows : preview.batches) {
    const v1::IssueBatch& batch = rows.batch;
    facts["batches"].push_back(absl::StrCat(
        batch.batch_number(), ": ", batch.occupation_name(), batch.trade().empty() ? "" : " / ",
        batch.trade(), ", ", batch.ladder(), " ", batch.level(), " × ", rows.rows.size()));
  }
  if (options.output.json) {
    facts["problems"] = Json::array();
    for (const SheetProblem& problem : preview.problems) {
      facts["problems"].push_back(ProblemFacts(problem));
    }
  }
  PrintFacts(context, options.output, {"sheet read", "已读取表格"}, facts);
  if (options.output.json) return;
  for (const SheetProblem& problem : preview.problems) {
    *context.err << FormatProblem(problem, options.output.language) << '\n';
  }
}

bool Prepare(const IssueOptions& options, std::vector<crypto::KeyId> signers,
             CommandContext& context) {
  const absl::StatusOr<Loaded> loaded = Load(options);
  if (!loaded.ok()) {
    Complain(context, loaded.status(), ExitCode::kUsage);
    return false;
  }
  PrintPreview(options, loaded->preview, context);
  if (!loaded->preview.problems.empty()) {
    Complain(context, absl::InvalidArgumentError("nothing was signed: the sheet has problems"),
             ExitCode::kInvalid);
    return false;
  }
  if (options.preview) return false;
  StatementFrame frame;
  frame.now_ms = context.now_ms;
  frame.signers = std::move(signers);
  const absl::StatusOr<std::string> registry = RegistryOf(options.registry);
  absl::Status status = registry.status();
  if (status.ok() && registry->empty()) {
    status = absl::InvalidArgumentError("no registry: give --genesis HEX");
  }
  if (status.ok()) {
    frame.registry = *registry;
    status = PrepareBatches(loaded->preview, loaded->sheet, frame, options.directory);
  }
  if (!status.ok()) {
    Complain(context, status, ExitCodeOfInput(status));
    return false;
  }
  *context.err << options.directory << ": " << kKeepWarning.In(options.output.language) << '\n';
  return true;
}

void PrintSubmitted(const SubmittedBatch& batch, const IssueOptions& options,
                    CommandContext& context) {
  const auto written = std::count_if(batch.rows.begin(), batch.rows.end(),
                                     [](const IssuedRow& row) { return row.outcome == kIssued; });
  if (batch.index) {
    Json facts;
    facts["batch_number"] = batch.batch_number;
    facts["index"] = *batch.index;
    facts["certificates"] = batch.rows.size();
    facts["already_logged"] = batch.already_logged;
    facts["verified_offline"] = written;
    PrintFacts(context, options.output, {"batch issued", "批次已发证"}, facts);
  }
  if (!batch.status.ok()) {
    absl::Status named(batch.status.code(),
                       absl::StrCat(batch.batch_number, ": ", batch.status.message()));
    Complain(context, named, ExitCodeOfAnswer(batch.status));
  } else if (!batch.quorum_met) {
    Complain(context, proto::Refuse(proto::Reason::kQuorumNotMet, batch.batch_number),
             ExitCode::kUnknown);
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

}  // namespace

void SubmitDirectory(const IssueOptions& options, const std::string& directory,
                     CommandContext& context) {
  Submit(options, directory, true, context);
}

void RunIssue(const IssueOptions& options, CommandContext& context) {
  if (!options.resume_directory.empty()) {
    return Resume(options, context);
  }
  if (options.preview) {
    Prepare(options, {}, context);
    return;
  }
  if (options.signers.key_paths.empty() || options.directory.empty()) {
    const auto missing =
        absl::InvalidArgumentError("give --key FILE (of two people) and --out DIR");
    return Complain(context, missing, ExitCode::kUsage);
  }
  const absl::StatusOr<std::vector<std::unique_ptr<crypto::Signer>>> signers =
      LoadSigners(options.signers);
  if (!signers.ok()) return Complain(context, signers.status(), ExitCode::kUsage);
  std::vector<crypto::KeyId> ids;
  for (const std::unique_ptr<crypto::Signer>& signer : *signers) {
    ids.push_back(signer->public_key().id());
  }
  if (!Prepare(options, std::move(ids), context)) return;
  absl::Status status = SignBatches(options.directory, *signers);
  if (!status.ok()) return Complain(context, status, ExitCodeOfInput(status));
  Submit(options, options.directory, false, context);
}

void RunPrepare(const IssueOptions& options, CommandContext& context) {
  std::vector<crypto::KeyId> ids;
  for (const std::string& path : options.signer_paths) {
    const absl::StatusOr<crypto::PublicKey> key = ReadPublicKey(path);
    if (!key.ok()) return Complain(context, key.status(), ExitCode::kUsage);
    ids.push_back(key->id());
  }
  Prepare(options, std::move(ids), context);
}

}  // namespace linkcert::client
