// RULES.md "Standing of certificates".
#include "tests/model/acts.h"
#include "tests/model/signing.h"

namespace linkcert::model {
namespace {

using Ranges = google::protobuf::RepeatedPtrField<v1::IndexRange>;
constexpr uint64_t kMostCertificates = 10000;

// None empty; ascending; not touching, not overlapping.
void MustAscend(const Ranges& ranges, Question& question) {
  const v1::IndexRange* last = nullptr;
  for (const v1::IndexRange& range : ranges) {
    question.Must(range.begin() < range.end() && (last == nullptr || last->end() < range.begin()),
                  "STATUS_RANGES_DISORDERED");
    last = &range;
  }
}

bool Covers(const Ranges& ranges, uint64_t index) {
  for (const v1::IndexRange& range : ranges) {
    if (range.begin() <= index && index < range.end()) return true;
  }
  return false;
}

std::vector<uint64_t> Indexes(const Ranges& ranges) {
  std::vector<uint64_t> indexes;
  for (const v1::IndexRange& range : ranges) {
    for (uint64_t i = range.begin(); i < range.end(); ++i) indexes.push_back(i);
  }
  return indexes;
}

// The certificates that stand under these ranges, each known and none of a voided batch.
std::vector<uint64_t> MustName(const Facts& facts, const Ranges& ranges, Question& question) {
  MustAscend(ranges, question);
  uint64_t count = 0;
  for (const v1::IndexRange& range : ranges) {
    if (range.begin() < range.end()) count += range.end() - range.begin();
  }
  if (!question.Must(count <= kMostCertificates, "STATUS_TOO_MANY")) return {};
  std::vector<uint64_t> named;
  for (uint64_t index : Indexes(ranges)) {
    const uint64_t* batch = Find(facts.certificates, index);
    if (!question.Must(batch != nullptr, "CERTIFICATE_UNKNOWN")) continue;
    question.Must(facts.StateOf(*batch) != v1::STANDING_STATE_VOIDED, "BATCH_VOIDED");
    named.push_back(index);
  }
  return named;
}

const std::string& IssuerOf(const Facts& facts, uint64_t certificate) {
  return facts.batches.at(facts.certificates.at(certificate)).issuer;
}

bool Suspends(v1::StatusReason reason) {
  return reason >= v1::STATUS_REASON_S01_INVESTIGATION &&
         reason <= v1::STATUS_REASON_S04_IDENTITY_DOUBT;
}
bool Revokes(v1::StatusReason reason) {
  return reason >= v1::STATUS_REASON_V01_FRAUD && reason <= v1::STATUS_REASON_V09_HOLDER_REQUEST;
}

Side Issuing(const std::string& issuer, uint32_t people) {
  return {.organisation = issuer, .purposes = {v1::KEY_PURPOSE_CERTIFICATE}, .people = people};
}

bool IsByAuthority(const Question& question) { return question.first_organisation == kAuthority; }

// The issuer who signs has issued all of them; the authority may act on anybody's.
void MustBeSigners(const Facts& facts, const std::vector<uint64_t>& named, Question& question) {
  if (IsByAuthority(question)) return;
  for (uint64_t index : named) {
    question.Must(IssuerOf(facts, index) == question.first_organisation, "CERTIFICATES_NOT_YOURS");
  }
}

// A move of each of them, `more` changes may have to follow.
void MustMove(const Facts& facts, const std::vector<uint64_t>& named, const std::set<int>& from,
              size_t more, Question& question) {
  for (uint64_t index : named) {
    question.Must(from.count(facts.StateOf(index)) > 0, "STATUS_MOVE_NOT_ALLOWED");
    MustHaveRoom(facts, index, more, question);
  }
}

// What a finding is held against: an issuer's things, each under any of these indexes.
struct Target {
  std::string issuer;
  std::set<uint64_t> indexes;
};

// A certificate is met by its own index, by that of a version before, or by its batch's.
Target TargetOf(const Facts& facts, uint64_t certificate) {
  Target target = {.issuer = IssuerOf(facts, certificate),
                   .indexes = {certificate, facts.certificates.at(certificate)}};
  for (auto at = facts.version_of.find(certificate); at != facts.version_of.end();
       at = facts.version_of.find(at->second)) {
    target.indexes.insert(at->second);
  }
  return target;
}

// The authority needs a finding; an issuer may name one; it must fit.
void JudgeFinding(const Facts& facts, uint64_t finding, const std::vector<Target>& targets,
                  Question& question) {
  if (finding == 0) {
    question.Must(!IsByAuthority(question), "FINDING_MISSING");
    return;
  }
  const v1::RecordFinding* found = Find(facts.findings, finding);
  if (!question.Must(found != nullptr, "FINDING_DIFFERS")) return;
  question.Must(found->kind() != v1::FINDING_KIND_NO_OBJECTION, "FINDING_DIFFERS");
  for (const Target& target : targets) {
    bool covered = found->concerned().empty();
    for (uint64_t index : target.indexes) covered |= Covers(found->concerned(), index);
    question.Must(covered && found->organisation() == target.issuer, "FINDING_DIFFERS");
  }
}

}  // namespace

void Judge(const Facts& facts, const v1::SuspendCertificates& act, Question& question) {
  MustSignOrAuthority(question, Issuing(question.first_organisation, 1), AuthoritySide());
  question.Must(Suspends(act.reason()), "STATUS_REASON_NOT_ALLOWED");
  const auto named = MustName(facts, act.certificates(), question);
  MustBeSigners(facts, named, question);
  // Room for its end, and for a final change after that; the issuer's also leaves the authority a
  // suspension of its own and the end of that.
  MustMove(facts, named, {v1::STANDING_STATE_IN_FORCE}, IsByAuthority(question) ? 2 : 4, question);
}

void Apply(Facts& facts, const v1::SuspendCertificates& act, const Question& question) {
  facts.suspensions[question.now.index] = question.first_organisation;
  ChangeStanding(
      facts, Indexes(act.certificates()),
      {.state = v1::STANDING_STATE_SUSPENDED, .reason = act.reason(), .logged = question.now});
}

void Judge(const Facts& facts, const v1::ReinstateCertificates& act, Question& question) {
  MustSignOrAuthority(question, Issuing(question.first_organisation, 2), AuthoritySide());
  const auto named = MustName(facts, act.certificates(), question);
  MustBeSigners(facts, named, question);
  MustMove(facts, named, {v1::STANDING_STATE_SUSPENDED}, 1, question);
  for (uint64_t index : named) {
    const std::vector<Change>* history = Find(facts.standing, index);
    question.Must(history != nullptr && history->back().logged.index == act.suspension(),
                  "SUSPENSION_DIFFERS");
  }
  const std::string* by = Find(facts.suspensions, act.suspension());
  if (!question.Must(by != nullptr, "SUSPENSION_DIFFERS")) return;
  question.Must(IsByAuthority(question) || *by == question.first_organisation,
                "SUSPENSION_NOT_YOURS");
}

void Apply(Facts& facts, const v1::ReinstateCertificates& act, const Question& question) {
  ChangeStanding(facts, Indexes(act.certificates()),
                 {.state = v1::STANDING_STATE_IN_FORCE, .logged = question.now});
}

void Judge(const Facts& facts, const v1::RevokeCertificates& act, Question& question) {
  MustSignOrAuthority(question, Issuing(question.first_organisation, 2), AuthoritySide());
  question.Must(Revokes(act.reason()), "STATUS_REASON_NOT_ALLOWED");
  const auto named = MustName(facts, act.certificates(), question);
  MustBeSigners(facts, named, question);
  MustMove(facts, named, {v1::STANDING_STATE_IN_FORCE, v1::STANDING_STATE_SUSPENDED}, 0, question);
  std::vector<Target> targets;
  for (uint64_t index : named) targets.push_back(TargetOf(facts, index));
  JudgeFinding(facts, act.finding(), targets, question);
}

void Apply(Facts& facts, const v1::RevokeCertificates& act, const Question& question) {
  ChangeStanding(
      facts, Indexes(act.certificates()),
      {.state = v1::STANDING_STATE_REVOKED, .reason = act.reason(), .logged = question.now});
}

void Judge(const Facts& facts, const v1::VoidBatch& act, Question& question) {
  MustSignOrAuthority(question, Issuing(question.first_organisation, 2), AuthoritySide());
  question.Must(Revokes(act.reason()), "STATUS_REASON_NOT_ALLOWED");
  const Batch* batch = Find(facts.batches, act.batch());
  if (!question.Must(batch != nullptr && batch->original == 0, "BATCH_UNKNOWN")) return;
  question.Must(IsByAuthority(question) || batch->issuer == question.first_organisation,
                "CERTIFICATES_NOT_YOURS");
  question.Must(facts.StateOf(act.batch()) != v1::STANDING_STATE_VOIDED, "BATCH_VOIDED");
  JudgeFinding(facts, act.finding(), {{.issuer = batch->issuer, .indexes = {act.batch()}}},
               question);
}

void Apply(Facts& facts, const v1::VoidBatch& act, const Question& question) {
  ChangeStanding(
      facts, {act.batch()},
      {.state = v1::STANDING_STATE_VOIDED, .reason = act.reason(), .logged = question.now});
}

void MustConcern(const Facts& facts, uint64_t finding, uint64_t certificate, Question& question) {
  JudgeFinding(facts, finding, {TargetOf(facts, certificate)}, question);
}

void Judge(const Facts& facts, const v1::RecordFinding& act, Question& question) {
  MustSign(question, {AuthoritySide()});
  question.Must(facts.KnowsOrganisation(act.organisation()), "ORGANISATION_UNKNOWN");
  MustAscend(act.concerned(), question);
}

void Apply(Facts& facts, const v1::RecordFinding& act, const Question& question) {
  facts.findings[question.now.index] = act;
}

}  // namespace linkcert::model
