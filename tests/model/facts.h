// What a log holds at one moment, as plain values: the second model of the rules, beside rules/ and
// without a look at it. Written from docs/RULES.md and docs/FORMAT.md §2-§6; simple before quick.
#ifndef LINKCERT_TESTS_MODEL_FACTS_H_
#define LINKCERT_TESTS_MODEL_FACTS_H_

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "linkcert/v1/entry.pb.h"
#include "linkcert/v1/statement.pb.h"
#include "tests/model/things.h"

namespace linkcert::model {

struct Facts {
  uint64_t size = 0;  // entries

  // The registry.
  std::string registry;  // SHA-256 of the genesis statement
  v1::Genesis genesis;
  std::set<std::string> genesis_keys_to_add;  // key ids
  std::vector<LogName> log_names;             // oldest first; the last one signs
  std::optional<LogName> announced;
  std::map<std::string, v1::RuleSet> rule_sets;  // in force, by province; "" = whole registry
  // By organisation of the first signer and statement id: bytes, index of the entry.
  std::map<std::pair<std::string, std::string>, std::pair<std::string, uint64_t>> statements;

  std::map<std::string, Key> keys;  // by key id
  std::map<std::string, v1::RegisterOrganisation> organisations;
  std::map<std::string, Chain> chains;
  // By edition and code.
  std::map<std::pair<std::string, std::string>, v1::CatalogueOccupation> occupations;
  std::map<std::string, v1::PublishLadder> ladders;
  std::map<std::pair<std::string, uint32_t>, Standard> standards;  // by id and version
  std::map<std::string, Accreditation> accreditations;
  std::map<std::string, Assessor> assessors;
  std::map<std::string, v1::RegisterSupervisor> supervisors;
  std::map<std::string, std::vector<std::set<std::string>>> panels;  // by body, in log order
  std::map<std::pair<std::string, std::string>, Plan> plans;  // by organisation, statement id
  std::set<std::pair<std::string, uint32_t>> numbers;         // taken: series, serial
  std::set<std::pair<std::string, uint32_t>> void_numbers;    // of these, by VoidNumbers
  std::map<std::pair<std::string, uint32_t>, std::string> assigned;  // to accreditations
  std::map<uint64_t, Batch> batches;                                 // by index
  std::set<std::pair<std::string, std::string>> batch_names;         // by issuer, statement id
  // Index → that of the batch that states its facts.
  std::map<uint64_t, uint64_t> certificates;
  std::map<uint64_t, std::string> claims_roots;         // by certificate
  std::map<uint64_t, uint64_t> replaced_by;             // old certificate → new
  std::map<uint64_t, uint64_t> version_of;              // corrected or reissued → old
  std::map<uint64_t, uint32_t> versions;                // 2 and more, by certificate
  std::map<uint64_t, std::set<uint32_t>> corrected;     // tags, by first version
  std::map<uint64_t, uint64_t> companions;              // of first versions, both ways
  std::map<uint64_t, v1::CompanionDecision> decisions;  // of first versions
  std::map<uint64_t, std::string> suspensions;          // index → who suspended
  std::map<uint64_t, v1::RecordFinding> findings;       // by index

  std::map<uint64_t, v1::NationalSync> synced;  // certificate → what was reported last
  std::map<std::string, uint32_t> policies;     // newest version, by organisation
  std::map<std::pair<std::string, std::string>, uint32_t> posts;  // by organisation, post

  // Standing, by the index of the entry that created the thing. No row = never changed.
  std::map<uint64_t, std::vector<Change>> standing;
  uint64_t newest_root_at = 0;              // log time; at first genesis'
  std::optional<uint64_t> uncovered_since;  // log time of the first change without a StatusRoot

  // IN_FORCE for what never changed.
  v1::StandingState StateOf(uint64_t index) const {
    auto found = standing.find(index);
    return found == standing.end() ? v1::STANDING_STATE_IN_FORCE : found->second.back().state;
  }
  // companion_acts.cc: the other certificate of one examination, in its newest version; 0 = none.
  uint64_t CompanionOf(uint64_t certificate) const;
  bool AwaitsDecision(uint64_t certificate) const;
  // The rule (R…) is one of those in force.
  bool Enforces(uint32_t rule) const {
    const auto& rules = rule_sets.at("").rules();
    return std::find(rules.begin(), rules.end(), rule) != rules.end();
  }
  bool KnowsOrganisation(const std::string& id) const { return organisations.count(id) > 0; }
};

inline constexpr char kAuthority[] = "authority";
inline constexpr char kRegistry[] = "registry";

// The value under a key of a map, or null.
template <typename Map, typename Id>
const typename Map::mapped_type* Find(const Map& map, const Id& id) {
  auto found = map.find(id);
  return found == map.end() ? nullptr : &found->second;
}

}  // namespace linkcert::model

#endif  // LINKCERT_TESTS_MODEL_FACTS_H_
