// The keys that a certificate file proves, each by the entry that registered it.
#ifndef LINKCERT_CLIENT_VERIFY_KEY_RING_H_
#define LINKCERT_CLIENT_VERIFY_KEY_RING_H_

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "absl/container/node_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "client/verify/file_parts.h"
#include "crypto/key_cache.h"
#include "crypto/keys.h"
#include "linkcert/v1/act_governance.pb.h"
#include "linkcert/v1/resources.pb.h"
#include "rules/signers.h"

namespace linkcert::client {

// Begins with nothing but genesis; entries are given in log order. Applies the rules of R02 and R13
// as Admit does. A key that the ring saw replaced signs nothing after that. Not thread-safe.
class KeyRing {
 public:
  // `genesis` and `keys` must outlive the ring.
  KeyRing(const v1::Genesis& genesis, crypto::KeyCache& keys) : genesis_(genesis), keys_(keys) {}

  // Genesis itself: signed by `threshold` people with keys that it lists.
  absl::Status CheckGenesis(const LoggedStatement& statement) const;
  // An AddKey entry of `organisation`: a key that genesis lists, which signs for itself alone, or
  // one that the authority and the new key signed. Or a RotateKey entry: the new key takes the
  // place of one in the ring. The key then counts for later entries.
  absl::Status Add(const LoggedStatement& statement, absl::string_view organisation);
  // All signatures are by keys of the ring that were logged before, and `sides` are satisfied.
  absl::Status CheckSigned(const LoggedStatement& statement,
                           absl::Span<const rules::Side> sides) const;
  // The key with this id as of the newest entry given; null when it is not of the ring.
  const v1::Key* Find(const crypto::KeyId& id) const;
  // Log indexes of the entries that brought the statement's signers in, all of them of the ring.
  std::vector<uint64_t> EntriesOfSigners(const LoggedStatement& statement) const;
  // The same, and those of all keys that the signers took the place of.
  std::set<uint64_t> EntriesBehindSigners(const LoggedStatement& statement) const;

 private:
  struct Held {
    v1::Key key;
    const Held* replaced = nullptr;  // in the ring, too
  };
  struct NewKey {
    std::string spki;
    crypto::KeyId id;
    const v1::Key* replaced = nullptr;  // of a rotation
  };

  absl::Status CheckSignature(const LoggedStatement& statement, size_t signer,
                              absl::string_view spki) const;
  absl::Status CheckListed(const LoggedStatement& statement, const v1::AuthorityKey& listed) const;
  absl::Status CheckNew(const LoggedStatement& statement, const NewKey& key,
                        absl::string_view organisation) const;
  absl::Status AddAdded(const LoggedStatement& statement, absl::string_view organisation);
  absl::Status AddRotated(const LoggedStatement& statement, absl::string_view organisation);
  // The keys of the statement's signers, each checked, but for the one with id `except`.
  absl::StatusOr<std::vector<v1::Key>> Signers(const LoggedStatement& statement,
                                               const crypto::KeyId* except) const;

  const v1::Genesis& genesis_;
  crypto::KeyCache& keys_;
  absl::node_hash_map<crypto::KeyId, Held> ring_;
};

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_VERIFY_KEY_RING_H_
