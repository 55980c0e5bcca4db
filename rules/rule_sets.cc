#include "rules/rule_sets.h"

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "proto/refusal.h"

namespace linkcert::rules {
namespace {

using proto::Reason;
using proto::Refuse;

constexpr uint32_t kActs[] = {101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 114,
                              115, 116, 117, 118, 119, 120, 121, 122, 123, 124, 125, 131, 132,
                              133, 134, 135, 136, 137, 138, 139, 142, 143, 144, 147, 148};
constexpr uint32_t kRules[] = {1,  2,  3,  4,  5,  6,  7,  9,  10, 13, 16,
                               17, 18, 19, 20, 22, 23, 24, 26, 27, 28};
// Without these a log proves nothing, or says what offline verifiers, who always ask, would refuse.
constexpr uint32_t kAlways[] = {1, 2, 3, 4, 5, 6, 13, 16, 20, 22, 23, 24, 27, 28};

// An act without the rule that keeps it in bounds; dual certificates of which nobody could decide.
struct Needs {
  uint32_t act = 0;
  uint32_t rule = 0;
};
constexpr Needs kActNeedsRule[] = {{132, 17}, {133, 17}, {134, 18}, {139, 19}};
constexpr Needs kRuleNeedsAct = {139, 10};

constexpr uint64_t kWindowMs = 7ull * 24 * 60 * 60 * 1000;

absl::Status Unsupported(absl::string_view what) {
  return Refuse(Reason::kRuleSetUnsupported, what);
}

absl::Status CheckTogether(const v1::RuleSet& rule_set) {
  const auto enables = [&](uint32_t act) { return absl::c_linear_search(rule_set.acts(), act); };
  const auto enforces = [&](uint32_t rule) {
    return absl::c_linear_search(rule_set.rules(), rule);
  };
  for (const Needs& needs : kActNeedsRule) {
    if (enables(needs.act) && !enforces(needs.rule)) {
      return Unsupported(absl::StrCat("act ", needs.act, " without rule R", needs.rule));
    }
  }
  return enforces(kRuleNeedsAct.rule) && !enables(kRuleNeedsAct.act)
             ? Unsupported("rule R10 without act 139")
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
    if (!absl::c_linear_search(rule_set.rules(), rule)) {
      return Unsupported(absl::StrCat("rule R", rule, " is never optional"));
    }
  }
  return absl::c_linear_search(rule_set.acts(), 101) ? absl::OkStatus()
                                                     : Unsupported("no key could ever be added");
}

// A setting that no rule reads would only look like a promise.
absl::Status CheckSettings(const v1::RuleSet& rule_set) {
  if (rule_set.numbering() == v1::NUMBERING_MODE_PROVINCE || rule_set.appointments() ||
      !rule_set.special_routes().empty()) {
    return Unsupported("province numbering, appointments, special routes");
  }
  if (rule_set.publicity_days() != 0 || rule_set.panel_minimum() != 0 ||
      rule_set.panel_rotation() != 0) {
    return Unsupported("publicity_days, panel_minimum, panel_rotation");
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
  rule_set.mutable_acts()->Add(std::begin(kActs), std::end(kActs));
  rule_set.mutable_rules()->Add(std::begin(kRules), std::end(kRules));
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

}  // namespace linkcert::rules
