// RULES.md "Links between certificates": one examination, two certificates.
#include "tests/model/acts.h"
#include "tests/model/leaves.h"
#include "tests/model/signing.h"

namespace linkcert::model {
namespace {

bool IsDual(int one) {
  return one == v1::CERTIFICATE_CLASS_STATE_LEVEL || one == v1::CERTIFICATE_CLASS_ENTERPRISE;
}

struct Named {
  uint64_t index = 0;
  Batch batch;
};

// The issuer's batch with this statement_id.
std::optional<Named> FindOwn(const Facts& facts, const std::string& issuer,
                             const std::string& statement_id) {
  for (const auto& [index, batch] : facts.batches) {
    const bool own = batch.original == 0 && batch.issuer == issuer;
    if (own && batch.statement_id == statement_id) return Named{index, batch};
  }
  return std::nullopt;
}

void JudgeCompanion(const Facts& facts, const std::optional<Named>& other, uint64_t companion,
                    std::set<uint64_t>& seen, Question& question) {
  const bool inside =
      other && other->index < companion && companion <= other->index + other->batch.certificates;
  question.Must(inside && facts.companions.count(companion) == 0 && seen.insert(companion).second,
                "COMPANION_DIFFERS");
}

// R10: who has no companion is somebody else than all the others.
void JudgeHolders(const Facts& facts, const v1::IssueBatch& act, uint64_t linked,
                  Question& question) {
  const Plan* plan = Find(facts.plans, std::pair(question.first_organisation, act.plan()));
  if (plan == nullptr || !IsDual(act.certificate_class())) return;
  uint64_t certificates = act.leaf_count();
  for (const auto& [one, count] : plan->issued) certificates += IsDual(one) ? count : 0;
  if (plan->closing) certificates += plan->closing->objections_upheld();
  question.Must(certificates <= act.passed() + plan->linked + linked, "COMPANION_LINKS_MISSING");
}

bool IsFraud(const Facts& facts, uint64_t thing) {
  const std::vector<Change>* history = Find(facts.standing, thing);
  return history != nullptr && history->back().reason == v1::STATUS_REASON_V01_FRAUD;
}

bool IsOver(v1::StandingState state) {
  return state != v1::STANDING_STATE_IN_FORCE && state != v1::STANDING_STATE_SUSPENDED;
}

}  // namespace

void JudgeCompanions(const Facts& facts, const v1::IssueBatch& act, Question& question) {
  const bool enforced = facts.Enforces(10);
  const auto other = FindOwn(facts, question.first_organisation, act.companion_batch());
  std::set<uint64_t> seen;
  uint64_t linked = 0;
  for (size_t i = 0; i < question.submission.leaves.size(); ++i) {
    const v1::CertificateLeaf leaf = LeafAt(question, i);
    question.Must(leaf.supersedes() == 0, "LEAF_LINK_NOT_ENABLED");
    if (leaf.companion() == 0) continue;
    ++linked;
    question.Must(enforced, "LEAF_LINK_NOT_ENABLED");
    JudgeCompanion(facts, other, leaf.companion(), seen, question);
  }
  if (!enforced) return;
  JudgeHolders(facts, act, linked, question);
  if (!other) return;
  const int one = other->batch.certificate_class;
  question.Must(other->batch.plan == act.plan() && IsDual(one) && IsDual(act.certificate_class()) &&
                    one != act.certificate_class(),
                "COMPANION_BATCH_DIFFERS");
}

void LinkCompanions(Facts& facts, const v1::IssueBatch& act, const Question& question) {
  for (size_t i = 0; i < question.submission.leaves.size(); ++i) {
    const uint64_t companion = LeafAt(question, i).companion();
    if (companion == 0) continue;
    facts.companions[question.now.index + 1 + i] = companion;
    facts.companions[companion] = question.now.index + 1 + i;
    ++facts.plans.at({question.first_organisation, act.plan()}).linked;
  }
}

uint64_t Facts::CompanionOf(uint64_t certificate) const {
  const uint64_t* first = Find(companions, FirstVersion(*this, certificate));
  return first == nullptr ? 0 : NewestVersion(*this, *first);
}

bool Facts::AwaitsDecision(uint64_t certificate) const {
  const uint64_t other = CompanionOf(certificate);
  if (other == 0 || decisions.count(FirstVersion(*this, certificate)) > 0) return false;
  return (IsFraud(*this, other) && StateOf(other) == v1::STANDING_STATE_REVOKED) ||
                 IsFraud(*this, certificates.at(other))
             ? !IsOver(StateOf(certificate)) && !IsOver(StateOf(certificates.at(certificate)))
             : false;
}

void Judge(const Facts& facts, const v1::DecideCompanion& act, Question& question) {
  const std::string& signer = question.first_organisation;
  MustSignOrAuthority(
      question, {.organisation = signer, .purposes = {v1::KEY_PURPOSE_CERTIFICATE}, .people = 2},
      AuthoritySide());
  const uint64_t certificate = act.companion_certificate();
  const uint64_t* batch = Find(facts.certificates, certificate);
  if (!question.Must(batch != nullptr, "CERTIFICATE_UNKNOWN")) return;
  question.Must(facts.StateOf(*batch) != v1::STANDING_STATE_VOIDED, "BATCH_VOIDED");
  question.Must(signer == kAuthority || facts.batches.at(*batch).issuer == signer,
                "CERTIFICATES_NOT_YOURS");
  const uint64_t other = facts.CompanionOf(certificate);
  question.Must(other != 0 && other == act.revoked_certificate(), "COMPANION_DIFFERS");
  question.Must(facts.AwaitsDecision(certificate), "COMPANION_NOT_AWAITING");
  if (act.decision() == v1::COMPANION_DECISION_REVOKE) {
    MustConcern(facts, act.finding(), certificate, question);
  } else {
    question.Must(act.finding() == 0, "FINDING_DIFFERS");
  }
}

void Apply(Facts& facts, const v1::DecideCompanion& act, const Question& question) {
  facts.decisions[FirstVersion(facts, act.companion_certificate())] = act.decision();
  if (act.decision() != v1::COMPANION_DECISION_REVOKE) return;
  ChangeStanding(facts, {act.companion_certificate()},
                 {.state = v1::STANDING_STATE_REVOKED,
                  .reason = v1::STATUS_REASON_V01_FRAUD,
                  .logged = question.now});
}

}  // namespace linkcert::model
