// linkcert issue show: the rows behind a batch statement, for the one who signs it.
#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/issue/pending_batch.h"
#include "client/issue/pending_check.h"
#include "client/local_file.h"
#include "client/program/issue_run.h"
#include "client/program/issuing_commands.h"
#include "client/sheet/csv.h"
#include "client/sheet/report_sheet.h"

namespace linkcert::client {
namespace {

constexpr char kFooter[] =
    R"(A batch statement names no person: it holds the root of the rows. This prints the rows after
checking that they give that root and that the claims say what the rows say.

Example:
  linkcert issue show issued/batch-1 && linkcert statement sign issued/batch-1/batch.statement …)";

// A directory of batches, the directory of one, or its pending.batch.
absl::StatusOr<std::vector<PendingDirectory>> Open(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::is_directory(path, error)) {
    absl::StatusOr<PendingDirectory> batch = ReadPendingBatch(DirectoryOf(path));
    if (!batch.ok()) return batch.status();
    return std::vector<PendingDirectory>{*std::move(batch)};
  }
  if (std::filesystem::exists(path + "/batch.statement", error)) {
    return Open(path + "/pending.batch");
  }
  return ReadPendingBatches(path);
}

// Of new versions: which certificate each row replaces, and which claims of it a correction
// changes.
void AddReplaced(const v1::Statement& statement, Json& facts) {
  if (statement.has_issue_batch()) return;
  facts["replaces"] = Json::array();
  for (const v1::Correction& correction : statement.correct_certificates().corrections()) {
    facts["replaces"].push_back(absl::StrCat(correction.certificate(), ": claims ",
                                             absl::StrJoin(correction.changed_tags(), ", ")));
  }
  for (const uint64_t certificate : statement.reissue_certificates().certificates()) {
    facts["replaces"].push_back(absl::StrCat(certificate));
  }
}

void Print(const PendingDirectory& batch, const OutputOptions& output, CommandContext& context) {
  Json facts;
  facts["batch_number"] = NameOf(batch);
  facts["statement"] = batch.statement.digest().ToHex();
  facts["certificates"] = batch.pending.certificates_size();
  AddReplaced(batch.statement.statement(), facts);
  if (output.json) {
    facts["rows"] = Json::array();
    for (const v1::PendingCertificate& row : batch.pending.certificates()) {
      facts["rows"].push_back(
          Json(std::vector<std::string>(row.cells().begin(), row.cells().end())));
    }
  }
  PrintFacts(context, output,
             {"rows agree with the statement's leaves_root", "数据行与声明的叶根一致"}, facts);
  if (output.json) return;
  *context.out << FormatCsvRow({ReportColumns().begin(), ReportColumns().end()});
  for (const v1::PendingCertificate& row : batch.pending.certificates()) {
    *context.out << FormatCsvRow({row.cells().begin(), row.cells().end()});
  }
}

}  // namespace

void AddIssueShowCommand(CLI::App& issue, CommandContext& context) {
  struct Arguments {
    std::string path;
    OutputOptions output;
  };
  const auto arguments = std::make_shared<Arguments>();
  CLI::App& command = *issue.add_subcommand("show", "The rows of prepared batches, before signing");
  command.footer(kFooter);
  command.add_option("path", arguments->path, "DIR, DIR/batch-1 or its pending.batch")
      ->required()
      ->type_name("DIR");
  AddOutputOptions(command, &arguments->output);
  command.callback([arguments, &context] {
    const absl::StatusOr<std::vector<PendingDirectory>> batches = Open(arguments->path);
    if (!batches.ok()) {
      return Complain(context, batches.status(), ExitCodeOfInput(batches.status()));
    }
    for (const PendingDirectory& batch : *batches) Print(batch, arguments->output, context);
  });
}

}  // namespace linkcert::client
