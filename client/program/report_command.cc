// linkcert report sheet|sync
#include <CLI/CLI.hpp>
#include <map>
#include <memory>
#include <string>

#include "client/program/age_option.h"
#include "client/program/issuing_commands.h"
#include "client/program/output_path.h"
#include "client/program/report_run.h"

namespace linkcert::client {
namespace {

constexpr char kSheetFooter[] =
    R"(The 11 columns of the authority's report sheet (汇总表), of state certificates issued on these
days, out of the issuer's own certificate files, which show all claims: nobody is asked. Bring the
files up to date first, or what was revoked since would be reported. One row a certificate, in its
newest version. What does not hold (revoked, suspended, superseded, of a voided batch, expired) is
told of and left out: the national page would show what stands in the sheet as valid. CSV only: import
it into Excel with 证件号码 and 证书编号 as text, or their last digits are lost.

  linkcert refresh issued/
  linkcert report sheet issued/ --from 2026-04-01 --to 2026-06-30 --out q2.csv --summary q2-sum.csv
  linkcert report sheet issued/ corrected/ … --encoding gb18030 --out q2.csv

All certificates of a batch must be here, in their newest version; a batch of which none is here is not
missed. The summary counts by issuer, occupation, trade and level, and names nobody; the sheet does.
With --reported DIR come statement texts that say REPORTED of these certificates, signed like those
of an answer (`linkcert report sync --help`) once the sheet was handed in.

Exit: 0 written, 1 a file is not well made, hides a claim or is missing, or two have one number,
2 usage, 3 whether a certificate holds is undecided.)";

constexpr char kSyncFooter[] =
    R"(What the national platform (全国联网查询) answered, for the registry: a sheet (CSV in UTF-8, UTF-8
with BOM or GB18030) whose first line names these columns, in any order and among others:

  证书编号 number    联网状态 state: 已上报 REPORTED, 已接收 or 已入库 ACCEPTED, 已退回 RETURNED
  返回码 code        the platform's, [A-Z0-9-]; may be absent

Each number must be that of one of the certificate files. One statement text a batch, state and
code; each is then signed by one person of the issuer:

  linkcert report sync answer.csv issued/ --out sync
  linkcert statement build sync/sync-1.textproto --signer leader-1.pem.pub --out sync-1.statement
  linkcert statement sign sync-1.statement --key leader-1.pem
  linkcert statement submit sync-1.statement

Exit: 0 written, 1 rows are wrong (each is named), or a file is not well made, 2 usage.)";

// YYYY-MM-DD into `day`.
CLI::Option* AddDayOption(CLI::App& command, const char* name, const char* text,
                          proto::CivilDate* day) {
  const auto check = [](const std::string& value) -> std::string {
    return proto::ParseDate(value).ok() ? "" : "a day like 2026-06-30";
  };
  return command
      .add_option_function<std::string>(
          name, [day](const std::string& value) { *day = proto::ParseDate(value).value_or(0); },
          text)
      ->check(check)
      ->required()
      ->type_name("YYYY-MM-DD");
}

void AddFiles(CLI::App& command, IssuedFiles* files) {
  command.add_option("files", files->paths, "*.linkcert files, or folders of them")
      ->required()
      ->type_name("ISSUED");
  AddTrustOptions(command, &files->trust);
  AddAgeOption(command, &files->max_age);
}

void AddSheetCommand(CLI::App& report, CommandContext& context) {
  const auto arguments = std::make_shared<SheetReport>();
  CLI::App& command =
      *report.add_subcommand("sheet", "The report sheet of a period, and its summary");
  command.footer(kSheetFooter);
  AddFiles(command, &arguments->files);
  AddDayOption(command, "--from", "First issue date", &arguments->period.from);
  AddDayOption(command, "--to", "Last issue date", &arguments->period.to);
  command.add_option("--out", arguments->out_path, "The sheet; replaced")
      ->required()
      ->check(ReplaceableFile())
      ->type_name("SHEET.csv");
  command.add_option("--summary", arguments->summary_path, "Counts only; replaced")
      ->check(ReplaceableFile())
      ->type_name("FILE.csv");
  command
      .add_option("--reported", arguments->reported_directory,
                  "Directory for statement texts that tell the registry what was reported")
      ->type_name("DIR");
  command.add_flag("--incomplete", arguments->may_be_incomplete,
                   "Although not all certificates of a batch are here");
  command.add_option("--issuing-name", arguments->issuing_name,
                     "发证机构, where it is not the issuer's name");
  const std::map<std::string, SheetEncoding> encodings = {
      {"utf-8-bom", SheetEncoding::kUtf8WithBom},
      {"utf-8", SheetEncoding::kUtf8},
      {"gb18030", SheetEncoding::kGb18030}};
  command.add_option("--encoding", arguments->encoding, "utf-8-bom (default), utf-8 or gb18030")
      ->transform(CLI::CheckedTransformer(encodings, CLI::ignore_case));
  AddOutputOptions(command, &arguments->output);
  command.callback([arguments, &context] { ReportSheetOf(*arguments, context); });
}

void AddSyncCommand(CLI::App& report, CommandContext& context) {
  const auto arguments = std::make_shared<SyncReport>();
  CLI::App& command = *report.add_subcommand(
      "sync", "The authority's answer to a report, as statements for the registry");
  command.footer(kSyncFooter);
  command.add_option("answer", arguments->answer_path, "The answer, or -")
      ->required()
      ->type_name("ANSWER.csv");
  AddFiles(command, &arguments->files);
  command.add_option("--out", arguments->out_directory, "Directory for the statement texts")
      ->required()
      ->type_name("DIR");
  AddOutputOptions(command, &arguments->output);
  command.callback([arguments, &context] { ReportSyncOf(*arguments, context); });
}

}  // namespace

void AddReportCommand(CLI::App& app, CommandContext& context) {
  CLI::App& report = *app.add_subcommand("report", "To the authority, and its answer back");
  report.require_subcommand(1);
  AddSheetCommand(report, context);
  AddSyncCommand(report, context);
}

}  // namespace linkcert::client
