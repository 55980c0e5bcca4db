// What each act's admission is given, and where it puts what changes. Private to rules/.
#ifndef LINKCERT_RULES_ACT_CONTEXT_H_
#define LINKCERT_RULES_ACT_CONTEXT_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "rules/admit.h"
#include "rules/records.h"

namespace linkcert::rules {

// One statement on its way in. Signatures, form and envelope are checked; who may sign is the
// act's own business (signers.h).
struct ActContext {
  const View& view;
  const PreparedUnit& unit;
  const Stamp& stamp;
  const records::Registry& registry;
  const v1::RuleSet& rule_set;          // in force for the whole registry
  const std::vector<v1::Key>& signers;  // in the statement's order
  Admission& admission;

  const v1::Statement& statement() const { return unit.statement.statement; }
  // Organisation of the first signer.
  const std::string& first_organisation() const { return signers.front().organisation(); }
  bool Enforces(uint32_t rule) const { return absl::c_linear_search(rule_set.rules(), rule); }

  v1::Logged Here() const {
    v1::Logged logged;
    logged.set_index(stamp.index);
    logged.set_at(stamp.logged_at);
    return logged;
  }
  // Writes `value` through the Record's own accessor, e.g. &Record::mutable_chain.
  template <typename T>
  void Write(std::string key, T value, T* (Record::*member)()) {
    auto record = std::make_shared<Record>();
    *((*record).*member)() = std::move(value);
    admission.effects.push_back({std::move(key), std::move(record)});
  }
  void Warn(proto::Reason reason, std::string detail) {
    admission.warnings.push_back({.reason = reason, .detail = std::move(detail)});
  }
};

}  // namespace linkcert::rules

#endif  // LINKCERT_RULES_ACT_CONTEXT_H_
