// Random certificate numbers: assigned by the province, voided by their issuer, used in batches.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tests/model/history.h"
#include "tests/model/scope.h"

namespace linkcert::model {
namespace {

constexpr uint32_t kLastSerial = 999999;  // our own writer encodes none above

bool IsFree(const Facts& facts, const std::string& prefix, uint32_t serial) {
  return facts.numbers.count({prefix, serial}) == 0;
}

}  // namespace

// The series of one of the accreditation's levels, of this year.
std::string History::SomeSeries(const v1::GrantAccreditation& grant) {
  const char* const characters[] = {"5", "4", "3", "T"};
  const uint32_t year = proto::YearOf(Day(0)) % 100;
  return absl::StrCat(grant.filing_code(), absl::StrFormat("%02d", year), characters[Pick(4)]);
}

Draft History::AssignNumberBlock() {
  const std::string id = OnceIn(2) ? testing::kAccreditation : Any(facts().accreditations)->first;
  Draft draft = Act(Authority());
  v1::AssignNumberBlock& act = *draft.statement.mutable_assign_number_block();
  act.set_accreditation(OnceIn(30) ? "no-grant" : id);
  v1::NumberBlock& block = *act.mutable_numbers();
  block.set_prefix(SomeSeries(
      facts().accreditations.at(OnceIn(20) ? Any(facts().accreditations)->first : id).grant));
  if (OnceIn(30) || block.prefix().size() < 16) block.set_prefix("QY-2026");
  block.set_first(OnceIn(4) ? 1 + Pick(next_serial_) : next_serial_ + Pick(3));
  if (OnceIn(30)) block.set_first(OnceIn(2) ? 9998 : 999999);
  if (OnceIn(6) && !facts().assigned.empty()) {
    const auto& [number, to] = *Any(facts().assigned);
    act.set_accreditation(to);
    block.set_prefix(number.first);
    block.set_first(number.second);
  }
  block.set_count(1 + Pick(6));
  if (OnceIn(30)) block.add_voided(block.first());
  return draft;
}

Draft History::VoidNumbers() {
  const std::string id = OnceIn(2) ? testing::kAccreditation : Any(facts().accreditations)->first;
  const v1::GrantAccreditation& grant = facts().accreditations.at(id).grant;
  Draft draft = Act(KeysOf(OnceIn(20) ? AnyFirm() : grant.organisation(), OnceIn(12) ? 1 : 2));
  v1::VoidNumbers& act = *draft.statement.mutable_void_numbers();
  act.set_accreditation(OnceIn(30) ? "no-grant" : id);
  v1::NumberBlock& block = *act.mutable_numbers();
  block.set_prefix(SomeSeries(grant));
  if (OnceIn(4) || block.prefix().size() < 16) block.set_prefix(OnceIn(15) ? "E" : "QY-2026");
  block.set_first(next_serial_ + Pick(4));
  block.set_count(1 + Pick(2));
  if (OnceIn(2)) TakeAssigned(block, id);
  if (OnceIn(30)) block.add_voided(block.first());
  return draft;
}

// Where there are some, the block begins with the first free number assigned to the accreditation.
void History::TakeAssigned(v1::NumberBlock& block, const std::string& accreditation) {
  for (const auto& [number, to] : facts().assigned) {
    if (to != accreditation || number.first != block.prefix()) continue;
    if (IsFree(facts(), number.first, number.second)) return block.set_first(number.second);
  }
}

// Character 16 of a state number; any, where the ladder has none.
std::string History::LevelCharacter(const v1::IssueBatch& act) {
  const v1::PublishLadder* ladder = Find(facts().ladders, act.ladder());
  if (ladder == nullptr || OnceIn(30)) return "5";
  for (const v1::LadderLevel& level : ladder->levels()) {
    if (level.ordinal() == act.level() && !level.number_character().empty()) {
      return level.number_character();
    }
  }
  return "5";
}

// Lists what VoidNumbers voided within the block, which grows by as much.
void History::RunAcrossVoid(v1::NumberBlock& block) {
  uint32_t used = block.count();
  for (uint32_t serial = block.first(); used > 0; ++serial) {
    if (facts().void_numbers.count({block.prefix(), serial}) == 0) {
      --used;
      continue;
    }
    block.add_voided(serial);
    block.set_count(block.count() + 1);
  }
}

// Numbers that are free and the issuer's, but for a few.
void History::NumberIt(v1::IssueBatch& act, const v1::GrantAccreditation& grant) {
  v1::NumberBlock& block = *act.mutable_numbers();
  const bool state = act.certificate_class() == v1::CERTIFICATE_CLASS_STATE_LEVEL;
  const std::string code = OnceIn(40) ? "Y000032050999" : grant.filing_code();
  const uint32_t year = proto::YearOf(act.issued_on()) + (OnceIn(40) ? 1 : 0);
  block.set_prefix(absl::StrCat(code, absl::StrFormat("%02d", year % 100), LevelCharacter(act)));
  if (!state) block.set_prefix(OnceIn(30) ? "E" : "QY-2026");
  if (OnceIn(60)) block.set_prefix("QY-2026");
  block.set_first(OnceIn(12) ? 1 + Pick(next_serial_) : next_serial_);
  if (!OnceIn(8)) TakeAssigned(block, act.accreditation());
  block.set_count(act.leaf_count() + (OnceIn(25) ? 1 : 0));
  if (OnceIn(6)) {
    block.set_count(act.leaf_count() + 1);
    const uint32_t serial = block.first() + (OnceIn(8) ? block.count() : Pick(block.count()));
    block.add_voided(std::min(serial, kLastSerial));
  } else if (!OnceIn(8)) {
    RunAcrossVoid(block);
  }
  if (OnceIn(60)) block.set_first(999999);
  if (block.first() == next_serial_) next_serial_ += block.count() + Pick(2);
  if (OnceIn(40)) next_serial_ = 9998;  // across a border of the rulebook's own making
}

}  // namespace linkcert::model
