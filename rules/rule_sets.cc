#include "rules/rule_sets.h"

#include <iterator>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "proto/refusal.h"

namespace linkcert::rules {
namespace {

using proto::Reason;
using proto::Refuse;

constexpr uint32_t kActs[] = {101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112,
                              113, 114, 115, 116, 117, 118, 119, 120, 121, 122, 123, 124,
                              125, 126, 127, 128, 129, 130, 131, 132, 133, 134, 135, 136,
                              137, 138, 139, 140, 141, 142, 143, 144, 145, 146, 147, 148};
constexpr uint32_t kRules[] = {1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13,
                               14, 16, 17, 18, 19, 20, 22, 23, 24, 26, 27, 28};
// The short road: plan, roster, batch.
constexpr uint32_t kDefaultActs[] = {
    101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 114, 115, 116, 117, 118, 119, 120,
    121, 122, 123, 124, 125, 131, 132, 133, 134, 135, 136, 137, 138, 139, 142, 143, 144, 147, 148};
constexpr uint32_t kDefaultRules[] = {1,  2,  3,  4,  5,  6,  7,  9,  10, 13, 16,
                                      17, 18, 19, 20, 22, 23, 24, 26, 27, 28};
// Without these a log proves nothing, or says what offline verifiers, who always ask, would refuse.
constexpr uint32_t kAlways[] = {1, 2, 3, 4, 5, 6, 13, 16, 20, 22, 23, 24, 27, 28};

struct Pair {
  uint32_t act = 0;
  uint32_t rule = 0;
};
// An act without the rule that keeps it in bounds.
constexpr Pair kActNeedsRule[] = {{132, 17}, {133, 17}, {134, 18}, {139, 19}};
// A rule that asks for a step, or a decision, which nobody may log.
constexpr Pair kRuleNeedsAct[] = {{126, 8},  {127, 8},  {128, 8},  {129, 8},
                                  {126, 11}, {126, 12}, {130, 12}, {139, 10}};

constexpr uint64_t kWindowMs = 7ull * 24 * 60 * 60 * 1000;

absl::Status Unsupported(absl::string_view what) {
  return Refuse(Reason::kRuleSetUnsupported, what);
}

bool HasAct(const v1::RuleSet& rule_set, uint32_t act) {
  return absl::c_linear_search(rule_set.acts(), act);
}
bool HasRule(const v1::RuleSet& rule_set, uint32_t rule) {
  return absl::c_linear_search(rule_set.rules(), rule);
}

absl::Status CheckTogether(const v1::RuleSet& rule_set) {
  for (const Pair& pair : kActNeedsRule) {
    if (HasAct(rule_set, pair.act) && !HasRule(rule_set, pair.rule)) {
      return Unsupported(absl::StrCat("act ", pair.act, " without rule R", pair.rule));
    }
  }
  for (const Pair& pair : kRuleNeedsAct) {
    if (HasRule(rule_set, pair.rule) && !HasAct(rule_set, pair.act)) {
      return Unsupported(absl::StrCat("rule R", pair.rule, " without act ", pair.act));
    }
  }
  return rule_set.numbering() == v1::NUMBERING_MODE_PROVINCE && !HasAct(rule_set, 140)
             ? Unsupported("province numbering without act 140")
             : absl::OkStatus();
}

absl::Status CheckNumbers(const v1::RuleSet& rule_set) {
  for (uint32_t act : rule_set.acts()) {
    if (!absl::c_linear_search(kActs, act)) return Unsupported(absl::StrCat("act ", act));
  }
  for (uint32_t rule : rule_set.rules()) {
    if (!absl::c_linear_search(kRules, rule)) return Unsupported(absl::StrCat("rule R", rule));
  }
  for (uint32_t rule : kAlways) {
    if (!HasRule(rule_set, rule)) {
      return Unsupported(absl::StrCat("rule R", rule, " is never optional"));
    }
  }
  return HasAct(rule_set, 101) ? absl::OkStatus() : Unsupported("no key could ever be added");
}

// A setting that no rule reads would only look like a promise.
absl::Status CheckSettings(const v1::RuleSet& rule_set) {
  if (!HasRule(rule_set, 8) && rule_set.publicity_days() != 0) {
    return Unsupported("publicity_days without rule R08");
  }
  if (!HasRule(rule_set, 11) && (rule_set.panel_minimum() != 0 || rule_set.panel_rotation() != 0)) {
    return Unsupported("panel_minimum, panel_rotation without rule R11");
  }
  if (!HasRule(rule_set, 14) && (rule_set.appointments() || !rule_set.special_routes().empty())) {
    return Unsupported("appointments, special routes without rule R14");
  }
  return rule_set.late_grant() != v1::LATE_GRANT_UNSPECIFIED ? absl::OkStatus()
                                                             : Unsupported("late_grant is absent");
}

}  // namespace

absl::Span<const uint32_t> SupportedActs() { return kActs; }
absl::Span<const uint32_t> SupportedRules() { return kRules; }

absl::Status CheckRuleSet(const v1::RuleSet& rule_set) {
  absl::Status status = CheckNumbers(rule_set);
  if (status.ok()) status = CheckTogether(rule_set);
  return status.ok() ? CheckSettings(rule_set) : status;
}

v1::RuleSet DefaultRuleSet() {
  v1::RuleSet rule_set;
  rule_set.set_version(1);
  rule_set.mutable_acts()->Add(std::begin(kDefaultActs), std::end(kDefaultActs));
  rule_set.mutable_rules()->Add(std::begin(kDefaultRules), std::end(kDefaultRules));
  rule_set.set_signed_at_window_ms(kWindowMs);
  rule_set.set_issue_to_log_days(30);
  rule_set.set_end_grace_days(30);
  rule_set.set_late_grant(v1::LATE_GRANT_REFUSE);
  rule_set.set_numbering(v1::NUMBERING_MODE_BODY);
  rule_set.set_pass_share_low(40);
  rule_set.set_pass_share_high(98);
  rule_set.set_small_batch(5);
  return rule_set;
}

v1::RuleSet FullRuleSet() {
  v1::RuleSet rule_set = DefaultRuleSet();
  rule_set.mutable_acts()->Assign(std::begin(kActs), std::end(kActs));
  rule_set.mutable_rules()->Assign(std::begin(kRules), std::end(kRules));
  rule_set.set_publicity_days(5);
  rule_set.set_panel_minimum(3);
  rule_set.set_panel_rotation(3);
  for (int route = v1::ROUTE_DIRECT; route <= v1::ROUTE_CONVERT; ++route) {
    rule_set.add_special_routes(static_cast<v1::Route>(route));
  }
  rule_set.set_appointments(true);
  return rule_set;
}

}  // namespace linkcert::rules
