#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "client/render/audit_outcome.h"
#include "client/render/render.h"
#include "client/render/statistics_words.h"
#include "client/render/style.h"
#include "proto/refusal.h"

namespace linkcert::client {
namespace {

// "SCOPE_LEVEL_NOT_GRANTED R05".
std::string NameWithRule(proto::Reason reason) {
  const proto::ReasonEntry& entry = proto::Describe(reason);
  return absl::StrCat(entry.name, entry.rule.empty() ? "" : " ", entry.rule);
}

std::string FindingLine(const AuditFinding& finding, const RenderOptions& options) {
  constexpr Text kFinding = {"FINDING", "问题"};
  constexpr Text kEntry = {"entry ", "条目 "};
  std::string line =
      absl::StrCat("  ", Paint(kFinding.In(options.language), Colour::kRed, options.colour), "  ",
                   kEntry.In(options.language), finding.index, ": ", NameWithRule(finding.reason),
                   " — ", TextOf(finding.reason, options.language));
  if (!finding.detail.empty()) absl::StrAppend(&line, " [", Printable(finding.detail), "]");
  return line + "\n";
}

// One line a reason: warnings are many, and JSON lists them all.
std::string WarningLines(const AuditReport& report, const RenderOptions& options) {
  constexpr Text kWarning = {"warning", "提示"};
  constexpr Text kFirst = {" (first at entry ", "（首见于条目 "};
  constexpr Text kEnd = {") — ", "）— "};
  struct Group {
    uint64_t count = 0;
    uint64_t first = 0;
  };
  std::map<proto::Reason, Group> groups;
  for (const AuditFinding& finding : report.findings) {
    if (!finding.warning) continue;
    Group& group = groups[finding.reason];
    if (group.count++ == 0) group.first = finding.index;
  }
  std::string lines;
  for (const auto& [reason, group] : groups) {
    absl::StrAppend(&lines, "  ",
                    Paint(kWarning.In(options.language), Colour::kYellow, options.colour), "  ",
                    group.count, " × ", NameWithRule(reason), kFirst.In(options.language),
                    group.first, kEnd.In(options.language), TextOf(reason, options.language), "\n");
  }
  return lines;
}

std::string CountLines(const AuditReport& report, uint64_t elapsed_ms, Language language) {
  std::string lines =
      absl::StrCat("  ", Text{"log: ", "日志："}.In(language), Printable(report.checkpoint.origin),
                   "\n  ", Text{"entries: ", "条目："}.In(language), report.entries);
  if (report.resumed_at > 0) {
    absl::StrAppend(&lines, Text{", new since the last audit: ", "，其中新增："}.In(language),
                    report.entries - report.resumed_at);
  }
  absl::StrAppend(&lines, Text{"; certificates: ", "；证书："}.In(language), report.certificates,
                  "\n");
  for (const auto& [act, count] : report.statements) {
    absl::StrAppend(&lines, "    ", act, ": ", count, "\n");
  }
  if (elapsed_ms > 0) {
    absl::StrAppend(&lines, "  ", Text{"rate: ", "速度："}.In(language),
                    PerSecond(report, elapsed_ms), Text{" entries/s", " 条/秒"}.In(language), "\n");
  }
  return lines;
}

// The first of many: JSON lists them all.
std::string GroupLines(const std::vector<Group>& groups, Text heading, Language language) {
  constexpr size_t kListed = 20;
  if (groups.empty()) return {};
  std::string lines = absl::StrCat("  ", heading.In(language), "\n");
  for (size_t i = 0; i < groups.size() && i < kListed; ++i) {
    const Counts& counts = groups[i].counts;
    absl::StrAppend(&lines, "    ", CallOf(groups[i], language), ": ", Grouped(counts.certified));
    if (counts.revoked > 0) {
      absl::StrAppend(&lines, Text{", revoked ", "，撤销 "}.In(language), Grouped(counts.revoked));
    }
    lines += "\n";
  }
  if (groups.size() > kListed) {
    absl::StrAppend(&lines, "    … ", groups.size() - kListed,
                    Text{" more\n", " 项未列出\n"}.In(language));
  }
  return lines;
}

std::string RuleSetLines(const AuditReport& report, Language language) {
  std::string lines;
  for (const AuditedRuleSet& rule_set : report.rule_sets) {
    absl::StrAppend(&lines, "  ", Text{"rule set ", "规则集 "}.In(language), rule_set.version);
    if (!rule_set.province.empty()) {
      absl::StrAppend(&lines, Text{" of province ", "，省份 "}.In(language), rule_set.province);
    }
    absl::StrAppend(&lines, Text{" since entry ", "，自条目 "}.In(language), rule_set.since, ":");
    for (uint32_t rule : rule_set.rules) absl::StrAppend(&lines, absl::StrFormat(" R%02d", rule));
    lines += "\n";
  }
  return lines;
}

std::string CaveatLines(const AuditReport& report, Language language) {
  std::string lines;
  const auto add = [&](bool when, Text text) {
    if (when) absl::StrAppend(&lines, "  ", text.In(language), "\n");
  };
  const bool accepted = !report.checkpoint.origin.empty();
  add(accepted && !report.quorum_met,
      {"the witnesses' quorum is not met: others may be shown another log",
       "见证方数量不足：其他人看到的日志可能不同"});
  add(report.source_behind, {"the source is behind what was audited before: nothing new was read",
                             "数据源落后于上次审计的日志，本次未读到新内容"});
  if (report.undecided_from) {
    absl::StrAppend(
        &lines, "  ",
        Text{"newer format, cannot decide from entry ", "格式较新，无法判定，自条目 "}.In(language),
        *report.undecided_from,
        Text{": use a newer version of this program\n", " 起：请使用更新的版本\n"}.In(language));
  }
  add(!report.undecided_from && report.replayed < report.entries,
      {"entries from the first altered one on were not judged by the rules",
       "自首个被改动的条目起，未按规则核验"});
  const uint64_t total = report.findings_total + report.warnings_total;
  if (total > report.findings.size()) {
    absl::StrAppend(&lines, "  … ", total - report.findings.size(),
                    Text{" more not listed\n", " 条未列出\n"}.In(language));
  }
  return lines;
}

std::string NotProvableLines(Language language) {
  std::string lines =
      absl::StrCat("  ", Text{"no log can prove:", "日志无法证明："}.In(language), "\n");
  for (absl::string_view text : NotProvable(language)) absl::StrAppend(&lines, "    ", text, "\n");
  return lines;
}

}  // namespace

AuditOutcome OutcomeOf(const AuditReport& report) {
  switch (ExitCodeOf(report)) {
    case ExitCode::kValid:
      return {{"NO FINDING", "未发现问题"}, "CLEAN", Colour::kGreen};
    case ExitCode::kUnknown:
      return {{"COULD NOT DECIDE", "无法判定"}, "UNKNOWN", Colour::kYellow};
    case ExitCode::kLogMisbehaviour:
      return {{"LOG MISBEHAVIOUR PROVEN", "日志违规，证据确凿"}, "LOG_MISBEHAVIOUR", Colour::kRed};
    default:
      return {{"FINDINGS", "发现问题"}, "FINDINGS", Colour::kRed};
  }
}

uint64_t PerSecond(const AuditReport& report, uint64_t elapsed_ms) {
  return elapsed_ms == 0 ? 0 : (report.entries - report.resumed_at) * 1000 / elapsed_ms;
}

std::string RenderText(const AuditReport& report, uint64_t elapsed_ms,
                       const RenderOptions& options) {
  const AuditOutcome outcome = OutcomeOf(report);
  std::string text =
      Paint(outcome.text.In(options.language), outcome.colour, options.colour) + "\n";
  if (!report.checkpoint.origin.empty()) {
    absl::StrAppend(
        &text, CountLines(report, elapsed_ms, options.language),
        GroupLines(report.issuers, {"certificates by issuer:", "按评价机构的证书数："},
                   options.language),
        GroupLines(report.occupations, {"certificates by occupation:", "按职业的证书数："},
                   options.language),
        RuleSetLines(report, options.language));
  }
  for (const AuditFinding& finding : report.findings) {
    if (!finding.warning) absl::StrAppend(&text, FindingLine(finding, options));
  }
  absl::StrAppend(&text, WarningLines(report, options));
  absl::StrAppend(&text, CaveatLines(report, options.language), NotProvableLines(options.language));
  for (const std::string& note : report.proof) absl::StrAppend(&text, "\n", note);
  return text;
}

}  // namespace linkcert::client
