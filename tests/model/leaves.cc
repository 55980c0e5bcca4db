#include "tests/model/leaves.h"

#include "crypto/hash.h"

namespace linkcert::model {
namespace {

// RFC 6962 §2.1: MTH(D[first:last]).
std::string TreeHash(const std::vector<std::string>& leaves, size_t first, size_t last) {
  if (last - first == 1) return crypto::Sha256(std::string(1, '\0') + leaves[first]).str();
  size_t half = 1;
  while (2 * half < last - first) half *= 2;
  return crypto::Sha256("\x01" + TreeHash(leaves, first, first + half) +
                        TreeHash(leaves, first + half, last))
      .str();
}

void JudgeLeaf(Question& question, size_t position) {
  v1::CertificateLeaf leaf;
  leaf.ParseFromString(question.submission.leaves[position]);
  question.Must(
      leaf.position() == position && leaf.batch() == question.submission.statement.statement_id(),
      "LEAF_MISPLACED");
  question.Must(leaf.supersedes() == 0 && leaf.companion() == 0, "LEAF_LINK_NOT_ENABLED");
}

}  // namespace

void JudgeLeaves(Question& question) {
  const v1::Statement& statement = question.submission.statement;
  const std::vector<std::string>& leaves = question.submission.leaves;
  if (!statement.has_issue_batch()) {
    question.Must(leaves.empty(), "LEAVES_UNEXPECTED");
    return;
  }
  const v1::IssueBatch& act = statement.issue_batch();
  question.Must(leaves.size() == act.leaf_count(), "LEAF_COUNT_DIFFERS");
  for (size_t i = 0; i < leaves.size(); ++i) JudgeLeaf(question, i);
  question.Must(!leaves.empty() && TreeHash(leaves, 0, leaves.size()) == act.leaves_root(),
                "LEAVES_ROOT_DIFFERS");
}

}  // namespace linkcert::model
