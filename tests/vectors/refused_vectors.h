// Bytes that every reader must refuse, each with its reason: for linkcert-refused.json.
#ifndef LINKCERT_TESTS_VECTORS_REFUSED_VECTORS_H_
#define LINKCERT_TESTS_VECTORS_REFUSED_VECTORS_H_

#include <string>
#include <vector>

#include "tests/vectors/sample_log.h"

namespace linkcert::vectors {

struct RefusedVector {
  std::string what;
  // A message type of linkcert.v1; or `envelope`: a SignedStatement with the statement in it; or
  // `public_key`: SubjectPublicKeyInfo.
  std::string as;
  std::string bytes;
  std::string reason;
};

std::vector<RefusedVector> RefusedVectors(const SampleLog& log);

}  // namespace linkcert::vectors

#endif  // LINKCERT_TESTS_VECTORS_REFUSED_VECTORS_H_
