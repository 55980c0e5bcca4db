#include "server/service/evidence.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "proto/statement.h"
#include "rules/log_names.h"
#include "rules/records.h"

namespace linkcert::server {
namespace {

absl::Status Missing(absl::string_view what, uint64_t batch) {
  return absl::DataLossError(absl::StrCat("batch ", batch, " stands without its ", what));
}

absl::StatusOr<proto::SealedStatement> ReadStatement(const LogReader& reader, uint64_t index) {
  absl::StatusOr<v1::LogEntry> entry = reader.Entry(index);
  if (!entry.ok()) return entry.status();
  absl::StatusOr<proto::SealedStatement> sealed = proto::OpenStatement(entry->signed_statement());
  if (!sealed.ok()) return Missing("statement", index);
  return sealed;
}

// Adds the keys that these replaced, and so on.
absl::Status AddReplacedKeys(const LogReader& reader, std::set<uint64_t>& keys) {
  std::vector<uint64_t> to_visit(keys.begin(), keys.end());
  while (!to_visit.empty()) {
    const uint64_t index = to_visit.back();
    to_visit.pop_back();
    absl::StatusOr<proto::SealedStatement> sealed = ReadStatement(reader, index);
    if (!sealed.ok()) return sealed.status();
    if (!sealed->statement.has_rotate_key()) continue;
    auto old = rules::FindKey(reader.published().view, sealed->statement.rotate_key().old_key());
    if (!old.ok()) return old.status();
    if (*old == nullptr) return Missing("replaced key", index);
    if (keys.insert((*old)->logged().index()).second) to_visit.push_back((*old)->logged().index());
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Evidence> FindEvidence(const LogReader& reader, const LoggedBatch& batch) {
  const rules::View& view = reader.published().view;
  auto organisation = rules::FindOrganisation(view, batch.facts.issuer());
  if (!organisation.ok()) return organisation.status();
  if (*organisation == nullptr) return Missing("organisation", batch.index);
  auto accreditation = rules::FindAccreditation(view, batch.act().accreditation());
  if (!accreditation.ok()) return accreditation.status();
  if (*accreditation == nullptr) return Missing("accreditation", batch.index);
  Evidence evidence{(*organisation)->logged().index(), (*accreditation)->logged().index(), {}, {}};
  for (const LoggedBatch* part : {&batch, &batch.facts_batch()}) {
    for (const crypto::KeyId& signer : part->sealed.signers) {
      auto key = rules::FindKey(view, signer.view());
      if (!key.ok()) return key.status();
      if (*key == nullptr) return Missing("keys", batch.index);
      evidence.signing_keys.insert((*key)->logged().index());
    }
  }
  evidence.issuer_keys = evidence.signing_keys;
  absl::Status status = AddReplacedKeys(reader, evidence.issuer_keys);
  if (!status.ok()) return status;
  return evidence;
}

absl::StatusOr<std::set<uint64_t>> FindKeysUnder(const LogReader& reader, uint64_t index) {
  absl::StatusOr<proto::SealedStatement> sealed = ReadStatement(reader, index);
  if (!sealed.ok()) return sealed.status();
  std::set<uint64_t> entries;
  for (const crypto::KeyId& signer : sealed->signers) {
    auto key = rules::FindKey(reader.published().view, signer.view());
    if (!key.ok()) return key.status();
    if (*key != nullptr && (*key)->organisation() == rules::kAuthority) {
      entries.insert((*key)->logged().index());
    }
  }
  if (sealed->statement.has_rotate_key()) {
    auto old = rules::FindKey(reader.published().view, sealed->statement.rotate_key().old_key());
    if (!old.ok()) return old.status();
    if (*old == nullptr) return Missing("replaced key", index);
    entries.insert((*old)->logged().index());
  }
  entries.erase(index);
  return entries;
}

absl::StatusOr<std::string> FindOwnerOfKey(const LogReader& reader, uint64_t index) {
  absl::StatusOr<v1::LogEntry> entry = reader.Entry(index);
  if (!entry.ok()) return entry.status();
  absl::StatusOr<proto::SealedStatement> sealed = proto::OpenStatement(entry->signed_statement());
  if (!sealed.ok()) return std::string();  // a leaf or a StatusRoot
  const v1::Statement& statement = sealed->statement;
  if (statement.has_add_key()) return statement.add_key().organisation();
  if (!statement.has_rotate_key()) return std::string();
  auto key = rules::FindKey(reader.published().view, statement.rotate_key().old_key());
  if (!key.ok()) return key.status();
  return *key == nullptr ? std::string() : (*key)->organisation();
}

absl::Status AddKeysUnder(const LogReader& reader, std::set<uint64_t>& entries) {
  std::vector<uint64_t> to_visit(entries.begin(), entries.end());
  while (!to_visit.empty()) {
    const uint64_t index = to_visit.back();
    to_visit.pop_back();
    absl::StatusOr<std::set<uint64_t>> keys = FindKeysUnder(reader, index);
    if (!keys.ok()) return keys.status();
    for (uint64_t key : *keys) {
      if (entries.insert(key).second) to_visit.push_back(key);
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<Epochs> FindEpochs(const LogReader& reader) {
  auto registry = rules::FindRegistry(reader.published().view);
  if (!registry.ok()) return registry.status();
  if (*registry == nullptr) return absl::DataLossError("the log has no genesis");
  Epochs found;
  for (const rules::LogName& name : rules::NamesOf(**registry)) found.begins.insert(name.begin);
  std::set<uint64_t> all = found.begins;
  absl::Status status = AddKeysUnder(reader, all);
  if (!status.ok()) return status;
  std::set_difference(all.begin(), all.end(), found.begins.begin(), found.begins.end(),
                      std::inserter(found.authority_keys, found.authority_keys.end()));
  return found;
}

absl::StatusOr<std::set<uint64_t>> FindEvidenceEntries(const LogReader& reader,
                                                       const LoggedBatch& batch) {
  absl::StatusOr<Evidence> evidence = FindEvidence(reader, batch);
  if (!evidence.ok()) return evidence.status();
  absl::StatusOr<Epochs> epochs = FindEpochs(reader);
  if (!epochs.ok()) return epochs.status();
  std::set<uint64_t> entries = evidence->issuer_keys;
  entries.insert({evidence->organisation, evidence->accreditation});
  entries.merge(epochs->begins);
  entries.merge(epochs->authority_keys);
  absl::Status status = AddKeysUnder(reader, entries);
  if (!status.ok()) return status;
  if (batch.original != nullptr) entries.insert(batch.original->index);
  return entries;
}

}  // namespace linkcert::server
