#include "tests/model/draft.h"

#include <utility>

#include "crypto/merkle.h"

namespace linkcert::model {

Submission FromEnvelope(const std::string& envelope, std::vector<std::string> leaves) {
  v1::SignedStatement sealed;
  sealed.ParseFromString(envelope);
  Submission submission{.statement = {},
                        .bytes = sealed.statement(),
                        .envelope = envelope,
                        .leaves = std::move(leaves)};
  submission.statement.ParseFromString(submission.bytes);
  return submission;
}

std::string LeavesRoot(const std::vector<std::string>& leaves) {
  std::vector<crypto::Hash> hashes;
  for (const std::string& leaf : leaves) hashes.push_back(crypto::HashLeaf(leaf));
  return crypto::RootOf(hashes).str();
}

}  // namespace linkcert::model
