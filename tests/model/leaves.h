// Leaves of a batch (FORMAT.md §5), as a statement promises them.
#ifndef LINKCERT_TESTS_MODEL_LEAVES_H_
#define LINKCERT_TESTS_MODEL_LEAVES_H_

#include "tests/model/question.h"

namespace linkcert::model {

// So many as stated, under the stated root, each in its place, without links; none beside other
// acts.
void JudgeLeaves(Question& question);

}  // namespace linkcert::model

#endif  // LINKCERT_TESTS_MODEL_LEAVES_H_
