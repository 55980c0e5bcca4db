#include "client/verify/set_entries.h"

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "client/verify/file_parts.h"
#include "crypto/hash.h"
#include "proto/refusal.h"
#include "rules/prepare.h"
#include "rules/records.h"

namespace linkcert::client {
namespace {

using proto::Reason;
using proto::Refuse;
using Act = v1::Statement::ActCase;

absl::Status Missing(absl::string_view what) {
  return Refuse(Reason::kEvidenceMissing, absl::StrCat(what, " does not stand before"));
}

}  // namespace

// One batch's entries, each in its place.
class SetEntries::Collector {
 public:
  explicit Collector(const SetEntries& set) : set_(set) {}

  absl::StatusOr<v1::CertificateFile> Collect(const v1::LoggedEntry& logged) && {
    absl::StatusOr<LoggedStatement> unit = OpenLoggedEntry(logged);
    if (!unit.ok()) return unit.status();
    *file_.mutable_batch() = logged;
    absl::StatusOr<LoggedStatement> batch = NeedBatchOf(*unit);
    if (!batch.ok()) return batch.status();
    absl::Status status = NeedKeys(unit->sealed.signers);
    if (status.ok()) status = NeedKeys(batch->sealed.signers);
    if (status.ok()) status = NeedRights(*batch);
    if (!status.ok()) return status;
    for (const SignedEntry& epoch : set_.epochs_) {
      status = NeedKeys(epoch.signers);
      if (!status.ok()) return status;
      *file_.add_epochs() = set_.entries_.at(epoch.index);
    }
    AddCommon();
    AddStatus(*unit, *batch);
    return std::move(file_);
  }

 private:
  // The batch itself, or the one that a correction or reissue names.
  absl::StatusOr<LoggedStatement> NeedBatchOf(const LoggedStatement& unit) {
    const uint64_t original = rules::OriginalBatchOf(unit.statement());
    if (original == 0) return unit;
    const auto entry = set_.entries_.find(original);
    if (entry == set_.entries_.end()) return Missing("the original batch");
    *file_.mutable_original_batch() = entry->second;
    return OpenLoggedEntry(entry->second);
  }

  absl::Status NeedKeys(const std::vector<crypto::KeyId>& ids) {
    for (const crypto::KeyId& id : ids) {
      absl::Status status = NeedKey(id.str());
      if (!status.ok()) return status;
    }
    return absl::OkStatus();
  }

  // The key's entry, those of the keys that signed it, and the one that it took the place of.
  absl::Status NeedKey(std::string id) {
    std::vector<std::string> open = {std::move(id)};
    while (!open.empty()) {
      const std::string next = std::move(open.back());
      open.pop_back();
      const auto found = set_.keys_.find(next);
      if (found == set_.keys_.end()) return Missing("a signer's key");
      const KeyEntry& key = found->second;
      if (!needed_keys_.emplace(key.index, next).second) continue;
      for (const crypto::KeyId& signer : key.signers) {
        if (signer.view() != next) open.push_back(signer.str());
      }
      if (!key.replaced.empty()) open.push_back(key.replaced);
    }
    return absl::OkStatus();
  }

  absl::Status NeedRights(const LoggedStatement& batch) {
    const std::string issuer = OrganisationOf(batch.sealed.signers.front().str());
    const auto organisation = set_.organisations_.find(issuer);
    if (organisation == set_.organisations_.end()) return Missing("the issuer's registration");
    const auto accreditation =
        set_.accreditations_.find(batch.statement().issue_batch().accreditation());
    if (accreditation == set_.accreditations_.end()) return Missing("the accreditation");
    *file_.mutable_organisation() = set_.entries_.at(organisation->second.index);
    *file_.mutable_accreditation() = set_.entries_.at(accreditation->second.index);
    absl::Status status = NeedKeys(organisation->second.signers);
    return status.ok() ? NeedKeys(accreditation->second.signers) : status;
  }

  // Of an AddKey, or of the one behind rotations, which are no more than there are keys.
  std::string OrganisationOf(std::string id) const {
    for (size_t i = 0; i <= set_.keys_.size(); ++i) {
      const auto key = set_.keys_.find(id);
      if (key == set_.keys_.end()) break;
      if (key->second.replaced.empty()) return key->second.organisation;
      id = key->second.replaced;
    }
    return {};
  }

  void AddCommon() {
    file_.set_checkpoint(set_.header_.checkpoint());
    *file_.mutable_genesis() = set_.header_.genesis();
    if (set_.header_.has_status_root()) *file_.mutable_status_root() = set_.header_.status_root();
    for (const auto& [index, id] : needed_keys_) {
      *(OrganisationOf(id) == rules::kAuthority ? file_.add_authority_keys()
                                                : file_.add_issuer_keys()) =
          set_.entries_.at(index);
    }
  }

  void AddStatus(const LoggedStatement& unit, const LoggedStatement& batch) {
    std::set<uint64_t> things = {file_.accreditation().index(), batch.index};
    for (const LoggedStatement* part : {&unit, &batch}) {
      for (const crypto::KeyId& signer : part->sealed.signers) {
        things.insert(set_.keys_.at(signer.str()).index);
      }
    }
    for (uint64_t thing : things) {
      const auto proof = set_.status_.find(thing);
      if (proof != set_.status_.end()) *file_.add_status() = proof->second;
    }
  }

  const SetEntries& set_;
  std::map<uint64_t, std::string> needed_keys_;  // ids by log index
  v1::CertificateFile file_;
};

void SetEntries::Remember(const v1::LoggedEntry& logged) {
  absl::StatusOr<LoggedStatement> opened = OpenLoggedEntry(logged);
  if (!opened.ok()) return;  // told when a batch turns out to need it
  const v1::Statement& statement = opened->statement();
  SignedEntry entry = {.index = logged.index(), .signers = opened->sealed.signers};
  if (statement.has_add_key()) {
    const v1::AddKey& act = statement.add_key();
    keys_.emplace(crypto::Sha256(act.public_key()).str(),
                  KeyEntry{.index = entry.index,
                           .organisation = act.organisation(),
                           .replaced = {},
                           .signers = std::move(entry.signers)});
  } else if (statement.has_rotate_key()) {
    const v1::RotateKey& act = statement.rotate_key();
    keys_.emplace(crypto::Sha256(act.new_public_key()).str(),
                  KeyEntry{.index = entry.index,
                           .organisation = {},
                           .replaced = act.old_key(),
                           .signers = std::move(entry.signers)});
  } else if (statement.has_register_organisation()) {
    organisations_.emplace(statement.register_organisation().organisation(), std::move(entry));
  } else if (statement.has_grant_accreditation()) {
    accreditations_.emplace(statement.grant_accreditation().accreditation(), std::move(entry));
  } else if (statement.has_begin_epoch()) {
    epochs_.push_back(std::move(entry));
  }
}

absl::Status SetEntries::Add(v1::LoggedEntry logged) {
  const uint64_t index = logged.index();
  const auto [added, fresh] = entries_.emplace(index, std::move(logged));
  if (!fresh) return Refuse(Reason::kEntryUnexpected, absl::StrCat("entry ", index, " twice"));
  Remember(added->second);
  return absl::OkStatus();
}

absl::Status SetEntries::Add(v1::StatusProof proof) {
  const uint64_t key = proof.key();
  if (status_.emplace(key, std::move(proof)).second) return absl::OkStatus();
  return Refuse(Reason::kEntryUnexpected, absl::StrCat("a status proof of ", key, " twice"));
}

absl::StatusOr<v1::CertificateFile> SetEntries::SharedPart(uint64_t batch) const {
  const auto logged = entries_.find(batch);
  if (logged == entries_.end()) return Missing(absl::StrCat("batch ", batch));
  return Collector(*this).Collect(logged->second);
}

}  // namespace linkcert::client
