#include "server/service/evidence.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "proto/statement.h"
#include "rules/records.h"

namespace linkcert::server {
namespace {

absl::Status Missing(absl::string_view what, uint64_t batch) {
  return absl::DataLossError(absl::StrCat("batch ", batch, " stands without its ", what));
}

// AddKey indexes of the authority's keys among the signers of the statement at `index`.
absl::StatusOr<std::vector<uint64_t>> AuthoritySigners(const LogReader& reader, uint64_t index) {
  absl::StatusOr<v1::LogEntry> entry = reader.Entry(index);
  if (!entry.ok()) return entry.status();
  absl::StatusOr<proto::SealedStatement> sealed = proto::OpenStatement(entry->signed_statement());
  if (!sealed.ok()) return Missing("statement", index);
  std::vector<uint64_t> indexes;
  for (const crypto::KeyId& signer : sealed->signers) {
    auto key = rules::FindKey(reader.published().view, signer.view());
    if (!key.ok()) return key.status();
    if (*key != nullptr && (*key)->organisation() == rules::kAuthority) {
      indexes.push_back((*key)->logged().index());
    }
  }
  return indexes;
}

}  // namespace

absl::StatusOr<Evidence> FindEvidence(const rules::View& view, const LoggedBatch& batch) {
  auto organisation = rules::FindOrganisation(view, batch.facts.issuer());
  if (!organisation.ok()) return organisation.status();
  if (*organisation == nullptr) return Missing("organisation", batch.index);
  auto accreditation = rules::FindAccreditation(view, batch.act().accreditation());
  if (!accreditation.ok()) return accreditation.status();
  if (*accreditation == nullptr) return Missing("accreditation", batch.index);
  Evidence evidence{(*organisation)->logged().index(), (*accreditation)->logged().index(), {}};
  for (const crypto::KeyId& signer : batch.sealed.signers) {
    auto key = rules::FindKey(view, signer.view());
    if (!key.ok()) return key.status();
    if (*key == nullptr) return Missing("keys", batch.index);
    evidence.issuer_keys.insert((*key)->logged().index());
  }
  return evidence;
}

absl::StatusOr<std::set<uint64_t>> FindEvidenceEntries(const LogReader& reader,
                                                       const LoggedBatch& batch) {
  absl::StatusOr<Evidence> evidence = FindEvidence(reader.published().view, batch);
  if (!evidence.ok()) return evidence.status();
  std::set<uint64_t> entries = evidence->issuer_keys;
  entries.insert(0);  // genesis
  entries.insert({evidence->organisation, evidence->accreditation});
  std::vector<uint64_t> to_visit(entries.begin(), entries.end());
  while (!to_visit.empty()) {
    const uint64_t index = to_visit.back();
    to_visit.pop_back();
    absl::StatusOr<std::vector<uint64_t>> signers = AuthoritySigners(reader, index);
    if (!signers.ok()) return signers.status();
    for (uint64_t signer : *signers) {
      if (entries.insert(signer).second) to_visit.push_back(signer);
    }
  }
  return entries;
}

}  // namespace linkcert::server
