// The test world's acts that link certificates: corrected, reissued, superseded, companions. Each
// is a fresh statement, with its leaves if it has any; to be changed and signed.
#ifndef LINKCERT_TESTS_TESTING_WORLD_LINKS_H_
#define LINKCERT_TESTS_TESTING_WORLD_LINKS_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "tests/testing/world.h"

namespace linkcert::testing {

// A certificate that was issued, as its issuer knows it.
struct Held {
  uint64_t index = 0;
  std::vector<std::string> claims;
  uint32_t version = 1;
};
// Certificate i of a unit that was logged at `index`.
Held HeldOf(const Unit& unit, uint64_t index, uint32_t i);

// The batch's unit again, leaf i naming companions[i]; those beyond name none. Sets leaves_root.
Unit LinkCompanions(v1::Statement& batch, Unit unit, const std::vector<uint64_t>& companions);

// A statement and the leaves that it brings along.
struct Versions {
  v1::Statement statement;
  Unit unit;
};
// Sets leaf_count and leaves_root to those of the leaves.
void StateLeaves(Versions& versions);
Unit SignVersions(World& world, Versions versions, const std::vector<std::string>& key_names);

// New versions with another value under `tag`.
Versions CorrectCertificates(World& world, uint64_t original_batch, const std::vector<Held>& held,
                             uint32_t tag, const std::string& value);
// The same values under fresh salts.
Versions ReissueCertificates(World& world, uint64_t original_batch, const std::vector<Held>& held);

// Pairs of old and new.
v1::Statement SupersedeCertificates(World& world,
                                    const std::vector<std::pair<uint64_t, uint64_t>>& links);
// `finding` 0 = none.
v1::Statement DecideCompanion(World& world, uint64_t revoked, uint64_t companion,
                              v1::CompanionDecision decision, uint64_t finding = 0);

}  // namespace linkcert::testing

#endif  // LINKCERT_TESTS_TESTING_WORLD_LINKS_H_
