#include "tests/model/leaves.h"

#include "crypto/hash.h"

namespace linkcert::model {
namespace {

// RFC 6962 §2.1: MTH(D[first:last]), given the hashes of the leaves.
std::string TreeHash(const std::vector<std::string>& hashes, size_t first, size_t last) {
  if (last - first == 1) return hashes[first];
  size_t half = 1;
  while (2 * half < last - first) half *= 2;
  return crypto::Sha256("\x01" + TreeHash(hashes, first, first + half) +
                        TreeHash(hashes, first + half, last))
      .str();
}

void JudgeLeaf(Question& question, size_t position) {
  const v1::CertificateLeaf leaf = LeafAt(question, position);
  question.Must(
      leaf.position() == position && leaf.batch() == question.submission.statement.statement_id(),
      "LEAF_MISPLACED");
}

// What the statement says of its leaves; null for acts without any.
struct Promise {
  uint32_t count = 0;
  std::string root;
};
template <typename Act>
Promise PromiseOf(const Act& act) {
  return {act.leaf_count(), act.leaves_root()};
}
std::optional<Promise> Promised(const v1::Statement& statement) {
  if (statement.has_issue_batch()) return PromiseOf(statement.issue_batch());
  if (statement.has_correct_certificates()) return PromiseOf(statement.correct_certificates());
  if (statement.has_reissue_certificates()) return PromiseOf(statement.reissue_certificates());
  return std::nullopt;
}

}  // namespace

std::string TreeRoot(const std::vector<std::string>& leaf_hashes) {
  return leaf_hashes.empty() ? std::string() : TreeHash(leaf_hashes, 0, leaf_hashes.size());
}

v1::CertificateLeaf LeafAt(const Question& question, size_t position) {
  v1::CertificateLeaf leaf;
  leaf.ParseFromString(question.submission.leaves[position]);
  return leaf;
}

void JudgeLeaves(Question& question) {
  const std::vector<std::string>& leaves = question.submission.leaves;
  const std::optional<Promise> promise = Promised(question.submission.statement);
  if (!promise) {
    question.Must(leaves.empty(), "LEAVES_UNEXPECTED");
    return;
  }
  question.Must(leaves.size() == promise->count, "LEAF_COUNT_DIFFERS");
  std::vector<std::string> hashes;
  for (size_t i = 0; i < leaves.size(); ++i) {
    JudgeLeaf(question, i);
    hashes.push_back(crypto::Sha256(std::string(1, '\0') + leaves[i]).str());
  }
  question.Must(!leaves.empty() && TreeRoot(hashes) == promise->root, "LEAVES_ROOT_DIFFERS");
}

}  // namespace linkcert::model
