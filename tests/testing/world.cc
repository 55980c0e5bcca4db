#include "tests/testing/world.h"

#include <cstdlib>
#include <iostream>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "crypto/hash.h"
#include "crypto/merkle.h"
#include "proto/canonical.h"
#include "proto/certificate_leaf.h"
#include "proto/claims.h"
#include "proto/identifiers.h"
#include "proto/statement.h"
#include "rules/records.h"
#include "rules/rule_sets.h"

namespace linkcert::testing {
namespace {

// A fault in the world is a fault in the test: say so and stop.
template <typename T>
T OrDie(absl::StatusOr<T> value) {
  if (!value.ok()) {
    std::cerr << "test world: " << value.status() << std::endl;
    std::abort();
  }
  return *std::move(value);
}

std::string Digest(absl::string_view what) { return crypto::Sha256(what).str(); }
std::string Id16(absl::string_view what) { return Digest(what).substr(0, 16); }

crypto::Algorithm AlgorithmFor(const std::string& name) {
  if (absl::StartsWith(name, "sm2:")) return crypto::Algorithm::kSm2;
  bool ed25519 = absl::StartsWith(name, "authority") || absl::StartsWith(name, "log");
  return ed25519 ? crypto::Algorithm::kEd25519 : crypto::Algorithm::kP256;
}

std::vector<std::string> Claims(const std::string& number, uint32_t person) {
  std::vector<std::string> values(proto::kClaimTags);
  values[proto::kNumber - 1] = number;
  values[proto::kName - 1] = absl::StrCat("虚构", person);
  values[proto::kIdType - 1] = "201";
  values[proto::kIdNumber - 1] = "11010519491231002X";
  values[proto::kEmployer - 1] = "绿原电路板（虚构）";
  values[proto::kTheoryScore - 1] = "82.5";
  return OrDie(proto::MakeClaims(values));
}

}  // namespace

World::World(std::string origin) : origin_(std::move(origin)) { MakeGenesis(kFoundingMs); }

void World::MakeGenesis(uint64_t signed_at) {
  genesis_.clear();
  v1::Statement genesis = Genesis();
  genesis.set_signed_at(signed_at);
  genesis_ = genesis.SerializeAsString();
  registry_ = Digest(genesis_);
}

void World::LiveNow(uint64_t now_ms) {
  now_ms_ = now_ms;
  exam_in_days_ = 0;
  MakeGenesis(now_ms);
}

const crypto::Signer& World::Key(const std::string& name) {
  std::unique_ptr<crypto::Signer>& key = keys_[name];
  if (key == nullptr) {
    key = OrDie(crypto::KeyFromSeedForTesting(AlgorithmFor(name), absl::StrCat(origin_, name)));
  }
  return *key;
}

std::string World::Spki(const std::string& name) {
  absl::string_view spki = Key(name).public_key().spki();
  return std::string(spki.data(), spki.size());
}

std::string World::Person(const std::string& name) {
  return Id16(absl::StrCat("person ", name.substr(0, name.find('.'))));
}

v1::Statement World::New() {
  v1::Statement statement;
  statement.set_registry(registry_);
  statement.set_statement_id(Id16(absl::StrCat("statement ", next_id_++)));
  statement.set_signed_at(now_ms_);
  return statement;
}

std::string World::Sign(v1::Statement statement, const std::vector<std::string>& key_names) {
  std::vector<const crypto::Signer*> signers;
  for (const std::string& name : key_names) signers.push_back(&Key(name));
  return OrDie(proto::SignStatement(std::move(statement), signers));
}

Unit World::MakeLeaves(v1::Statement& batch, uint32_t leaf_count) {
  v1::IssueBatch& act = *batch.mutable_issue_batch();
  Unit unit;
  crypto::CompactRange tree;
  for (uint32_t i = 0; i < leaf_count; ++i) {
    std::string number = proto::FormatNumber(act.numbers().prefix(), act.numbers().first() + i);
    unit.claims.push_back(Claims(number, i));
    unit.leaves.push_back(
        proto::EncodeLeaf(batch.statement_id(), i, proto::ClaimsRoot(unit.claims.back())));
    tree.Append(crypto::HashLeaf(unit.leaves.back()));
  }
  act.mutable_numbers()->set_count(leaf_count);
  act.set_leaf_count(leaf_count);
  act.set_leaves_root(tree.Root().str());
  return unit;
}

Unit World::SignBatch(v1::Statement batch, uint32_t leaf_count) {
  Unit unit = MakeLeaves(batch, leaf_count);
  return SignBatchAs(std::move(batch), std::move(unit),
                     {absl::StrCat(kLeader, "-1"), absl::StrCat(kLeader, "-2")});
}

Unit World::SignBatchAs(v1::Statement batch, Unit unit, const std::vector<std::string>& key_names) {
  unit.envelope = Sign(std::move(batch), key_names);
  return unit;
}

std::vector<std::string> World::Founding() {
  const std::vector<v1::KeyPurpose> all = {v1::KEY_PURPOSE_CERTIFICATE, v1::KEY_PURPOSE_GOVERNANCE,
                                           v1::KEY_PURPOSE_STANDARD};
  const std::string leader = absl::StrCat(kLeader, "-1");
  const std::string member = absl::StrCat(kMember, "-1");
  const std::string member2 = absl::StrCat(kMember2, "-1");
  std::vector<std::string> founding = {Sign(Genesis(), {"authority-1", "authority-2"})};
  for (const char* name : {"authority-1", "authority-2"}) {
    founding.push_back(Sign(AddKey(rules::kAuthority, name, {v1::KEY_PURPOSE_AUTHORITY}), {name}));
  }
  const std::pair<const char*, const char*> firms[] = {{kLeader, "星辰芯片（虚构）"},
                                                       {kMember, "绿原电路板（虚构）"},
                                                       {kMember2, "鸿达装配（虚构）"},
                                                       {kStranger, "北山工具（虚构）"}};
  for (const auto& [firm, name] : firms) {
    founding.push_back(Sign(RegisterOrganisation(firm, name), {"authority-1"}));
    for (int person : {1, 2}) {
      std::string key = absl::StrCat(firm, "-", person);
      founding.push_back(Sign(AddKey(firm, key, all), {"authority-1", key}));
    }
  }
  founding.push_back(Sign(DefineChain(), {"authority-1"}));
  founding.push_back(Sign(JoinChain(kMember, v1::CHAIN_ROLE_DOWNSTREAM), {leader, member}));
  founding.push_back(Sign(JoinChain(kMember2, v1::CHAIN_ROLE_UPSTREAM), {leader, member2}));
  founding.push_back(Sign(PublishLadder(), {"authority-2"}));
  founding.push_back(Sign(PublishStandard(), {leader}));
  founding.push_back(Sign(CosignStandard(), {member}));
  founding.push_back(Sign(FileStandard(), {"authority-1"}));
  founding.push_back(Sign(GrantAccreditation(), {"authority-2"}));
  for (int i = 1; i <= 3; ++i) founding.push_back(Sign(RegisterAssessor(i), {"authority-1"}));
  founding.push_back(Sign(RegisterSupervisor(), {"authority-1"}));
  return founding;
}

}  // namespace linkcert::testing
