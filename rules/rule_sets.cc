#include "rules/rule_sets.h"

#include <array>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "proto/refusal.h"
#include "rules/records.h"

namespace linkcert::rules {
namespace {

using proto::Reason;
using proto::Refuse;

constexpr std::array<uint32_t, 30> kActs = {101, 102, 103, 104, 105, 106, 107, 108, 109, 110,
                                            111, 112, 114, 115, 116, 117, 118, 119, 120, 121,
                                            122, 123, 124, 125, 131, 135, 136, 137, 138, 144};
constexpr std::array<uint32_t, 16> kRules = {1,  2,  3,  4,  5,  6,  7,  9,
                                             13, 16, 20, 22, 24, 26, 27, 28};
// Without these a log proves nothing.
constexpr std::array<uint32_t, 5> kAlways = {1, 2, 13, 24, 28};

constexpr uint64_t kWindowMs = 7ull * 24 * 60 * 60 * 1000;

}  // namespace

absl::Span<const uint32_t> SupportedActs() { return kActs; }
absl::Span<const uint32_t> SupportedRules() { return kRules; }

absl::Status CheckRuleSet(const v1::RuleSet& rule_set) {
  for (uint32_t act : rule_set.acts()) {
    if (!absl::c_linear_search(kActs, act)) {
      return Refuse(Reason::kRuleSetUnsupported, absl::StrCat("act ", act));
    }
  }
  for (uint32_t rule : rule_set.rules()) {
    if (!absl::c_linear_search(kRules, rule)) {
      return Refuse(Reason::kRuleSetUnsupported, absl::StrCat("rule R", rule));
    }
  }
  for (uint32_t rule : kAlways) {
    if (!absl::c_linear_search(rule_set.rules(), rule)) {
      return Refuse(Reason::kRuleSetUnsupported,
                    absl::StrCat("rule R", rule, " is never optional"));
    }
  }
  if (!absl::c_linear_search(rule_set.acts(), 101)) {
    return Refuse(Reason::kRuleSetUnsupported, "no key could ever be added");
  }
  if (rule_set.numbering() == v1::NUMBERING_MODE_PROVINCE || rule_set.appointments() ||
      !rule_set.special_routes().empty()) {
    return Refuse(Reason::kRuleSetUnsupported, "province numbering, appointments, special routes");
  }
  return absl::OkStatus();
}

v1::RuleSet DefaultRuleSet() {
  v1::RuleSet rule_set;
  rule_set.set_version(1);
  rule_set.mutable_acts()->Add(kActs.begin(), kActs.end());
  rule_set.mutable_rules()->Add(kRules.begin(), kRules.end());
  rule_set.set_signed_at_window_ms(kWindowMs);
  rule_set.set_publicity_days(5);
  rule_set.set_panel_minimum(3);
  rule_set.set_panel_rotation(3);
  rule_set.set_issue_to_log_days(30);
  rule_set.set_end_grace_days(30);
  rule_set.set_late_grant(v1::LATE_GRANT_REFUSE);
  rule_set.set_numbering(v1::NUMBERING_MODE_BODY);
  rule_set.set_pass_share_low(40);
  rule_set.set_pass_share_high(98);
  rule_set.set_small_batch(5);
  return rule_set;
}

absl::StatusOr<v1::RuleSet> IssuingRuleSet(const View& view, const std::string& province) {
  for (const std::string& scope : {province, std::string()}) {
    auto found = FindRuleSet(view, scope);
    if (!found.ok()) return found.status();
    if (*found != nullptr) return (*found)->rule_set();
  }
  return absl::DataLossError("no rule set is in force");
}

}  // namespace linkcert::rules
