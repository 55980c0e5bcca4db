#include "tests/vectors/sample_status.h"

#include <utility>

#include "proto/status_proof.h"

namespace linkcert::vectors {

SampleMap::SampleMap(std::map<uint64_t, std::string> histories) : histories_(std::move(histories)) {
  std::vector<crypto::MapLeaf> leaves;
  for (const auto& [key, history] : histories_) {
    leaves.push_back({.key = key, .hash = crypto::HashMapLeaf(key, history)});
  }
  const crypto::MapChange change = crypto::PutLeaves({}, leaves, Reader()).value();
  root_ = change.root;
  nodes_ = {change.nodes.begin(), change.nodes.end()};
}

crypto::MapNodeReader SampleMap::Reader() const {
  return [this](const crypto::MapPlace& place) {
    return absl::StatusOr<crypto::MapNode>(nodes_.at(place));
  };
}

v1::StatusProof SampleMap::Prove(uint64_t key) const {
  const crypto::MapPath path = crypto::FindMapPath(root_, key, Reader()).value();
  return proto::MakeStatusProof(key, path, path.end_key ? histories_.at(*path.end_key) : "");
}

std::vector<BadProof> BadProofs(const v1::StatusProof& present, const v1::StatusProof& absent) {
  std::vector<BadProof> bad;
  const auto add = [&](const char* what, const v1::StatusProof& proof) {
    bad.push_back({what, proof, "STATUS_PROOF_INVALID"});
  };
  v1::StatusProof proof = present;
  proof.mutable_history()->back() ^= 1;
  add("a byte of the history changed", proof);
  proof = present;
  proof.mutable_siblings(0)->front() ^= 1;
  add("a byte of a sibling changed", proof);
  proof = present;
  proof.mutable_siblings()->RemoveLast();
  add("a sibling short", proof);
  proof = present;
  proof.clear_history();
  add("a present key shown as absent", proof);
  proof = present;
  proof.mutable_other()->set_key(present.key());
  proof.mutable_other()->set_history(present.history());
  proof.clear_history();
  add("absence shown by the key itself", proof);
  proof = absent;
  proof.set_history(absent.other().history());
  proof.clear_other();
  add("an absent key shown with another's history", proof);
  proof = absent;
  proof.set_history(absent.other().history());
  add("history and another leaf at once", proof);
  proof = absent;
  proof.set_key(absent.key() ^ 1);
  add("a leaf from another path", proof);
  proof = present;
  proof.clear_siblings();
  *proof.add_siblings() = std::string(32, '\0');
  for (const std::string& sibling : present.siblings()) *proof.add_siblings() = sibling;
  add("a leaf deeper than it belongs", proof);
  return bad;
}

}  // namespace linkcert::vectors
