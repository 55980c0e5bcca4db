#include "tests/testing/evidence_finder.h"

#include <utility>

#include "crypto/hash.h"
#include "rules/prepare.h"
#include "rules/records.h"

namespace linkcert::testing {

EvidenceFinder::EvidenceFinder(const std::vector<std::string>& entries) {
  for (uint64_t i = 0; i < entries.size(); ++i) {
    v1::LoggedEntry logged;
    logged.set_index(i);
    logged.set_entry(entries[i]);
    auto statement = client::OpenLoggedEntry(logged);
    if (statement.ok()) statements_[i] = *std::move(statement);
  }
}

std::set<uint64_t> EvidenceFinder::NeededFor(uint64_t batch) {
  const client::LoggedStatement& statement = statements_.at(batch);
  const uint64_t original = rules::OriginalBatchOf(statement.statement());
  const client::LoggedStatement& facts = original == 0 ? statement : statements_.at(original);
  NeedSigners(statement);
  if (original != 0) Need(original);
  NeedEpochs();
  for (const auto& [index, other] : statements_) {
    if (index > batch) continue;
    const v1::Statement& act = other.statement();
    const bool granted = act.grant_accreditation().accreditation() ==
                         facts.statement().issue_batch().accreditation();
    const bool registered = act.register_organisation().organisation() == issuer_;
    if (act.has_grant_accreditation() && granted) Need(index);
    if (act.has_register_organisation() && registered) Need(index);
  }
  return needed_;
}

std::set<uint64_t> EvidenceFinder::NeedEpochs() {
  Need(0);
  for (const auto& [index, other] : statements_) {
    if (other.statement().has_begin_epoch()) Need(index);
  }
  return needed_;
}

void EvidenceFinder::Need(uint64_t index) {
  if (needed_.insert(index).second && index != 0) NeedSigners(statements_.at(index));
}

void EvidenceFinder::NeedSigners(const client::LoggedStatement& statement) {
  for (const crypto::KeyId& signer : statement.sealed.signers) {
    for (const auto& [index, other] : statements_) {
      const v1::AddKey& act = other.statement().add_key();
      if (!other.statement().has_add_key()) continue;
      if (crypto::Sha256(act.public_key()) != signer) continue;
      if (act.organisation() != rules::kAuthority) issuer_ = act.organisation();
      Need(index);
    }
  }
}

}  // namespace linkcert::testing
