// Random new versions of certificates, replacements and dual certificates.
#include "absl/strings/str_cat.h"
#include "crypto/hash.h"
#include "proto/certificate_leaf.h"
#include "tests/model/acts.h"
#include "tests/model/history.h"
#include "tests/model/leaves.h"

namespace linkcert::model {
namespace {

constexpr char kDualGrant[] = "grant-dual";
constexpr int kTags = 10;

crypto::Hash HashOf(const std::string& bytes) { return *crypto::Hash::FromBytes(bytes); }

}  // namespace

// The root over hashes of claims that are remembered.
std::string History::NewClaims() {
  std::vector<std::string> hashes;
  for (int i = 0; i < kTags; ++i) {
    hashes.push_back(crypto::Sha256(absl::StrCat("claim ", random_())).str());
  }
  const std::string root = TreeRoot(hashes);
  claims_[root] = std::move(hashes);
  return root;
}

// A batch of the other class of the plan, if there is one.
void History::NameCompanions(v1::IssueBatch& act, const std::string& issuer) {
  for (const auto& [index, batch] : facts().batches) {
    const bool fits = batch.issuer == issuer && batch.plan == act.plan() && batch.original == 0 &&
                      batch.certificate_class != act.certificate_class();
    if (fits && (act.companion_batch().empty() || OnceIn(2)) && !OnceIn(8)) {
      act.set_companion_batch(batch.statement_id);
    }
  }
}

// Each but a few with a free companion, as long as there are any.
void History::AddLeaves(Draft& draft) {
  v1::IssueBatch& act = *draft.statement.mutable_issue_batch();
  std::vector<uint64_t> free;
  for (const auto& [index, batch] : facts().batches) {
    if (act.companion_batch().empty() || batch.statement_id != act.companion_batch()) continue;
    for (uint64_t i = 1; i <= batch.certificates; ++i) {
      if (facts().companions.count(index + i) == 0 || OnceIn(12)) free.push_back(index + i);
    }
  }
  for (uint32_t i = 0; i < act.leaf_count(); ++i) {
    proto::LeafLinks links;
    if (i < free.size() && !OnceIn(12)) links.companion = free[i] + (OnceIn(40) ? 1 : 0);
    draft.leaves.push_back(
        proto::EncodeLeaf(draft.statement.statement_id(), i, HashOf(NewClaims()), links));
  }
  act.set_leaves_root(LeavesRoot(draft.leaves));
}

// One thing that is not what it should be.
void History::MistakeCorrection(v1::CorrectCertificates& act) {
  v1::Correction& first = *act.mutable_corrections(0);
  switch (Pick(8)) {
    case 0:
      first.clear_changed_tags();
      return first.add_changed_tags(1 + Pick(kTags));
    case 1:
      return first.set_old_claim_hashes(Pick(kTags), crypto::Sha256("other").str());
    case 2:
      return first.set_new_claim_hashes(Pick(kTags), crypto::Sha256("other").str());
    case 3:
      return first.set_version(2 + Pick(3));
    case 4:
      return act.set_original_batch(Any(facts().batches)->first);
    case 5:
      return first.set_certificate(OnceIn(2) ? Any(facts().certificates)->first
                                             : act.original_batch());
    case 6:
      first.mutable_new_claim_hashes()->RemoveLast();
      return;
    default:
      *act.add_corrections() = v1::Correction(first);
  }
}

// Leaves for these certificates; the roots that the statement tells of come with it.
void History::StateVersions(Draft& draft, const std::vector<uint64_t>& replaced) {
  const v1::Statement& statement = draft.statement;
  for (uint32_t i = 0; i < replaced.size(); ++i) {
    std::string root = NewClaims();
    if (statement.has_correct_certificates()) {
      const auto& hashes =
          statement.correct_certificates().corrections(static_cast<int>(i)).new_claim_hashes();
      claims_.erase(root);
      root = TreeRoot({hashes.begin(), hashes.end()});
      claims_[root] = {hashes.begin(), hashes.end()};
    }
    if (OnceIn(60)) root = NewClaims();
    proto::LeafLinks links{.supersedes = replaced[i] + (OnceIn(60) ? 1 : 0)};
    if (OnceIn(60)) links.companion = Any(facts().certificates)->first;
    draft.leaves.push_back(proto::EncodeLeaf(statement.statement_id(), i, HashOf(root), links));
  }
}

Draft History::CorrectCertificates() {
  const auto some = SomeCertificates(v1::STANDING_STATE_IN_FORCE);
  if (some.empty()) return IssueBatch();
  const uint64_t batch = facts().certificates.at(some[0]);
  Draft draft = Act(KeysOf(OnceIn(20) ? AnyFirm() : facts().batches.at(batch).issuer, 2));
  v1::CorrectCertificates& act = *draft.statement.mutable_correct_certificates();
  act.set_original_batch(batch);
  for (uint64_t certificate : some) {
    v1::Correction& correction = *act.add_corrections();
    const auto* known = Find(claims_, facts().claims_roots.at(certificate));
    std::vector<std::string> hashes = known == nullptr ? claims_.at(NewClaims()) : *known;
    correction.set_certificate(certificate);
    correction.mutable_old_claim_hashes()->Add(hashes.begin(), hashes.end());
    std::set<uint32_t> tags = {OnceIn(20) ? 1 : 2 + Pick(9)};
    if (OnceIn(12)) tags = {2, 4};
    for (uint32_t tag : tags) {
      hashes[tag - 1] = crypto::Sha256(absl::StrCat("claim ", random_())).str();
      correction.add_changed_tags(tag);
    }
    correction.mutable_new_claim_hashes()->Add(hashes.begin(), hashes.end());
    const uint32_t* version = Find(facts().versions, certificate);
    correction.set_version((version == nullptr ? 1 : *version) + 1);
  }
  if (OnceIn(3)) MistakeCorrection(act);
  std::vector<uint64_t> replaced;
  for (const v1::Correction& one : act.corrections()) replaced.push_back(one.certificate());
  if (OnceIn(30)) replaced.pop_back();
  StateVersions(draft, replaced);
  act.set_leaf_count(static_cast<uint32_t>(std::max<size_t>(1, draft.leaves.size())));
  act.set_leaves_root(LeavesRoot(draft.leaves));
  return draft;
}

Draft History::ReissueCertificates() {
  const auto some = SomeCertificates(v1::STANDING_STATE_IN_FORCE);
  if (some.empty()) return IssueBatch();
  const uint64_t batch = facts().certificates.at(some[0]);
  Draft draft = Act(KeysOf(facts().batches.at(batch).issuer, 2));
  v1::ReissueCertificates& act = *draft.statement.mutable_reissue_certificates();
  act.set_original_batch(OnceIn(15) ? Any(facts().batches)->first : batch);
  act.mutable_certificates()->Add(some.begin(), some.end());
  StateVersions(draft, some);
  act.set_leaf_count(static_cast<uint32_t>(draft.leaves.size()));
  act.set_leaves_root(LeavesRoot(draft.leaves));
  return draft;
}

// One or two pairs, mostly of one issuer, the older one first.
Draft History::SupersedeCertificates() {
  if (facts().certificates.size() < 2) return IssueBatch();
  const auto some = SomeCertificates(v1::STANDING_STATE_IN_FORCE);
  const std::string& issuer = facts().batches.at(facts().certificates.at(some[0])).issuer;
  Draft draft = Act(KeysOf(issuer, 2));
  for (uint64_t older : some) {
    auto newer = Any(facts().certificates);
    for (int i = 0; i < 6; ++i) {
      const bool fits = newer->first > older && facts().batches.at(newer->second).issuer == issuer;
      if (fits && facts().StateOf(newer->first) == v1::STANDING_STATE_IN_FORCE) break;
      newer = Any(facts().certificates);
    }
    v1::SupersedeLink& link = *draft.statement.mutable_supersede_certificates()->add_links();
    link.set_old_certificate(older);
    link.set_new_certificate(newer->first);
  }
  return draft;
}

// Mostly one that awaits it.
Draft History::DecideCompanion() {
  if (facts().companions.empty()) return IssueBatch();
  uint64_t certificate = NewestVersion(facts(), Any(facts().companions)->first);
  for (int i = 0; i < 12 && !facts().AwaitsDecision(certificate); ++i) {
    certificate = NewestVersion(facts(), Any(facts().companions)->first);
  }
  if (OnceIn(12)) certificate = Any(facts().certificates)->first;
  Draft draft = Act(IssuerOrAuthority(certificate, 2));
  v1::DecideCompanion& act = *draft.statement.mutable_decide_companion();
  const uint64_t other = facts().CompanionOf(certificate);
  act.set_revoked_certificate(other == 0 || OnceIn(15) ? Any(facts().certificates)->first : other);
  act.set_companion_certificate(certificate);
  act.set_decision(OnceIn(2) ? v1::COMPANION_DECISION_KEEP : v1::COMPANION_DECISION_REVOKE);
  const std::string& issuer = facts().batches.at(facts().certificates.at(certificate)).issuer;
  const bool revoked_by_authority = draft.signers.size() == 1 && act.decision() == 2;
  if (revoked_by_authority ? !OnceIn(10) : OnceIn(12)) act.set_finding(FindingFor(issuer));
  return draft;
}

// One of two companions, by its issuer; or the whole batch.
Draft History::RevokeForFraud() {
  if (facts().companions.empty()) return RevokeCertificates();
  const uint64_t certificate = NewestVersion(facts(), Any(facts().companions)->first);
  const uint64_t batch = facts().certificates.at(certificate);
  Draft draft = Act(KeysOf(facts().batches.at(batch).issuer, 2));
  if (OnceIn(6)) {
    draft.statement.mutable_void_batch()->set_batch(batch);
    draft.statement.mutable_void_batch()->set_reason(v1::STATUS_REASON_V01_FRAUD);
    return draft;
  }
  v1::RevokeCertificates& act = *draft.statement.mutable_revoke_certificates();
  act.add_certificates()->set_begin(certificate);
  act.mutable_certificates(0)->set_end(certificate + 1);
  act.set_reason(v1::STATUS_REASON_V01_FRAUD);
  return draft;
}

// A right of two classes, plans under it, their batches, and what becomes of these.
Draft History::ChangeDual() {
  if (facts().accreditations.count(kDualGrant) == 0) {
    Draft draft = Act(Authority());
    v1::GrantAccreditation& act = *draft.statement.mutable_grant_accreditation();
    act = world_.GrantAccreditation().grant_accreditation();
    act.set_accreditation(kDualGrant);
    act.add_classes(v1::CERTIFICATE_CLASS_ENTERPRISE);
    return draft;
  }
  for (const auto& [id, plan] : facts().plans) {
    if (plan.plan.accreditation() != kDualGrant) continue;
    if (plan.roster && IsReady(plan) && OnceIn(2)) return IssueUnder(id, plan);
  }
  switch (Pick(7)) {
    case 0:
      return SealRoster();
    case 1:
      return RevokeForFraud();
    case 2:
      return DecideCompanion();
    case 3:
      return OnceIn(2) ? CorrectCertificates() : ReissueCertificates();
    case 4:
      return SupersedeCertificates();
    default:
      break;
  }
  Draft draft = Act(KeysOf(testing::kLeader));
  v1::PlanBatch& act = *draft.statement.mutable_plan_batch();
  act = world_.Plan().plan_batch();
  act.set_accreditation(kDualGrant);
  act.add_classes(v1::CERTIFICATE_CLASS_ENTERPRISE);
  act.set_exam_start(Day(0));
  act.set_exam_end(Day(0));
  return draft;
}

}  // namespace linkcert::model
