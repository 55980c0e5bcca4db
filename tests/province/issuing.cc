#include "tests/province/issuing.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "crypto/hash.h"
#include "crypto/merkle.h"
#include "proto/certificate_leaf.h"
#include "proto/claims.h"
#include "tests/testing/world_process.h"

namespace linkcert::province {
namespace {

constexpr uint32_t kSerials = 1'000'000;

const char* const kLevelCharacters[] = {"", "5", "4", "3", "2", "1", "T", "S"};  // from ordinal 1

uint32_t Year(const Stage& stage) { return proto::YearOf(stage.agenda.today()) % 100; }

std::string EnterprisePrefix(const Stage& stage, const Issuer& issuer) {
  return absl::StrFormat("QY%s-%02d", issuer.id.substr(issuer.id.find('-') + 1), Year(stage));
}

bool IsSecond(const Assessment& assessment) { return assessment.batch_index != 0; }

// The next serials of the prefix, and now and then a spoilt one behind them.
void Number(const Stage& stage, v1::NumberBlock& block, Series& series) {
  if (stage.dice.OnceIn(40)) {
    block.set_count(block.count() + 1);
    block.add_voided(block.first() + block.count() - 1);
  }
  series.next = block.first() + block.count();
}

// Shuffles the certificates, so that a place tells nothing (docs/FORMAT.md §5), and makes their
// leaves; each names a state certificate if this is its companion batch.
void Arrange(const Stage& stage, v1::Statement& batch, testing::Unit& unit, uint64_t state_batch) {
  stage.dice.Shuffle(unit.claims);
  crypto::CompactRange tree;
  for (uint32_t i = 0; i < unit.leaves.size(); ++i) {
    const uint64_t companion = state_batch == 0 ? 0 : proto::LeafIndex(state_batch, i);
    unit.leaves[i] = proto::EncodeLeaf(batch.statement_id(), i, proto::ClaimsRoot(unit.claims[i]),
                                       {.companion = companion});
    tree.Append(crypto::HashLeaf(unit.leaves[i]));
  }
  batch.mutable_issue_batch()->set_leaves_root(tree.Root().str());
}

// What the process said (R08, R11, R12), and what the route rests on (R14).
void AddProcess(const Assessment& assessment, const Chain& chain, v1::IssueBatch& act) {
  act.set_results_on(assessment.results_on);
  act.set_publicity_from(assessment.publicity_from);
  act.set_publicity_to(assessment.publicity_to);
  act.set_present(assessment.present);
  act.set_passed(assessment.passed);
  *act.mutable_assessors() = assessment.start.start_examination().assessors();
  *act.mutable_supervisors() = assessment.start.start_examination().supervisors();
  act.set_occupation_name(chain.occupation_name);
  if (assessment.route != v1::ROUTE_EXAM || assessment.level >= 7) {
    act.set_basis_digest(crypto::Sha256(absl::StrCat("basis ", act.plan())).str());
  }
  if (assessment.programme.empty()) return;
  act.add_programmes(assessment.programme);
  act.add_references(absl::StrCat("mentorship/", act.batch_number()));
  act.add_references(absl::StrCat("training/", act.batch_number()));
}

}  // namespace

std::string StatePrefix(const Stage& stage, const Issuer& issuer, uint32_t level) {
  return absl::StrFormat("%s%02d%s", issuer.filing_code, Year(stage), kLevelCharacters[level - 1]);
}

std::optional<Act> AssignNumbers(const Stage& stage, Issuer& issuer, uint32_t level,
                                 uint32_t certificates) {
  const std::string prefix = StatePrefix(stage, issuer, level);
  Series& series = issuer.series[prefix];
  if (issuer.province != kNumberingProvince) series.assigned = kSerials;
  if (series.next + certificates + 1 < series.assigned) return std::nullopt;
  const uint32_t count = std::max(500u, 2 * certificates);
  Act act = Plain(issuer.id, {"authority-1"}, [stage, &issuer, &series, prefix, count] {
    v1::Statement statement =
        testing::AssignNumberBlock(stage.world, prefix, series.assigned, count);
    statement.mutable_assign_number_block()->set_accreditation(issuer.accreditation);
    return statement;
  });
  act.then = [&series, count](const Draft&, const Logged&) { series.assigned += count; };
  return act;
}

Draft DraftBatch(const Stage& stage, Assessment& assessment) {
  Issuer& issuer = *assessment.issuer;
  const bool second = IsSecond(assessment);
  const std::string prefix =
      second ? EnterprisePrefix(stage, issuer) : StatePrefix(stage, issuer, assessment.level);
  Series& series = issuer.series[prefix];
  Draft draft{.statement = stage.world.Batch(assessment.plan, assessment.roster, series.next),
              .signers = stage.keys.Two(issuer.id)};
  v1::IssueBatch& act = *draft.statement.mutable_issue_batch();
  act.mutable_numbers()->set_prefix(prefix);
  act.set_batch_number(absl::StrCat(proto::YearOf(stage.agenda.today()), "-", issuer.batches++));
  AddProcess(assessment, stage.ChainOf(issuer), act);
  if (second) {
    act.set_certificate_class(v1::CERTIFICATE_CLASS_ENTERPRISE);
    act.set_companion_batch(assessment.batch.statement_id());
  }
  draft.unit = stage.world.MakeLeaves(draft.statement, assessment.certificates);
  Arrange(stage, draft.statement, draft.unit, second ? assessment.batch_index : 0);
  Number(stage, *act.mutable_numbers(), series);
  return draft;
}

IssuedBatch RowOf(const Stage& stage, const Assessment& assessment, const Draft& draft,
                  const Logged& logged) {
  const v1::IssueBatch& act = draft.statement.issue_batch();
  const bool second = IsSecond(assessment);
  return {.issuer = assessment.issuer->id,
          .chain = act.chain(),
          .occupation = absl::StrCat("2022:", stage.ChainOf(*assessment.issuer).occupation.code()),
          .level = absl::StrCat(act.ladder(), ":", act.level()),
          .programme = assessment.programme,
          .certificate_class = second ? "ENTERPRISE" : "STATE_LEVEL",
          .index = logged.index,
          .at_ms = logged.at_ms,
          .signers = draft.signers,
          .certificates = act.leaf_count(),
          .examination = absl::StrCat(assessment.issuer->id, " ", act.plan()),
          .present = act.present(),
          .passed = act.passed()};
}

}  // namespace linkcert::province
