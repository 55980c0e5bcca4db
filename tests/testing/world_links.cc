#include "tests/testing/world_links.h"

#include "crypto/merkle.h"
#include "proto/certificate_leaf.h"
#include "proto/claims.h"

namespace linkcert::testing {
namespace {

// The claim under a fresh salt, with another value if there is one.
std::string Renewed(const std::string& claim, const std::string* value) {
  v1::Claim renewed;
  renewed.ParseFromString(claim);
  renewed.set_salt(crypto::RandomBytes(16));
  if (value != nullptr) renewed.set_value(*value);
  return renewed.SerializeAsString();
}

void AddLeaf(Versions& versions, const Held& held, std::vector<std::string> claims) {
  Unit& unit = versions.unit;
  unit.leaves.push_back(proto::EncodeLeaf(versions.statement.statement_id(),
                                          static_cast<uint32_t>(unit.leaves.size()),
                                          proto::ClaimsRoot(claims), {.supersedes = held.index}));
  unit.claims.push_back(std::move(claims));
}

}  // namespace

Held HeldOf(const Unit& unit, uint64_t index, uint32_t i) {
  return {.index = proto::LeafIndex(index, i), .claims = unit.claims[i]};
}

Unit LinkCompanions(v1::Statement& batch, Unit unit, const std::vector<uint64_t>& companions) {
  crypto::CompactRange tree;
  for (uint32_t i = 0; i < unit.leaves.size(); ++i) {
    v1::CertificateLeaf leaf = *proto::DecodeLeaf(unit.leaves[i]);
    if (i < companions.size()) leaf.set_companion(companions[i]);
    unit.leaves[i] = leaf.SerializeAsString();
    tree.Append(crypto::HashLeaf(unit.leaves[i]));
  }
  batch.mutable_issue_batch()->set_leaves_root(tree.Root().str());
  return unit;
}

void StateLeaves(Versions& versions) {
  crypto::CompactRange tree;
  for (const std::string& leaf : versions.unit.leaves) tree.Append(crypto::HashLeaf(leaf));
  const auto count = static_cast<uint32_t>(versions.unit.leaves.size());
  if (versions.statement.has_correct_certificates()) {
    versions.statement.mutable_correct_certificates()->set_leaf_count(count);
    versions.statement.mutable_correct_certificates()->set_leaves_root(tree.Root().str());
  } else {
    versions.statement.mutable_reissue_certificates()->set_leaf_count(count);
    versions.statement.mutable_reissue_certificates()->set_leaves_root(tree.Root().str());
  }
}

Unit SignVersions(World& world, Versions versions, const std::vector<std::string>& key_names) {
  return world.SignBatchAs(std::move(versions.statement), std::move(versions.unit), key_names);
}

Versions CorrectCertificates(World& world, uint64_t original_batch, const std::vector<Held>& held,
                             uint32_t tag, const std::string& value) {
  Versions versions{.statement = world.New(), .unit = {}};
  v1::CorrectCertificates& act = *versions.statement.mutable_correct_certificates();
  act.set_original_batch(original_batch);
  for (const Held& one : held) {
    std::vector<std::string> claims = one.claims;
    claims[tag - 1] = Renewed(claims[tag - 1], &value);
    v1::Correction& correction = *act.add_corrections();
    correction.set_certificate(one.index);
    for (size_t i = 0; i < claims.size(); ++i) {
      correction.add_old_claim_hashes(crypto::HashLeaf(one.claims[i]).str());
      correction.add_new_claim_hashes(crypto::HashLeaf(claims[i]).str());
    }
    correction.add_changed_tags(tag);
    correction.set_version(one.version + 1);
    AddLeaf(versions, one, std::move(claims));
  }
  StateLeaves(versions);
  return versions;
}

Versions ReissueCertificates(World& world, uint64_t original_batch, const std::vector<Held>& held) {
  Versions versions{.statement = world.New(), .unit = {}};
  v1::ReissueCertificates& act = *versions.statement.mutable_reissue_certificates();
  act.set_original_batch(original_batch);
  for (const Held& one : held) {
    act.add_certificates(one.index);
    std::vector<std::string> claims;
    for (const std::string& claim : one.claims) claims.push_back(Renewed(claim, nullptr));
    AddLeaf(versions, one, std::move(claims));
  }
  StateLeaves(versions);
  return versions;
}

v1::Statement SupersedeCertificates(World& world,
                                    const std::vector<std::pair<uint64_t, uint64_t>>& links) {
  v1::Statement statement = world.New();
  for (const auto& [older, newer] : links) {
    v1::SupersedeLink& link = *statement.mutable_supersede_certificates()->add_links();
    link.set_old_certificate(older);
    link.set_new_certificate(newer);
  }
  return statement;
}

v1::Statement DecideCompanion(World& world, uint64_t revoked, uint64_t companion,
                              v1::CompanionDecision decision, uint64_t finding) {
  v1::Statement statement = world.New();
  v1::DecideCompanion& act = *statement.mutable_decide_companion();
  act.set_revoked_certificate(revoked);
  act.set_companion_certificate(companion);
  act.set_decision(decision);
  act.set_finding(finding);
  return statement;
}

}  // namespace linkcert::testing
