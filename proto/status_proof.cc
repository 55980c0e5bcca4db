#include "proto/status_proof.h"

#include <optional>
#include <vector>

#include "proto/canonical.h"
#include "proto/refusal.h"

namespace linkcert::proto {
namespace {

// The leaf in which the proof says that the path ends.
std::optional<crypto::MapLeaf> EndOf(const v1::StatusProof& proof) {
  if (!proof.history().empty()) {
    return crypto::MapLeaf{proof.key(), crypto::HashMapLeaf(proof.key(), proof.history())};
  }
  if (!proof.has_other()) return std::nullopt;
  const v1::OtherLeaf& other = proof.other();
  return crypto::MapLeaf{other.key(), crypto::HashMapLeaf(other.key(), other.history())};
}

absl::Status CheckForm(const v1::StatusProof& proof) {
  if (!proof.has_other()) return absl::OkStatus();
  if (!proof.history().empty()) {
    return Refuse(Reason::kStatusProofInvalid, "both present and absent");
  }
  if (proof.other().key() != proof.key()) return absl::OkStatus();
  return Refuse(Reason::kStatusProofInvalid, "absence shown by the key itself");
}

}  // namespace

absl::StatusOr<v1::StatusHistory> DecodeStatusHistory(absl::string_view bytes) {
  absl::StatusOr<v1::StatusHistory> history = DecodeCanonical<v1::StatusHistory>(bytes);
  if (!history.ok()) return history.status();
  for (int i = 1; i < history->changes_size(); ++i) {
    const v1::StatusChange& before = history->changes(i - 1);
    const v1::StatusChange& change = history->changes(i);
    if (change.entry_index() <= before.entry_index() || change.logged_at() < before.logged_at()) {
      return Refuse(Reason::kFieldOutOfRange, "changes are not in log order");
    }
  }
  return history;
}

std::string EncodeStatusHistory(const v1::StatusHistory& history) {
  return history.SerializeAsString();
}

absl::StatusOr<v1::StatusHistory> CheckStatusProof(const v1::StatusProof& proof,
                                                   const crypto::Hash& root) {
  absl::Status status = CheckForm(proof);
  if (!status.ok()) return status;
  std::vector<crypto::Hash> siblings;
  siblings.reserve(static_cast<size_t>(proof.siblings_size()));
  for (const std::string& bytes : proof.siblings()) {
    absl::StatusOr<crypto::Hash> sibling = crypto::Hash::FromBytes(bytes);
    if (!sibling.ok()) return Refuse(Reason::kStatusProofInvalid, "a sibling is no hash");
    siblings.push_back(*sibling);
  }
  status = crypto::VerifyMapPath(proof.key(), EndOf(proof), siblings, root);
  if (!status.ok()) {
    return Refuse(Reason::kStatusProofInvalid,
                  absl::string_view(status.message().data(), status.message().size()));
  }
  if (proof.history().empty()) return v1::StatusHistory();
  return DecodeStatusHistory(proof.history());
}

v1::StatusProof MakeStatusProof(uint64_t key, const crypto::MapPath& path,
                                absl::string_view end_value) {
  v1::StatusProof proof;
  proof.set_key(key);
  const std::string value(end_value.data(), end_value.size());
  if (path.end_key == key) {
    proof.set_history(value);
  } else if (path.end_key) {
    proof.mutable_other()->set_key(*path.end_key);
    proof.mutable_other()->set_history(value);
  }
  for (const crypto::Hash& sibling : path.siblings) proof.add_siblings(sibling.str());
  return proof;
}

}  // namespace linkcert::proto
