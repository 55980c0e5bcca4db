// Finds what a certificate or an epoch rests on by reading the whole log, as nobody would in
// production: a second way beside the registry's records.
#ifndef LINKCERT_TESTS_TESTING_EVIDENCE_FINDER_H_
#define LINKCERT_TESTS_TESTING_EVIDENCE_FINDER_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "client/verify/file_parts.h"

namespace linkcert::testing {

// One question each. Keys that took the place of others are not followed. Not thread-safe.
class EvidenceFinder {
 public:
  explicit EvidenceFinder(const std::vector<std::string>& entries);

  // Log indexes of the entries that a certificate of this batch needs.
  std::set<uint64_t> NeededFor(uint64_t batch);
  // Of genesis, all epochs and the keys that signed them.
  std::set<uint64_t> NeedEpochs();
  const v1::Statement& At(uint64_t index) const { return statements_.at(index).statement(); }

 private:
  void Need(uint64_t index);
  void NeedSigners(const client::LoggedStatement& statement);

  std::map<uint64_t, client::LoggedStatement> statements_;
  std::set<uint64_t> needed_;
  std::string issuer_;
};

}  // namespace linkcert::testing

#endif  // LINKCERT_TESTS_TESTING_EVIDENCE_FINDER_H_
