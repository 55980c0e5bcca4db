#include "rules/companions.h"

#include <set>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "proto/certificate_leaf.h"
#include "rules/acts.h"
#include "rules/batch_references.h"
#include "rules/certificate_acts.h"
#include "rules/certificate_links.h"
#include "rules/status_map.h"

namespace linkcert::rules {
namespace {

using proto::Reason;
using proto::Refuse;

bool IsDual(v1::CertificateClass one) {
  return one == v1::CERTIFICATE_CLASS_STATE_LEVEL || one == v1::CERTIFICATE_CLASS_ENTERPRISE;
}

uint64_t LinkedLeaves(const PreparedUnit& unit) {
  return absl::c_count_if(unit.terms, [](const LeafTerms& leaf) { return leaf.companion != 0; });
}

absl::StatusOr<uint64_t> LinkedBefore(const ActContext& context, const std::string& plan) {
  auto dual = FindDualCertificates(context.view, context.first_organisation(), plan);
  if (!dual.ok()) return dual.status();
  return *dual == nullptr ? 0 : (*dual)->linked();
}

// The companion batch that is named, by log index; null = none is named.
absl::StatusOr<PlacedBatch> CompanionBatch(const ActContext& context, const v1::IssueBatch& act) {
  if (act.companion_batch().empty()) return PlacedBatch();
  return FindOwnBatch(context.view, context.first_organisation(), act.companion_batch());
}

absl::Status CheckCompanionBatch(const v1::IssueBatch& act, const records::IssuedBatch& other) {
  const bool fits = other.plan() == act.plan() && IsDual(other.certificate_class()) &&
                    IsDual(act.certificate_class()) &&
                    other.certificate_class() != act.certificate_class();
  return fits ? absl::OkStatus() : Refuse(Reason::kCompanionBatchDiffers);
}

absl::Status CheckLeaves(const ActContext& context, const PlacedBatch& other) {
  std::set<uint64_t> named;
  for (const LeafTerms& leaf : context.unit.terms) {
    if (leaf.companion == 0) continue;
    const bool inside = other.batch != nullptr && leaf.companion > other.index &&
                        leaf.companion <= other.index + other.batch->leaf_count();
    if (!inside || !named.insert(leaf.companion).second) {
      return Refuse(Reason::kCompanionDiffers, absl::StrCat("certificate ", leaf.companion));
    }
    auto links = RecordedLinks(context.view, leaf.companion);
    if (!links.ok()) return links.status();
    if (links->companion() != 0) {
      return Refuse(Reason::kCompanionDiffers, absl::StrCat("certificate ", leaf.companion));
    }
  }
  return absl::OkStatus();
}

// R10, over all batches of the plan; whom an objection was upheld against holds neither class.
absl::Status CheckHolders(const ActContext& context, const v1::IssueBatch& act,
                          const v1::Plan& plan) {
  if (!IsDual(act.certificate_class())) return absl::OkStatus();
  absl::StatusOr<uint64_t> linked = LinkedBefore(context, act.plan());
  if (!linked.ok()) return linked.status();
  uint64_t holders = act.leaf_count();
  for (int i = 0; i < plan.plan().classes_size(); ++i) {
    if (IsDual(plan.plan().classes(i))) holders += plan.issued(i);
  }
  holders -= *linked + LinkedLeaves(context.unit);
  const uint64_t objections = plan.publicity_end().objections_upheld();
  return holders + objections <= act.passed()
             ? absl::OkStatus()
             : Refuse(Reason::kCompanionLinksMissing,
                      absl::StrCat(holders, " holders, ", act.passed(), " passed, ", objections,
                                   " objections upheld"));
}

absl::Status CheckPair(const ActContext& context, const v1::DecideCompanion& act) {
  absl::StatusOr<LinkedCertificates> links = LinksOf(context.view, act.companion_certificate());
  if (!links.ok()) return links.status();
  if (links->companion == 0 || links->companion != act.revoked_certificate()) {
    return Refuse(Reason::kCompanionDiffers,
                  absl::StrCat("certificate ", act.companion_certificate()));
  }
  return links->awaits_decision
             ? absl::OkStatus()
             : Refuse(Reason::kCompanionNotAwaiting, absl::StrCat(act.companion_certificate()));
}

// R16: a revocation rests on what any revocation rests on; to keep a certificate takes no finding.
absl::Status CheckDecision(const ActContext& context, const v1::DecideCompanion& act,
                           const NamedCertificates& named) {
  if (act.decision() == v1::COMPANION_DECISION_REVOKE) {
    return CheckGround(context, act.finding(), named);
  }
  return act.finding() == 0 ? absl::OkStatus() : Refuse(Reason::kFindingDiffers, "none is needed");
}

absl::Status WriteDecision(ActContext& context, const v1::DecideCompanion& act) {
  auto own = RecordedLinks(context.view, act.companion_certificate());
  if (!own.ok()) return own.status();
  const uint64_t first =
      own->first_version() == 0 ? act.companion_certificate() : own->first_version();
  auto links = RecordedLinks(context.view, first);
  if (!links.ok()) return links.status();
  links->set_decision(act.decision());
  *links->mutable_decided() = context.Here();
  context.Write(CertificateLinksKey(first), *std::move(links), &Record::mutable_certificate_links);
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckCompanions(const ActContext& context, const v1::IssueBatch& act,
                             const v1::Plan& plan) {
  for (const LeafTerms& leaf : context.unit.terms) {
    if (leaf.supersedes != 0 || (leaf.companion != 0 && !context.Enforces(10))) {
      return Refuse(Reason::kLeafLinkNotEnabled);
    }
  }
  if (!context.Enforces(10)) return absl::OkStatus();
  absl::StatusOr<PlacedBatch> other = CompanionBatch(context, act);
  if (!other.ok()) return other.status();
  absl::Status status =
      other->batch == nullptr ? absl::OkStatus() : CheckCompanionBatch(act, *other->batch);
  if (status.ok()) status = CheckLeaves(context, *other);
  return status.ok() ? CheckHolders(context, act, plan) : status;
}

absl::Status WriteCompanions(ActContext& context, const v1::IssueBatch& act) {
  const uint64_t linked = LinkedLeaves(context.unit);
  if (linked == 0) return absl::OkStatus();
  for (uint32_t i = 0; i < context.unit.terms.size(); ++i) {
    const uint64_t companion = context.unit.terms[i].companion;
    if (companion == 0) continue;
    auto other = RecordedLinks(context.view, companion);
    if (!other.ok()) return other.status();
    const uint64_t certificate = proto::LeafIndex(context.stamp.index, i);
    records::CertificateLinks links;
    links.set_companion(companion);
    other->set_companion(certificate);
    context.Write(CertificateLinksKey(certificate), std::move(links),
                  &Record::mutable_certificate_links);
    context.Write(CertificateLinksKey(companion), *std::move(other),
                  &Record::mutable_certificate_links);
  }
  absl::StatusOr<uint64_t> before = LinkedBefore(context, act.plan());
  if (!before.ok()) return before.status();
  records::DualCertificates dual;
  dual.set_linked(*before + linked);
  context.Write(DualCertificatesKey(context.first_organisation(), act.plan()), std::move(dual),
                &Record::mutable_dual_certificates);
  return absl::OkStatus();
}

// R19
absl::Status AdmitDecideCompanion(ActContext& context, const v1::DecideCompanion& act) {
  absl::Status status = CheckActor(context, 2);
  if (!status.ok()) return status;
  IndexRanges range;
  range.Add()->set_begin(act.companion_certificate());
  range.begin()->set_end(act.companion_certificate() + 1);
  absl::StatusOr<NamedCertificates> named = FindCertificates(context.view, range);
  if (!named.ok()) return named.status();
  status = CheckOwner(context, *named->issuers.begin());
  if (status.ok()) status = CheckPair(context, act);
  if (status.ok()) status = CheckDecision(context, act, *named);
  if (status.ok()) status = WriteDecision(context, act);
  if (!status.ok() || act.decision() == v1::COMPANION_DECISION_KEEP) return status;
  return ChangeStandings(context, named->indexes,
                         ChangeTo(v1::STANDING_STATE_REVOKED, v1::STATUS_REASON_V01_FRAUD));
}

}  // namespace linkcert::rules
