#include <nlohmann/json.hpp>

#include "client/render/audit_outcome.h"
#include "client/render/render.h"
#include "crypto/text.h"
#include "proto/refusal.h"

namespace linkcert::client {
namespace {

using nlohmann::ordered_json;

ordered_json GroupsJson(const std::vector<Group>& groups) {
  ordered_json json = ordered_json::array();
  for (const Group& group : groups) {
    json.push_back({{"key", group.key},
                    {"name", group.name},
                    {"certified", group.counts.certified},
                    {"assessed", group.counts.assessed},
                    {"revoked", group.counts.revoked},
                    {"suspended", group.counts.suspended}});
  }
  return json;
}

ordered_json RuleSetsJson(const AuditReport& report) {
  ordered_json json = ordered_json::array();
  for (const AuditedRuleSet& rule_set : report.rule_sets) {
    json.push_back({{"province", rule_set.province},
                    {"version", rule_set.version},
                    {"since", rule_set.since},
                    {"rules", rule_set.rules}});
  }
  return json;
}

ordered_json FindingsJson(const AuditReport& report) {
  ordered_json findings = ordered_json::array();
  for (const AuditFinding& finding : report.findings) {
    const proto::ReasonEntry& reason = proto::Describe(finding.reason);
    findings.push_back({{"entry", finding.index},
                        {"reason", std::string(reason.name)},
                        {"rule", std::string(reason.rule)},
                        {"detail", finding.detail},
                        {"warning", finding.warning}});
  }
  return findings;
}

}  // namespace

std::string RenderJson(const AuditReport& report, uint64_t elapsed_ms) {
  ordered_json json = {{"outcome", std::string(OutcomeOf(report).name)},
                       {"origin", report.checkpoint.origin},
                       {"size", report.checkpoint.size},
                       {"root", crypto::EncodeBase64(report.checkpoint.root.view())},
                       {"quorum_met", report.quorum_met},
                       {"source_behind", report.source_behind},
                       {"resumed_at", report.resumed_at},
                       {"entries", report.entries},
                       {"replayed", report.replayed},
                       {"certificates", report.certificates},
                       {"statements", report.statements},
                       {"issuers", GroupsJson(report.issuers)},
                       {"occupations", GroupsJson(report.occupations)},
                       {"rule_sets", RuleSetsJson(report)},
                       {"findings_total", report.findings_total},
                       {"warnings_total", report.warnings_total},
                       {"findings", FindingsJson(report)},
                       {"proof", report.proof},
                       {"elapsed_ms", elapsed_ms},
                       {"entries_per_second", PerSecond(report, elapsed_ms)}};
  if (report.undecided_from) json["undecided_from"] = *report.undecided_from;
  for (absl::string_view text : NotProvable(Language::kEnglish)) {
    json["not_provable"].push_back(std::string(text));
  }
  return json.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace linkcert::client
