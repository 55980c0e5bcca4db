// A statement of a random history on its way to a submission.
#ifndef LINKCERT_TESTS_MODEL_DRAFT_H_
#define LINKCERT_TESTS_MODEL_DRAFT_H_

#include <set>
#include <string>
#include <vector>

#include "tests/model/model.h"

namespace linkcert::model {

// A statement before it is signed.
struct Draft {
  v1::Statement statement;
  std::set<std::string> signers;  // names of keys of the world
  std::vector<std::string> leaves;
};

// A submission whose signatures are good.
Submission FromEnvelope(const std::string& envelope, std::vector<std::string> leaves = {});

// RFC 6962.
std::string LeavesRoot(const std::vector<std::string>& leaves);

}  // namespace linkcert::model

#endif  // LINKCERT_TESTS_MODEL_DRAFT_H_
