// The stateless half of admission: everything that needs no log index and no order. Runs in
// parallel, before the sequencer.
#ifndef LINKCERT_RULES_PREPARE_H_
#define LINKCERT_RULES_PREPARE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/hash.h"
#include "crypto/key_cache.h"
#include "proto/statement.h"
#include "rules/view.h"

namespace linkcert::rules {

inline constexpr size_t kMaxLeaves = 10000;

// What a leaf says besides its place.
struct LeafTerms {
  crypto::Hash claims_root;
  uint64_t supersedes = 0;  // log indexes; 0 = none
  uint64_t companion = 0;
};

// One statement, or a statement with all its leaves: what is admitted or refused as one.
struct PreparedUnit {
  proto::SealedStatement statement;
  std::vector<std::string> leaves;  // canonical CertificateLeaf messages by position
  std::vector<LeafTerms> terms;     // of each leaf
  // verified[i]: signature i was found good. False = the signer's key was not in the view yet;
  // Admit looks again.
  std::vector<bool> verified;
  size_t entry_count() const { return 1 + leaves.size(); }
  size_t size_bytes() const;
};

// Checks form, size, leaves (R24, R09: count, root, places) and the signatures of all keys that
// `view` or the statement itself holds. Thread-safe; `keys` may be shared.
absl::StatusOr<PreparedUnit> Prepare(absl::string_view envelope, std::vector<std::string> leaves,
                                     const View& view, crypto::KeyCache& keys);

// The same without the signatures: `verified` says false of each.
absl::StatusOr<PreparedUnit> OpenUnit(absl::string_view envelope, std::vector<std::string> leaves);

// SIGNATURE_INVALID unless signature i is good under the key `spki`; KEY_ENCODING if that is none.
absl::Status VerifySigner(const proto::SealedStatement& statement, size_t i, absl::string_view spki,
                          crypto::KeyCache& keys);

// Leaves that the act promises, and their root as it states it; 0 and null for acts without leaves.
size_t PromisedLeaves(const v1::Statement& statement);
const std::string* StatedLeavesRoot(const v1::Statement& statement);
// Of a correction or reissue, the log index that it states; 0 for all other acts.
uint64_t OriginalBatchOf(const v1::Statement& statement);

}  // namespace linkcert::rules

#endif  // LINKCERT_RULES_PREPARE_H_
