// A registry without a server: units go through Prepare and Admit into a State.
#ifndef LINKCERT_TESTS_TESTING_RULE_BOOK_H_
#define LINKCERT_TESTS_TESTING_RULE_BOOK_H_

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "proto/entry.h"
#include "proto/refusal.h"
#include "rules/admit.h"
#include "rules/prepare.h"
#include "rules/state.h"
#include "rules/status_map.h"
#include "tests/testing/world.h"

namespace linkcert::testing {

class RuleBook {
 public:
  explicit RuleBook(World& world) : world_(world) {}

  absl::StatusOr<rules::Admission> Submit(const std::string& envelope,
                                          const std::vector<std::string>& leaves = {}) {
    auto unit = rules::Prepare(envelope, leaves, state_, keys_);
    if (!unit.ok()) return unit.status();
    LogStatusRootIfDue();
    auto admission =
        rules::Admit(state_, *unit, {.index = size_, .logged_at = world_.now_ms()}, keys_);
    if (!admission.ok() || admission->already_logged) return admission;
    state_.Apply(admission->effects);
    last_index_ = size_;
    Log(*unit);
    if (*rules::HasUncoveredChange(state_)) LogStatusRoot();
    return admission;
  }
  absl::StatusOr<rules::Admission> Submit(const Unit& unit) {
    return Submit(unit.envelope, unit.leaves);
  }

  // The name of the reason for which the unit is refused; "ADMITTED" if it is not. Checks that a
  // refusal leaves nothing behind.
  std::string Outcome(const std::string& envelope, const std::vector<std::string>& leaves = {}) {
    LogStatusRootIfDue();
    const std::string before = state_.Dump();
    auto admission = Submit(envelope, leaves);
    if (admission.ok()) return "ADMITTED";
    EXPECT_EQ(state_.Dump(), before);
    auto reason = proto::ReasonOf(admission.status());
    if (!reason) return admission.status().ToString();
    absl::string_view name = proto::Describe(*reason).name;
    return std::string(name.data(), name.size());
  }
  std::string Outcome(const Unit& unit) { return Outcome(unit.envelope, unit.leaves); }

  void Found() {
    for (const std::string& envelope : world_.Founding()) ASSERT_EQ(Outcome(envelope), "ADMITTED");
  }

  // What the registry does by itself (R27): before a unit when it is due, and after each change.
  void LogStatusRootIfDue() {
    if (*rules::IsStatusRootDue(state_, world_.now_ms())) LogStatusRoot();
  }
  void LogStatusRoot() {
    const auto root = *rules::StatusRootOf(state_);
    auto admission =
        rules::AdmitStatusRoot(state_, *root, {.index = size_, .logged_at = world_.now_ms()});
    ASSERT_TRUE(admission.ok()) << admission.status();
    state_.Apply(admission->effects);
    entries_.push_back(proto::EncodeStatusRootEntry(world_.now_ms(), root->root()));
    size_ = entries_.size();
  }

  const rules::State& state() const { return state_; }
  // All entries logged so far.
  const std::vector<std::string>& entries() const { return entries_; }
  // Log index of the newest unit that was admitted.
  uint64_t last_index() const { return last_index_; }

 private:
  void Log(const rules::PreparedUnit& unit) {
    entries_.push_back(*proto::EncodeStatementEntry(world_.now_ms(), unit.statement.envelope));
    for (const std::string& leaf : unit.leaves) {
      entries_.push_back(proto::EncodeLeafEntry(world_.now_ms(), leaf));
    }
    size_ = entries_.size();
  }

  World& world_;
  rules::State state_;
  crypto::KeyCache keys_;
  uint64_t size_ = 0;
  uint64_t last_index_ = 0;
  std::vector<std::string> entries_;
};

}  // namespace linkcert::testing

#endif  // LINKCERT_TESTS_TESTING_RULE_BOOK_H_
