#include "client/verify/receipt_evidence.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/logged_entry.h"
#include "client/verify/timeliness.h"
#include "proto/refusal.h"
#include "proto/status_proof.h"
#include "rules/records.h"
#include "rules/standing.h"

namespace linkcert::client {
namespace {

using proto::Reason;
using proto::Refuse;
using LoggedEntries = google::protobuf::RepeatedPtrField<v1::LoggedEntry>;

absl::Status OpenInto(const LoggedEntries& entries, std::vector<LoggedStatement>& statements) {
  for (const v1::LoggedEntry& logged : entries) {
    absl::StatusOr<LoggedStatement> opened = OpenLoggedEntry(logged);
    if (!opened.ok()) return opened.status();
    statements.push_back(*std::move(opened));
  }
  return absl::OkStatus();
}

// All statements but genesis.
std::vector<const LoggedStatement*> Statements(const FileParts& parts) {
  std::vector<const LoggedStatement*> all;
  for (const auto* list : {&parts.authority_keys, &parts.issuer_keys, &parts.epochs}) {
    for (const LoggedStatement& statement : *list) all.push_back(&statement);
  }
  return all;
}

// What the log held at verified_at; the server's clock may run ahead of the log's.
absl::Status CheckLogSize(const Stamps& stamps, const v1::VerificationReceipt& receipt) {
  for (const auto& [index, logged_at] : stamps) {
    const bool fits = index < receipt.log_size()
                          ? logged_at <= receipt.verified_at()
                          : logged_at + kClockSkewMs >= receipt.verified_at();
    if (fits) continue;
    return Refuse(Reason::kEntryUnexpected,
                  absl::StrCat("entry ", index, " for a log of ", receipt.log_size()));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<FileParts> OpenReceiptParts(const v1::VerificationReceiptFile& file) {
  FileParts parts;
  absl::StatusOr<LoggedStatement> genesis = OpenLoggedEntry(file.genesis());
  if (!genesis.ok()) return genesis.status();
  parts.genesis = *std::move(genesis);
  absl::Status status = OpenInto(file.authority_keys(), parts.authority_keys);
  if (status.ok()) status = OpenInto(file.registry_keys(), parts.issuer_keys);
  if (status.ok()) status = OpenInto(file.epochs(), parts.epochs);
  if (!status.ok()) return status;
  if (!file.has_status_root()) return parts;
  absl::StatusOr<LoggedStatusRoot> root = OpenStatusRoot(file.status_root());
  if (!root.ok()) return root.status();
  parts.status_root = *root;
  return parts;
}

absl::Status CheckReceiptInclusion(const v1::VerificationReceiptFile& file,
                                   const crypto::Checkpoint& checkpoint, uint64_t log_size) {
  std::vector<const v1::LoggedEntry*> entries = {&file.genesis()};
  for (const auto* list : {&file.authority_keys(), &file.registry_keys(), &file.epochs()}) {
    for (const v1::LoggedEntry& logged : *list) entries.push_back(&logged);
  }
  if (file.has_status_root()) entries.push_back(&file.status_root());
  for (const v1::LoggedEntry* entry : entries) {
    absl::Status status = CheckLogged(*entry, checkpoint);
    if (!status.ok()) return status;
  }
  if (checkpoint.size >= log_size) return absl::OkStatus();
  return Refuse(Reason::kInclusionInvalid,
                absl::StrCat("the receipt rests on ", log_size, " entries"));
}

absl::Status CheckReceiptRegistry(const FileParts& parts, const proto::SealedReceipt& sealed,
                                  const crypto::Hash& registry) {
  for (const LoggedStatement* part : Statements(parts)) {
    if (part->statement().registry() == registry.view()) continue;
    return Refuse(Reason::kWrongRegistry, absl::StrCat("entry ", part->index));
  }
  return sealed.receipt.registry() == registry.view()
             ? absl::OkStatus()
             : Refuse(Reason::kWrongRegistry, "the receipt");
}

absl::Status CheckReceiptOrder(const FileParts& parts, const v1::VerificationReceipt& receipt) {
  Stamps stamps = {{parts.genesis.index, parts.genesis.logged_at}};
  for (const LoggedStatement* part : Statements(parts)) {
    stamps.emplace_back(part->index, part->logged_at);
  }
  absl::Status status = CheckStamps(parts, stamps);
  if (parts.status_root) {
    stamps.emplace_back(parts.status_root->index, parts.status_root->logged_at);
  }
  return status.ok() ? CheckLogSize(stamps, receipt) : status;
}

absl::StatusOr<v1::Key> FindReceiptKey(const FileParts& parts, const proto::SealedReceipt& sealed,
                                       KeyRing& ring) {
  for (const LoggedStatement& key : parts.issuer_keys) {
    const v1::Statement& act = key.statement();
    if (!act.has_add_key() && !act.has_rotate_key()) {
      return Refuse(Reason::kEntryUnexpected, absl::StrCat("entry ", key.index, " is no key"));
    }
    absl::Status status = ring.Add(key, rules::kRegistryOrganisation);
    if (!status.ok()) return status;
  }
  const v1::Key* const key = ring.Find(sealed.signer);
  const bool known = key != nullptr && key->organisation() == rules::kRegistryOrganisation &&
                     key->logged().index() < sealed.receipt.log_size();
  if (!known) return Refuse(Reason::kSignerUnknown, sealed.signer.ToHex());
  LoggedStatement signed_by_it;
  signed_by_it.sealed.signers = {sealed.signer};
  const std::set<uint64_t> behind = ring.EntriesBehindSigners(signed_by_it);
  for (const LoggedStatement& brought_in : parts.issuer_keys) {
    if (behind.contains(brought_in.index)) continue;
    return Refuse(Reason::kEntryUnexpected, "a key that did not sign the receipt");
  }
  return *key;
}

absl::StatusOr<v1::StatusHistory> CheckKeyStatus(const v1::VerificationReceiptFile& file,
                                                 const FileParts& parts, const v1::Key& key,
                                                 const v1::VerificationReceipt& receipt) {
  if (!parts.status_root) {
    if (receipt.status_root() == 0 && !file.has_key_status()) return v1::StatusHistory();
    return Refuse(Reason::kEvidenceMissing, "no status root");
  }
  const uint64_t index = key.logged().index();
  if (parts.status_root->index < std::max(receipt.status_root(), index)) {
    return Refuse(Reason::kEntryUnexpected, "the status root is older than the receipt's");
  }
  if (!file.has_key_status()) {
    return Refuse(Reason::kEvidenceMissing, absl::StrCat("no status proof of entry ", index));
  }
  if (file.key_status().key() != index) {
    return Refuse(Reason::kEntryUnexpected,
                  absl::StrCat("a status proof of ", file.key_status().key()));
  }
  return proto::CheckStatusProof(file.key_status(), parts.status_root->root);
}

absl::Status CheckReceiptKey(const v1::StatusHistory& history,
                             const v1::VerificationReceipt& receipt) {
  const uint64_t verified_at = receipt.verified_at();
  absl::Status status =
      rules::CheckKeyAt(history, {.index = receipt.log_size(), .logged_at = verified_at});
  if (!status.ok()) return status;
  const v1::StatusChange* end = rules::LastChangeUntil(history, verified_at);
  return end == nullptr
             ? absl::OkStatus()
             : Refuse(Reason::kSignerKeyEnded, absl::StrCat("by entry ", end->entry_index(),
                                                            ", before the receipt was made"));
}

}  // namespace linkcert::client
