#include "client/verify/key_ring.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "proto/refusal.h"
#include "rules/records.h"

namespace linkcert::client {
namespace {

using proto::Reason;
using proto::Refuse;

v1::Key KeyOf(const LoggedStatement& statement, const crypto::KeyId& id) {
  const v1::AddKey& act = statement.statement().add_key();
  v1::Key key;
  key.set_name(absl::StrCat("keys/", id.ToHex()));
  key.set_organisation(act.organisation());
  key.set_public_key(act.public_key());
  key.set_person(act.person());
  *key.mutable_purposes() = act.purposes();
  key.mutable_logged()->set_index(statement.index);
  key.mutable_logged()->set_at(statement.logged_at);
  return key;
}

// R02: AUTHORITY belongs to the authority and to nobody else; RECEIPT to the registry alone.
absl::Status CheckPurposes(const v1::AddKey& act) {
  for (int purpose : act.purposes()) {
    const bool authoritys = purpose == v1::KEY_PURPOSE_AUTHORITY;
    if (purpose == v1::KEY_PURPOSE_RECEIPT ||
        authoritys != (act.organisation() == rules::kAuthority)) {
      return Refuse(Reason::kKeyPurposeNotAllowed, act.organisation());
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status KeyRing::CheckSignature(const LoggedStatement& statement, size_t signer,
                                     absl::string_view spki) const {
  const proto::SealedStatement& sealed = statement.sealed;
  absl::StatusOr<crypto::PublicKey> key = keys_.Get(spki);
  if (!key.ok()) return Refuse(Reason::kKeyEncoding, key.status().message());
  if (key->id() != sealed.signers[signer]) return Refuse(Reason::kSignerUnknown);
  if (key->Verify(proto::SigningInput(sealed.statement_bytes), sealed.signatures[signer]).ok()) {
    return absl::OkStatus();
  }
  return Refuse(Reason::kSignatureInvalid, absl::StrCat("entry ", statement.index));
}

absl::Status KeyRing::CheckGenesis(const LoggedStatement& statement) const {
  std::vector<v1::Key> signers;
  for (size_t i = 0; i < statement.sealed.signers.size(); ++i) {
    const crypto::KeyId& id = statement.sealed.signers[i];
    for (const v1::AuthorityKey& listed : genesis_.authority_keys()) {
      if (crypto::Sha256(listed.public_key()) != id) continue;
      absl::Status status = CheckSignature(statement, i, listed.public_key());
      if (!status.ok()) return status;
      v1::Key key;
      key.set_organisation(rules::kAuthority);
      key.set_person(listed.person());
      key.add_purposes(v1::KEY_PURPOSE_AUTHORITY);
      signers.push_back(std::move(key));
    }
    if (signers.size() != i + 1) return Refuse(Reason::kSignerUnknown, id.ToHex());
  }
  return rules::CheckSides(signers, {rules::AuthoritySide(genesis_.threshold())});
}

absl::Status KeyRing::CheckListed(const LoggedStatement& statement,
                                  const v1::AuthorityKey& listed) const {
  const v1::AddKey& act = statement.statement().add_key();
  if (statement.sealed.signers.size() != 1) {
    return Refuse(Reason::kSignerForeign, "signs for itself alone");
  }
  if (act.organisation() != rules::kAuthority || act.person() != listed.person()) {
    return Refuse(Reason::kGenesisInvalid, "not as genesis lists it");
  }
  return CheckSignature(statement, 0, act.public_key());
}

absl::Status KeyRing::CheckAdded(const LoggedStatement& statement) const {
  const v1::AddKey& act = statement.statement().add_key();
  const crypto::KeyId id = crypto::Sha256(act.public_key());
  absl::StatusOr<std::vector<v1::Key>> others = Signers(statement, &id);
  if (!others.ok()) return others.status();
  if (others->size() == statement.sealed.signers.size()) {
    return Refuse(Reason::kSignerMissing, "the new key itself");
  }
  for (size_t i = 0; i < statement.sealed.signers.size(); ++i) {
    if (statement.sealed.signers[i] != id) continue;
    absl::Status status = CheckSignature(statement, i, act.public_key());
    if (!status.ok()) return status;
  }
  const uint32_t people = act.organisation() == rules::kAuthority ? genesis_.threshold() : 1;
  return rules::CheckSides(*others, {rules::AuthoritySide(people)});
}

absl::Status KeyRing::Add(const LoggedStatement& statement, absl::string_view organisation) {
  const v1::AddKey& act = statement.statement().add_key();
  if (act.organisation() != organisation) {
    return Refuse(Reason::kSignerForeign, absl::StrCat("a key of ", act.organisation()));
  }
  const v1::AuthorityKey* listed = nullptr;
  for (const v1::AuthorityKey& key : genesis_.authority_keys()) {
    if (key.public_key() == act.public_key()) listed = &key;
  }
  absl::Status status = listed != nullptr ? CheckListed(statement, *listed) : CheckAdded(statement);
  if (status.ok()) status = CheckPurposes(act);
  if (!status.ok()) return status;
  const crypto::KeyId id = crypto::Sha256(act.public_key());
  const bool fresh = ring_.emplace(id, KeyOf(statement, id)).second;
  return fresh ? absl::OkStatus() : Refuse(Reason::kKeyAlreadyRegistered, id.ToHex());
}

absl::StatusOr<std::vector<v1::Key>> KeyRing::Signers(const LoggedStatement& statement,
                                                      const crypto::KeyId* except) const {
  std::vector<v1::Key> signers;
  for (size_t i = 0; i < statement.sealed.signers.size(); ++i) {
    const crypto::KeyId& id = statement.sealed.signers[i];
    if (except != nullptr && id == *except) continue;
    const auto key = ring_.find(id);
    if (key == ring_.end() || key->second.logged().index() >= statement.index) {
      return Refuse(Reason::kSignerUnknown, id.ToHex());
    }
    absl::Status status = CheckSignature(statement, i, key->second.public_key());
    if (!status.ok()) return status;
    signers.push_back(key->second);
  }
  return signers;
}

absl::Status KeyRing::CheckSigned(const LoggedStatement& statement,
                                  absl::Span<const rules::Side> sides) const {
  absl::StatusOr<std::vector<v1::Key>> signers = Signers(statement, nullptr);
  if (!signers.ok()) return signers.status();
  return rules::CheckSides(*signers, sides);
}

std::vector<uint64_t> KeyRing::EntriesOfSigners(const LoggedStatement& statement) const {
  std::vector<uint64_t> entries;
  for (const crypto::KeyId& id : statement.sealed.signers) {
    const auto key = ring_.find(id);
    if (key != ring_.end()) entries.push_back(key->second.logged().index());
  }
  return entries;
}

}  // namespace linkcert::client
