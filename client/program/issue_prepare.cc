#include "client/program/issue_prepare.h"

#include <algorithm>
#include <memory>
#include <ostream>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/issue/companions.h"
#include "client/issue/pending_batch.h"
#include "client/local_file.h"
#include "client/program/issue_session.h"
#include "client/program/registry_check.h"
#include "client/sheet/batch_description.h"
#include "client/sheet/sheet_preview.h"

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
  for (BatchRows& batch : preview->batches) {
    absl::Status status = LinkCompanions(batch, preview->problems);
    if (!status.ok()) return status;
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

std::string CompanionPart(const BatchRows& rows) {
  if (rows.companion_directory.empty()) return "";
  const auto count = std::count_if(rows.rows.begin(), rows.rows.end(),
                                   [](const ReportRow& row) { return row.companion != 0; });
  return absl::StrCat(", companions ", count);
}

// What would be issued, and every bad row; whether there is none.
bool PrintSheet(const IssueOptions& options, const Preview& preview, CommandContext& context) {
  Json facts;
  facts["encoding"] = std::string(SheetEncodingName(preview.encoding));
  facts["rows"] = preview.row_count;
  facts["batches"] = Json::array();
  for (const BatchRows& rows : preview.batches) {
    const v1::IssueBatch& batch = rows.batch;
    facts["batches"].push_back(absl::StrCat(batch.batch_number(), ": ", batch.occupation_name(),
                                            batch.trade().empty() ? "" : " / ", batch.trade(), ", ",
                                            batch.ladder(), " ", batch.level(), " × ",
                                            rows.rows.size(), CompanionPart(rows)));
  }
  return PrintPreview(options, {"sheet read", "已读取表格"}, std::move(facts), preview.problems,
                      context);
}

absl::StatusOr<StatementFrame> FrameOf(const IssueOptions& options,
                                       std::vector<crypto::KeyId> signers, uint64_t now_ms) {
  absl::StatusOr<std::string> registry = RegistryOf(options.registry);
  if (!registry.ok()) return registry.status();
  if (registry->empty()) return absl::InvalidArgumentError("no registry: give --genesis HEX");
  return StatementFrame{*std::move(registry), std::move(signers), now_ms};
}

// The registry's own word on each batch by itself: what one takes, the next can no more have.
void AskRegistry(const IssueOptions& options, const std::vector<MadeBatch>& batches,
                 CommandContext& context) {
  const absl::StatusOr<std::unique_ptr<Remote>> remote = ConnectTo(options.server);
  if (!remote.ok()) return Complain(context, remote.status(), ExitCode::kUsage);
  for (const MadeBatch& batch : batches) {
    std::vector<std::string> leaves;
    for (const auto& certificate : batch.pending.certificates()) {
      leaves.push_back(certificate.leaf());
    }
    if (!CheckAtRegistry(batch.statement, leaves, **remote, options.output, context)) return;
  }
}

}  // namespace

bool PrintPreview(const IssueOptions& options, const Text& heading, Json facts,
                  const SheetProblems& problems, CommandContext& context) {
  if (options.output.json) {
    facts["problems"] = Json::array();
    for (const SheetProblem& problem : problems) facts["problems"].push_back(ProblemFacts(problem));
  }
  PrintFacts(context, options.output, heading, facts);
  for (const SheetProblem& problem : problems) {
    if (options.output.json) break;
    *context.err << FormatProblem(problem, options.output.language) << '\n';
  }
  if (problems.empty()) return true;
  Complain(context, absl::InvalidArgumentError("nothing was signed: the sheet has problems"),
           ExitCode::kInvalid);
  return false;
}

bool Prepare(const IssueOptions& options, std::vector<crypto::KeyId> signers,
             const MakeBatchesFor& make, CommandContext& context) {
  constexpr Text kNotAsked = {
      "the registry was not asked: give --server, --genesis, and who signs\n",
      "未向登记簿核对：请给出 --server、--genesis 和签署人\n"};
  if (options.preview && (signers.empty() || options.server.server.empty())) {
    *context.err << kNotAsked.In(options.output.language);
    return false;
  }
  const absl::StatusOr<StatementFrame> frame = FrameOf(options, std::move(signers), context.now_ms);
  const auto made = frame.ok() ? make(*frame) : frame.status();
  absl::Status status = made.status();
  if (status.ok() && options.preview) {
    AskRegistry(options, *made, context);
    return false;
  }
  if (status.ok()) status = WritePendingBatches(options.directory, *made);
  if (!status.ok()) {
    Complain(context, status, ExitCodeOfInput(status));
    return false;
  }
  *context.err << options.directory << ": " << kKeepWarning.In(options.output.language) << '\n';
  return true;
}

bool PrepareSheet(const IssueOptions& options, std::vector<crypto::KeyId> signers,
                  CommandContext& context) {
  const absl::StatusOr<Loaded> loaded = Load(options);
  if (!loaded.ok()) {
    Complain(context, loaded.status(), ExitCode::kUsage);
    return false;
  }
  if (!PrintSheet(options, loaded->preview, context)) return false;
  const auto make = [&](const StatementFrame& frame) {
    return MakeBatches(loaded->preview, loaded->sheet, frame);
  };
  return Prepare(options, std::move(signers), make, context);
}

}  // namespace linkcert::client
