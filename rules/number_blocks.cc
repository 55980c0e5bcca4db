#include "rules/number_blocks.h"

#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "rules/accreditations.h"
#include "rules/acts.h"
#include "rules/numbers.h"
#include "rules/signers.h"

namespace linkcert::rules {
namespace {

using proto::Reason;
using proto::Refuse;

std::string Describe(const v1::NumberBlock& block, const SegmentPart& part) {
  return absl::StrCat(block.prefix(), " ", part.begin, "-", part.end - 1);
}

absl::StatusOr<records::AssignedNumbers> AssignedIn(const View& view, const std::string& series,
                                                    const SegmentPart& part) {
  auto found = FindAssignedNumbers(view, series, part.segment);
  if (!found.ok()) return found.status();
  return *found == nullptr ? records::AssignedNumbers() : **found;
}

// R04: neither assigned nor used before.
absl::Status CheckFree(const View& view, const v1::NumberBlock& block, const SegmentPart& part,
                       const records::AssignedNumbers& assigned) {
  const auto meets = [&](uint32_t begin, uint32_t end) {
    return begin < part.end && part.begin < end;
  };
  for (const records::AssignedRange& range : assigned.ranges()) {
    if (meets(range.begin(), range.end())) {
      return Refuse(Reason::kNumberAlreadyAssigned, Describe(block, part));
    }
  }
  auto taken = FindNumberSegment(view, block.prefix(), part.segment);
  if (!taken.ok()) return taken.status();
  for (int i = 0; *taken != nullptr && i < (*taken)->begins_size(); ++i) {
    if (meets((*taken)->begins(i), (*taken)->ends(i))) {
      return Refuse(Reason::kNumberBlockTaken, Describe(block, part));
    }
  }
  return absl::OkStatus();
}

void AddRange(records::AssignedNumbers& assigned, const SegmentPart& part,
              const std::string& accreditation) {
  records::AssignedRange& added = *assigned.add_ranges();
  added.set_begin(part.begin);
  added.set_end(part.end);
  added.set_accreditation(accreditation);
  absl::c_sort(*assigned.mutable_ranges(),
               [](const auto& one, const auto& other) { return one.begin() < other.begin(); });
}

absl::Status Assign(ActContext& context, const v1::AssignNumberBlock& act) {
  const v1::NumberBlock& block = act.numbers();
  for (const SegmentPart& part : SegmentsOf(block)) {
    auto assigned = AssignedIn(context.view, block.prefix(), part);
    if (!assigned.ok()) return assigned.status();
    absl::Status status = CheckFree(context.view, block, part, *assigned);
    if (!status.ok()) return status;
    AddRange(*assigned, part, act.accreditation());
    context.Write(AssignedNumbersKey(block.prefix(), part.segment), *std::move(assigned),
                  &Record::mutable_assigned_numbers);
  }
  return absl::OkStatus();
}

// The first serial of the part behind all that is assigned to the accreditation without a gap.
uint32_t AssignedUpTo(const records::AssignedNumbers& assigned, const SegmentPart& part,
                      const std::string& accreditation) {
  uint32_t reached = part.begin;
  for (const records::AssignedRange& range : assigned.ranges()) {
    if (range.accreditation() == accreditation && range.begin() <= reached) {
      reached = std::max(reached, range.end());
    }
  }
  return reached;
}

}  // namespace

absl::Status CheckAssigned(const View& view, const v1::RuleSet& rule_set,
                           const std::string& accreditation, const v1::NumberBlock& block) {
  if (rule_set.numbering() != v1::NUMBERING_MODE_PROVINCE || !IsStateBlock(block)) {
    return absl::OkStatus();
  }
  for (const SegmentPart& part : SegmentsOf(block)) {
    auto assigned = AssignedIn(view, block.prefix(), part);
    if (!assigned.ok()) return assigned.status();
    if (AssignedUpTo(*assigned, part, accreditation) < part.end) {
      return Refuse(Reason::kNumberNotAssigned, Describe(block, part));
    }
  }
  return absl::OkStatus();
}

absl::Status AdmitAssignNumberBlock(ActContext& context, const v1::AssignNumberBlock& act) {
  absl::Status status = CheckSides(context.signers, {AuthoritySide()});
  if (!status.ok()) return status;
  auto found = FindAccreditation(context.view, act.accreditation());
  if (!found.ok()) return found.status();
  if (*found == nullptr) return Refuse(Reason::kAccreditationUnknown, act.accreditation());
  if ((*found)->has_ended()) return Refuse(Reason::kAccreditationNotInForce, (*found)->name());
  // Provinces number state certificates only.
  if (!IsStateBlock(act.numbers())) return Refuse(Reason::kNumberMalformed, act.numbers().prefix());
  status = CheckPrefix((*found)->grant(), act.numbers());
  if (status.ok()) status = CheckRange(act.numbers(), act.numbers().count());
  return status.ok() ? Assign(context, act) : status;
}

absl::Status AdmitVoidNumbers(ActContext& context, const v1::VoidNumbers& act) {
  const std::string& issuer = context.first_organisation();
  absl::Status status = CheckSides(context.signers, {IssuingSide(issuer)});
  if (!status.ok()) return status;
  auto accreditation = InvokedAccreditation(context.view, act.accreditation(), issuer);
  if (!accreditation.ok()) return accreditation.status();
  const v1::GrantAccreditation& grant = (*accreditation)->grant();
  auto rule_set = IssuingRuleSet(context.view, grant);
  if (!rule_set.ok()) return rule_set.status();
  status = CheckPrefix(grant, act.numbers());
  if (status.ok()) status = CheckRange(act.numbers(), act.numbers().count());
  if (status.ok()) {
    status = CheckAssigned(context.view, *rule_set, act.accreditation(), act.numbers());
  }
  if (!status.ok()) return status;
  return TakeAsVoid(context, NumberSeriesOf(grant, act.numbers()), act.numbers());
}

}  // namespace linkcert::rules
