#include "tests/province/assessments.h"

#include <algorithm>
#include <utility>

#include "tests/testing/world_oversight.h"

namespace linkcert::province {
namespace {

constexpr uint32_t kRunUpDays = 80;    // from plan to issue at the latest, suspensions included
constexpr uint32_t kPostponeDays = 7;  // of what a suspension stops
constexpr uint32_t kSmallest = 8;

const char* const kProgrammes[] = {"产业链技能提升行动（虚构）", "数字技能工程（虚构）",
                                   "劳务品牌培育（虚构）", "校企双证（虚构）"};

uint32_t PublicityDays(const Issuer& issuer) {
  return issuer.province == kNumberingProvince ? 7 : 5;
}

}  // namespace

// Leaders certify three times as often as others.
Issuer& Assessments::SomeIssuer() {
  std::vector<Issuer>& issuers = stage_.cast.issuers;
  for (;;) {
    Issuer& issuer = issuers[stage_.dice.Below(static_cast<uint32_t>(issuers.size()))];
    if (issuer.leader || stage_.dice.OnceIn(3)) return issuer;
  }
}

Assessments::Shared Assessments::Draw(uint32_t left) {
  Dice& dice = stage_.dice;
  auto assessment = std::make_shared<Assessment>();
  Issuer& issuer = SomeIssuer();
  assessment->issuer = &issuer;
  uint32_t size = dice.BatchSize(stage_.shape.largest_batch);
  assessment->dual = issuer.dual && dice.OnceIn(3) && left >= 2 * size + kSmallest;
  if (!assessment->dual && left < size + kSmallest) size = left;
  assessment->certificates = size;
  const size_t lowest = dice.Below(static_cast<uint32_t>(issuer.levels.size()));
  assessment->level = issuer.levels[std::min<size_t>(
      lowest, dice.Below(static_cast<uint32_t>(issuer.levels.size())))];
  if (issuer.routes.size() > 1 && dice.OnceIn(6)) {
    assessment->route =
        issuer.routes[1 + dice.Below(static_cast<uint32_t>(issuer.routes.size()) - 1)];
  }
  if (dice.OnceIn(3)) assessment->programme = kProgrammes[dice.Below(4)];
  return assessment;
}

void Assessments::PlanAll() {
  for (uint32_t left = stage_.shape.certificates; left > 0;) {
    const Shared assessment = Draw(left);
    left -= assessment->certificates * (assessment->dual ? 2 : 1);
    const Issuer& issuer = *assessment->issuer;
    const proto::CivilDate first = proto::AddDays(issuer.from, 10);
    const proto::CivilDate end = issuer.to == 0 ? stage_.shape.last_day : issuer.to;
    const auto span = static_cast<uint32_t>(
        std::max<int64_t>(1, proto::DaysBetween(first, end) - int64_t{kRunUpDays}));
    On(proto::AddDays(first, stage_.dice.Below(span)), Step::kPlan, assessment);
  }
}

void Assessments::On(proto::CivilDate day, Step step, const Shared& assessment) {
  stage_.agenda.On(day, ActOf(step, assessment));
}

Act Assessments::ActOf(Step step, const Shared& assessment) {
  return {.actor = assessment->issuer->id,
          .make = [this, step, assessment] { return Make(step, assessment); },
          .then = [this, step, assessment](
                      const Draft& draft,
                      const Logged& logged) { Done(step, assessment, draft, logged); }};
}

// While the right is suspended nothing of the issuer's goes on.
std::optional<Draft> Assessments::Make(Step step, const Shared& assessment) {
  const Issuer& issuer = *assessment->issuer;
  const bool by_authority = step == Step::kSupervision || step == Step::kObjection;
  if (issuer.suspended && !by_authority) {
    On(stage_.agenda.In(kPostponeDays), step, assessment);
    return std::nullopt;
  }
  if (step == Step::kIssue || step == Step::kCompanions) return Issue(step, assessment);
  return Draft{.statement = StatementOf(step, *assessment),
               .signers = {by_authority ? "authority-1" : stage_.keys.One(issuer.id)}};
}

std::optional<Draft> Assessments::Issue(Step step, const Shared& assessment) {
  if (step == Step::kCompanions) return DraftBatch(stage_, *assessment);
  auto assign =
      AssignNumbers(stage_, *assessment->issuer, assessment->level, assessment->certificates);
  if (!assign.has_value()) return DraftBatch(stage_, *assessment);
  stage_.agenda.Next(ActOf(step, assessment));
  stage_.agenda.Next(*std::move(assign));
  return std::nullopt;
}

void Assessments::Done(Step step, const Shared& assessment, const Draft& draft,
                       const Logged& logged) {
  Agenda& agenda = stage_.agenda;
  Dice& dice = stage_.dice;
  switch (step) {
    case Step::kPlan:
      return On(agenda.In(2), Step::kRoster, assessment);
    case Step::kRoster:
      return On(assessment->plan.plan_batch().exam_start(), Step::kStart, assessment);
    case Step::kStart: {
      const bool objected = dice.OnceIn(30);
      if (objected) On(agenda.In(2), Step::kObjection, assessment);
      On(agenda.In(objected ? 7 : 2), Step::kSupervision, assessment);
      return On(agenda.In(4), Step::kResults, assessment);
    }
    case Step::kResults:
      if (dice.OnceIn(10) || !appealed_) On(agenda.In(5), Step::kAppeals, assessment);
      appealed_ = true;
      return On(agenda.In(1), Step::kOpen, assessment);
    case Step::kOpen:
      return On(agenda.In(PublicityDays(*assessment->issuer)), Step::kClose, assessment);
    case Step::kClose:
      return On(agenda.In(dice.Between(1, 4)), Step::kIssue, assessment);
    case Step::kIssue:
    case Step::kCompanions:
      return TellIssued(step, assessment, draft, logged);
    default:
      return;
  }
}

void Assessments::TellIssued(Step step, const Shared& assessment, const Draft& draft,
                             const Logged& logged) {
  const bool state = step == Step::kIssue;
  Issued issued{.issuer = assessment->issuer,
                .row = stage_.ledger.Add(RowOf(stage_, *assessment, draft, logged)),
                .index = logged.index,
                .prefix = draft.statement.issue_batch().numbers().prefix(),
                .claims = {},
                .companion_batch = state ? 0 : assessment->batch_index,
                .awaits_companion = state && assessment->dual};
  for (size_t i = 0; i < std::min(kKeptClaims, draft.unit.claims.size()); ++i) {
    issued.claims.push_back(draft.unit.claims[i]);
  }
  assessment->batch = draft.statement;
  assessment->batch_index = logged.index;
  if (issued.awaits_companion) stage_.agenda.Next(ActOf(Step::kCompanions, assessment));
  Report(*assessment, logged.index, state);
  issued_(issued);
}

// What the national platform answers: reported, at times returned, accepted.
void Assessments::Report(const Assessment& assessment, uint64_t batch, bool state) {
  const auto report = [&](uint32_t days, v1::NationalSync answer, const std::string& code) {
    Act act{.actor = assessment.issuer->id,
            .make = [this, &issuer = *assessment.issuer, batch, answer, code] {
              v1::Statement statement = testing::ReportNationalSync(stage_.world, batch, answer);
              statement.mutable_report_national_sync()->set_code(code);
              return std::optional<Draft>(
                  {.statement = std::move(statement), .signers = {stage_.keys.One(issuer.id)}});
            }};
    stage_.agenda.On(stage_.agenda.In(days), std::move(act));
  };
  if (!state) return report(3, v1::NATIONAL_SYNC_NOT_APPLICABLE, "");
  report(3, v1::NATIONAL_SYNC_REPORTED, "");
  if (stage_.dice.OnceIn(20)) report(6, v1::NATIONAL_SYNC_RETURNED, "E-104");
  report(12, v1::NATIONAL_SYNC_ACCEPTED, "0000");
}

}  // namespace linkcert::province
