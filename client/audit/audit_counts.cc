#include "client/audit/audit_counts.h"

#include <utility>

#include "rules/records.h"

namespace linkcert::client {
namespace {

// All groups: who audits reads the log itself, so nothing is merged.
absl::StatusOr<std::vector<Group>> CountBy(Dimension dimension, const rules::State& state) {
  absl::StatusOr<Statistics> counted = CountCertificates(state, {.by = dimension, .minimum = 0});
  if (!counted.ok()) return counted.status();
  return std::move(counted->groups);
}

}  // namespace

absl::Status AddCounts(const rules::State& state, AuditReport& report) {
  absl::StatusOr<std::vector<Group>> issuers = CountBy(Dimension::kIssuer, state);
  if (!issuers.ok()) return issuers.status();
  absl::StatusOr<std::vector<Group>> occupations = CountBy(Dimension::kOccupation, state);
  if (!occupations.ok()) return occupations.status();
  report.issuers = *std::move(issuers);
  report.occupations = *std::move(occupations);
  report.rule_sets.clear();
  for (const auto& [key, record] : state.records()) {
    if (!record->has_rule_set()) continue;
    const v1::RuleSet& rule_set = record->rule_set().rule_set();
    report.rule_sets.push_back({.province = rule_set.province(),
                                .version = rule_set.version(),
                                .since = record->rule_set().logged().index(),
                                .rules = {rule_set.rules().begin(), rule_set.rules().end()}});
  }
  return absl::OkStatus();
}

}  // namespace linkcert::client
