#include "client/refresh/renewal.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "client/logged_entry.h"
#include "client/verify/file_parts.h"
#include "crypto/hash.h"
#include "proto/canonical.h"
#include "proto/certificate_leaf.h"
#include "proto/refusal.h"
#include "proto/status_proof.h"

namespace linkcert::client {
namespace {

using proto::Reason;
using proto::Refuse;

using LoggedEntries = google::protobuf::RepeatedPtrField<v1::LoggedEntry>;

// Calls `use(entry)` for every entry of the file but the StatusRoot.
template <typename Use>
void ForEachEntry(v1::CertificateFile& file, const Use& use) {
  use(*file.mutable_genesis());
  for (v1::LoggedEntry& key : *file.mutable_authority_keys()) use(key);
  use(*file.mutable_organisation());
  for (v1::LoggedEntry& key : *file.mutable_issuer_keys()) use(key);
  use(*file.mutable_accreditation());
  use(*file.mutable_batch());
  if (file.has_original_batch()) use(*file.mutable_original_batch());
  for (v1::LoggedEntry& epoch : *file.mutable_epochs()) use(epoch);
}

// Whether this entry brought in a key that signed the batch.
bool Signed(const LoggedStatement& key, const LoggedStatement& batch) {
  const v1::Statement& act = key.statement();
  const crypto::Hash id = crypto::Sha256(act.has_rotate_key() ? act.rotate_key().new_public_key()
                                                              : act.add_key().public_key());
  return std::find(batch.sealed.signers.begin(), batch.sealed.signers.end(), id) !=
         batch.sealed.signers.end();
}

class Renewal {
 public:
  Renewal(const v1::CertificateFile& file, const Needs& needs, const Standings& standings)
      : file_(file), needs_(needs), standings_(standings) {}

  absl::StatusOr<std::string> Make() {
    absl::Status status = CheckNewer();
    if (status.ok()) status = AddEpochs();
    if (status.ok()) status = ReplaceEntries();
    if (status.ok()) status = CheckStatusRoot();
    if (status.ok()) status = ReplaceProofs();
    if (!status.ok()) return status;
    return proto::EncodeCanonical(file_);
  }

 private:
  absl::Status CheckNewer() {
    absl::StatusOr<crypto::Checkpoint> now = ReadCheckpoint(standings_.checkpoint);
    if (!now.ok()) return now.status();
    const absl::StatusOr<crypto::Checkpoint> before = ReadCheckpoint(file_.checkpoint());
    if (!before.ok()) return before.status();
    const uint64_t root = standings_.status_root.index();
    if (now->size < before->size || root < file_.status_root().index()) {
      return absl::UnavailableError("the registry is behind what the file proves already");
    }
    if (root < needs_.batch) return Refuse(Reason::kStatusNotProven, "no StatusRoot since");
    checkpoint_ = *std::move(now);
    file_.set_checkpoint(standings_.checkpoint);
    return absl::OkStatus();
  }

  // So far from the answer as they are; then treated like all entries.
  absl::Status Add(const std::set<uint64_t>& wanted, LoggedEntries* list) const {
    std::set<uint64_t> missing = wanted;
    for (const v1::LoggedEntry& entry : *list) missing.erase(entry.index());
    for (uint64_t index : missing) {
      const auto found = standings_.entries.find(index);
      if (found == standings_.entries.end()) {
        return Refuse(Reason::kEvidenceMissing, absl::StrCat("entry ", index));
      }
      *list->Add() = found->second;
    }
    std::sort(list->begin(), list->end(),
              [](const auto& a, const auto& b) { return a.index() < b.index(); });
    return absl::OkStatus();
  }

  // The log may have taken other names since.
  absl::Status AddEpochs() {
    absl::Status status = Add(standings_.epochs.begins, file_.mutable_epochs());
    if (!status.ok()) return status;
    return Add(standings_.epochs.authority_keys, file_.mutable_authority_keys());
  }

  absl::Status ReplaceEntry(v1::LoggedEntry& entry) const {
    const auto newer = standings_.entries.find(entry.index());
    if (newer == standings_.entries.end()) {
      return Refuse(Reason::kEvidenceMissing, absl::StrCat("entry ", entry.index()));
    }
    if (newer->second.entry() != entry.entry() || newer->second.index() != entry.index()) {
      return Refuse(Reason::kEntryUnexpected, absl::StrCat("entry ", entry.index(), " is another"));
    }
    entry = newer->second;
    return CheckLogged(entry, checkpoint_);
  }

  absl::Status ReplaceEntries() {
    absl::Status status;
    ForEachEntry(file_, [&](v1::LoggedEntry& entry) {
      if (status.ok()) status = ReplaceEntry(entry);
    });
    return status;
  }

  absl::Status CheckStatusRoot() {
    const absl::StatusOr<LoggedStatusRoot> root = OpenStatusRoot(standings_.status_root);
    if (!root.ok()) return root.status();
    root_ = root->root;
    *file_.mutable_status_root() = standings_.status_root;
    return CheckLogged(standings_.status_root, checkpoint_);
  }

  absl::Status TakeProof(uint64_t key, v1::StatusProof& proof) const {
    const auto found = standings_.proofs.find(key);
    if (found == standings_.proofs.end() || found->second.key() != key) {
      return Refuse(Reason::kEvidenceMissing, absl::StrCat("status of ", key));
    }
    proof = found->second;
    return proto::CheckStatusProof(proof, root_).status();
  }

  absl::Status ReplaceProofs() {
    file_.clear_status();
    for (uint64_t key : needs_.shared_keys) {
      absl::Status status = TakeProof(key, *file_.add_status());
      if (!status.ok()) return status;
    }
    return TakeProof(needs_.certificate, *file_.mutable_certificate_status());
  }

  v1::CertificateFile file_;
  const Needs& needs_;
  const Standings& standings_;
  crypto::Checkpoint checkpoint_;
  crypto::Hash root_;
};

}  // namespace

std::set<uint64_t> Needs::Keys() const {
  std::set<uint64_t> keys = shared_keys;
  keys.insert(certificate);
  return keys;
}

absl::StatusOr<Needs> NeedsOf(const v1::CertificateFile& file) {
  const absl::StatusOr<FileParts> parts = OpenParts(file);
  if (!parts.ok()) return parts.status();
  const absl::StatusOr<v1::CertificateLeaf> leaf = proto::DecodeLeaf(file.leaf());
  if (!leaf.ok()) return leaf.status();
  Needs needs;
  v1::CertificateFile copy = file;
  ForEachEntry(copy, [&](const v1::LoggedEntry& entry) { needs.entries.insert(entry.index()); });
  needs.batch = parts->unit().index;
  needs.certificate = proto::LeafIndex(needs.batch, leaf->position());
  needs.shared_keys = {parts->accreditation.index, parts->batch.index};
  for (const LoggedStatement& key : parts->issuer_keys) {
    if (Signed(key, parts->batch) || Signed(key, parts->unit()))
      needs.shared_keys.insert(key.index);
  }
  return needs;
}

absl::StatusOr<std::string> Renew(const v1::CertificateFile& file, const Needs& needs,
                                  const Standings& standings) {
  return Renewal(file, needs, standings).Make();
}

}  // namespace linkcert::client
