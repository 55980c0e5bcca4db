// Leaves of a batch (FORMAT.md §5), as a statement promises them.
#ifndef LINKCERT_TESTS_MODEL_LEAVES_H_
#define LINKCERT_TESTS_MODEL_LEAVES_H_

#include "tests/model/question.h"

namespace linkcert::model {

// So many as stated, under the stated root, each in its place; none beside other acts.
void JudgeLeaves(Question& question);
v1::CertificateLeaf LeafAt(const Question& question, size_t position);
// RFC 6962; empty for no leaves.
std::string TreeRoot(const std::vector<std::string>& leaf_hashes);

}  // namespace linkcert::model

#endif  // LINKCERT_TESTS_MODEL_LEAVES_H_
