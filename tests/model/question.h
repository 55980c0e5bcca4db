// One statement that asks to be logged, and all that speaks against it.
#ifndef LINKCERT_TESTS_MODEL_QUESTION_H_
#define LINKCERT_TESTS_MODEL_QUESTION_H_

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "linkcert/v1/statement.pb.h"
#include "proto/civil_date.h"
#include "tests/model/facts.h"

namespace linkcert::model {

// What is handed in. The model believes the flag instead of looking at signatures.
struct Submission {
  v1::Statement statement;
  std::string bytes;     // of the statement, as signed
  std::string envelope;  // as handed to the registry
  std::vector<std::string> leaves;
  bool good_signatures = true;
};

// A signer, as far as it is known.
struct Signer {
  std::string key_id;
  std::string organisation;
  std::string person;
  std::set<int> purposes;
};

struct Question {
  const Submission& submission;
  Moment now;
  proto::CivilDate today;
  std::vector<Signer> signers;     // known ones, in the statement's order
  std::string first_organisation;  // the first signer's; empty when that key is unknown
  std::set<std::string> reasons;   // against it

  // Notes `otherwise` unless it holds; true if it holds.
  bool Must(bool holds, const char* otherwise) {
    if (!holds) reasons.insert(otherwise);
    return holds;
  }
  bool SignedBy(const std::string& key_id) const {
    for (const Signer& signer : signers) {
      if (signer.key_id == key_id) return true;
    }
    return false;
  }
};

// Last day 0 = open.
inline bool IsWithin(proto::CivilDate day, proto::CivilDate first, proto::CivilDate last) {
  return first <= day && (last == 0 || day <= last);
}
inline bool InOrder(proto::CivilDate first, proto::CivilDate last) {
  return last == 0 || first <= last;
}

}  // namespace linkcert::model

#endif  // LINKCERT_TESTS_MODEL_QUESTION_H_
