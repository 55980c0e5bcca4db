// Random acts of those who use certificates, and of the registry itself.
#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "crypto/hash.h"
#include "tests/model/history.h"

namespace linkcert::model {

// The registry's first key comes with the first erasure.
Draft History::RecordErasure() {
  const bool can_sign = std::any_of(facts().keys.begin(), facts().keys.end(), [](const auto& key) {
    return key.second.organisation == kRegistry && !key.second.ended;
  });
  if (!can_sign && !OnceIn(4)) return AddKeyOf(kRegistry);
  Draft draft = Act(KeysOf(kRegistry));
  std::set<std::string> roots;
  const uint32_t count = 1 + Pick(3);
  for (uint32_t i = 0; i < count; ++i) {
    roots.insert(crypto::Sha256(absl::StrCat("claims ", Pick(9))).str());
  }
  for (const std::string& root : roots) {
    draft.statement.mutable_record_erasure()->add_claims_roots(root);
  }
  return draft;
}

}  // namespace linkcert::model
