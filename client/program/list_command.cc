// linkcert list
#include <CLI/CLI.hpp>
#include <cstdio>
#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "client/program/issuing_commands.h"
#include "client/program/issuing_options.h"
#include "client/render/style.h"
#include "client/sheet/csv.h"
#include "proto/civil_date.h"

namespace linkcert::client {
namespace {

constexpr char kFooter[] =
    R"(The certificates that your organisation issued; with --employed those of its own people, whom the
registry knows by its vault. Needs a caller's certificate (--tls-cert, --tls-key). All of one state
of the log, which is told at the end. No personal data.

  linkcert list suzhou-xinlian --occupation 2022/6-25-04-07 --level 3 --issued-from 2026-01-01
  linkcert list lvyuan-board --employed --state revoked
  linkcert list suzhou-xinlian --csv > certificates.csv
  linkcert list suzhou-xinlian --output json | jq -r .certificate

Exit: 0 done, 1 refused, 2 usage, 3 no answer, 4 not permitted.)";

constexpr uint32_t kRowsOfACall = 1000;

struct ListArguments {
  std::string organisation;
  v1::ListCertificatesRequest request;
  bool csv = false;
  RemoteOptions server;
  OutputOptions output;
};

std::string StateName(v1::CertificateState state) {
  return v1::CertificateState_Name(state).substr(sizeof("CERTIFICATE_STATE_") - 1);
}
std::string ReasonName(v1::StatusReason reason) {
  if (reason == v1::STATUS_REASON_UNSPECIFIED) return {};
  return v1::StatusReason_Name(reason).substr(sizeof("STATUS_REASON_") - 1);
}
std::string IdOf(const v1::ListedCertificate& listed) {
  return listed.name().substr(listed.name().rfind('/') + 1);
}
std::string DayOf(uint32_t date) { return date == 0 ? std::string() : proto::FormatDate(date); }
std::string TimeOf(uint64_t ms) { return ms == 0 ? std::string() : FormatTime(ms); }

constexpr const char* kColumns[] = {"certificate", "state", "reason", "since",     "occupation",
                                    "edition",     "trade", "ladder", "level",     "issued_on",
                                    "valid_to",    "batch", "issuer", "issuer_id", "batch_number"};

std::vector<std::string> CellsOf(const v1::ListedCertificate& listed) {
  const v1::CertificateFacts& facts = listed.facts();
  return {IdOf(listed),
          StateName(listed.state()),
          ReasonName(listed.reason()),
          TimeOf(listed.since()),
          facts.occupation_code(),
          facts.occupation_edition(),
          facts.trade(),
          facts.ladder(),
          absl::StrCat(facts.level()),
          DayOf(facts.issued_on()),
          DayOf(facts.valid_to()),
          absl::StrCat(listed.batch()),
          facts.issuer_name(),
          facts.issuer(),
          facts.batch_number()};
}

std::string JsonLine(const v1::ListedCertificate& listed) {
  const std::vector<std::string> cells = CellsOf(listed);
  Json json;
  for (size_t i = 0; i < cells.size(); ++i) {
    const std::string column = kColumns[i];
    const bool is_number = column == "certificate" || column == "level" || column == "batch";
    uint64_t number = 0;
    if (is_number && absl::SimpleAtoi(cells[i], &number)) {
      json[column] = number;
    } else if (!cells[i].empty()) {
      json[column] = cells[i];
    }
  }
  if (listed.since() != 0) json["since"] = listed.since();  // milliseconds, as everywhere in JSON
  return FormatJson(json) + "\n";
}

std::string TextLine(const v1::ListedCertificate& listed) {
  const v1::CertificateFacts& facts = listed.facts();
  const std::string state =
      absl::StrCat(StateName(listed.state()), " ", ReasonName(listed.reason()));
  char line[128];
  std::snprintf(line, sizeof(line), "%9s  %-32s %-10s %2u  %s  ", IdOf(listed).c_str(),
                state.c_str(), facts.occupation_code().c_str(), facts.level(),
                DayOf(facts.issued_on()).c_str());
  return absl::StrCat(line, Printable(facts.occupation_name()), "  ",
                      Printable(facts.issuer_name()), "  ", Printable(facts.batch_number()), "\n");
}

void PrintRow(const v1::ListedCertificate& listed, const ListArguments& arguments,
              CommandContext& context) {
  *context.out << (arguments.csv           ? FormatCsvRow(CellsOf(listed))
                   : arguments.output.json ? JsonLine(listed)
                                           : TextLine(listed));
}

void RunList(ListArguments& arguments, CommandContext& context) {
  const absl::StatusOr<std::unique_ptr<Remote>> remote = ConnectTo(arguments.server);
  if (!remote.ok()) return Complain(context, remote.status(), ExitCode::kUsage);
  arguments.request.set_parent(absl::StrCat("organisations/", arguments.organisation));
  arguments.request.set_page_size(kRowsOfACall);
  if (arguments.csv) {
    *context.out << FormatCsvRow({std::begin(kColumns), std::end(kColumns)});
  }
  uint64_t count = 0;
  do {
    const auto page = (*remote)->ListCertificates(arguments.request);
    if (!page.ok()) return Complain(context, page.status(), ExitCodeOfAnswer(page.status()));
    for (const v1::ListedCertificate& listed : page->certificates()) {
      PrintRow(listed, arguments, context);
    }
    count += static_cast<uint64_t>(page->certificates_size());
    arguments.request.set_page_token(page->next_page_token());
    if (!page->next_page_token().empty()) continue;
    const Language language = arguments.output.language;
    *context.err << count << Text{" certificates, as of ", " 份证书，状态截至 "}.In(language)
                 << FormatTime(page->as_of()) << " (" << page->log_size()
                 << Text{" log entries)\n", " 个日志条目)\n"}.In(language);
  } while (!arguments.request.page_token().empty());
}

// "2022/6-25-04-07" or "6-25-04-07".
void SetOccupation(const std::string& text, v1::CertificateFilter* filter) {
  const std::vector<std::string> parts = absl::StrSplit(text, absl::MaxSplits('/', 1));
  if (parts.size() > 1) filter->set_occupation_edition(parts.front());
  filter->set_occupation_code(parts.back());
}

// YYYYMMDD; 0 when it is no day.
uint32_t ParseDay(const std::string& text) {
  absl::CivilDay day;
  if (!absl::ParseCivilTime(text, &day) || day.year() < 1900 || day.year() > 9999) return 0;
  return static_cast<uint32_t>(day.year() * 10000 + day.month() * 100 + day.day());
}
std::string CheckDay(const std::string& text) {
  return ParseDay(text) != 0 ? "" : "a day like 2026-06-30";
}

void AddDayOption(CLI::App& command, const char* name, const char* text,
                  const std::function<void(uint32_t)>& set) {
  command
      .add_option_function<std::string>(
          name, [set](const std::string& day) { set(ParseDay(day)); }, text)
      ->check(CheckDay);
}

void AddFilterOptions(CLI::App& command, v1::CertificateFilter* filter) {
  const auto text_option = [&](const char* name, const char* text, auto set) {
    command.add_option_function<std::string>(name, set, text);
  };
  text_option("--occupation", "EDITION/CODE, or a code of any edition",
              [filter](const std::string& text) { SetOccupation(text, filter); });
  text_option("--ladder", "id of the ladder",
              [filter](const std::string& text) { filter->set_ladder(text); });
  text_option("--batch-number", "the issuer's own number of the batch",
              [filter](const std::string& text) { filter->set_batch_number(text); });
  command.add_option_function<uint32_t>(
      "--level", [filter](uint32_t level) { filter->set_level(level); }, "ordinal on the ladder");
  command.add_option_function<uint64_t>(
      "--batch", [filter](uint64_t batch) { filter->set_batch(batch); }, "log index of the batch");
  command
      .add_option_function<std::string>(
          "--state",
          [filter](const std::string& name) {
            v1::CertificateState state = v1::CERTIFICATE_STATE_UNSPECIFIED;
            v1::CertificateState_Parse(
                absl::StrCat("CERTIFICATE_STATE_", absl::AsciiStrToUpper(name)), &state);
            filter->set_state(state);
          },
          "what became of them")
      ->check(CLI::IsMember({"valid", "suspended", "revoked", "superseded", "expired"}));
  AddDayOption(command, "--issued-from", "issued on this day or later",
               [filter](uint32_t day) { filter->set_issued_from(day); });
  AddDayOption(command, "--issued-to", "issued on this day or before",
               [filter](uint32_t day) { filter->set_issued_to(day); });
}

}  // namespace

void AddListCommand(CLI::App& app, CommandContext& context) {
  CLI::App& command = *app.add_subcommand("list", "Certificates of your own organisation");
  const auto arguments = std::make_shared<ListArguments>();
  command.add_option("organisation", arguments->organisation, "Your organisation's id")->required();
  command.add_flag_callback(
      "--employed",
      [arguments] { arguments->request.set_relation(v1::CERTIFICATE_RELATION_EMPLOYED); },
      "Those of your own people, instead of those that you issued");
  AddFilterOptions(command, arguments->request.mutable_filter());
  command.add_flag("--csv", arguments->csv, "A table for spreadsheets");
  AddServerOptions(command, &arguments->server);
  AddOutputOptions(command, &arguments->output);
  command.footer(kFooter);
  command.callback([arguments, &context] { RunList(*arguments, context); });
}

}  // namespace linkcert::client
