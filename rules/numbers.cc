#include "rules/numbers.h"

#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "proto/civil_date.h"
#include "proto/identifiers.h"

namespace linkcert::rules {
namespace {

using proto::Reason;
using proto::Refuse;

constexpr uint32_t kLastSerial = 999999;
constexpr size_t kStatePrefixSize = 16;

absl::Status CheckFilingPrefix(const v1::GrantAccreditation& grant, const std::string& prefix) {
  if (!proto::IsStateNumberPrefix(prefix)) return Refuse(Reason::kNumberMalformed, prefix);
  return prefix.substr(0, 13) == grant.filing_code()
             ? absl::OkStatus()
             : Refuse(Reason::kNumberFilingCodeDiffers, prefix);
}

absl::Status CheckOwnPrefix(const std::string& prefix) {
  // Sixteen characters would make 22 with the serial: the form of state certificates.
  return prefix.size() >= 2 && prefix.size() < kStatePrefixSize
             ? absl::OkStatus()
             : Refuse(Reason::kNumberMalformed, "2-15 characters before the serial");
}

absl::Status CheckStatePrefix(const v1::GrantAccreditation& grant, const v1::IssueBatch& batch,
                              const std::string& level_character) {
  absl::Status status = CheckFilingPrefix(grant, batch.numbers().prefix());
  if (!status.ok()) return status;
  const std::string& prefix = batch.numbers().prefix();
  if (prefix.substr(13, 2) != absl::StrFormat("%02d", proto::YearOf(batch.issued_on()) % 100)) {
    return Refuse(Reason::kNumberYearDiffers, prefix);
  }
  if (!level_character.empty() && prefix.substr(15) != level_character) {
    return Refuse(Reason::kNumberLevelDiffers, prefix);
  }
  return absl::OkStatus();
}

// Adds [begin, end) to the segment's merged ranges; false if they overlap.
bool Insert(records::NumberSegment& segment, uint32_t begin, uint32_t end) {
  std::vector<std::pair<uint32_t, uint32_t>> ranges;
  for (int i = 0; i < segment.begins_size(); ++i) {
    if (segment.begins(i) < end && begin < segment.ends(i)) return false;
    ranges.emplace_back(segment.begins(i), segment.ends(i));
  }
  ranges.emplace_back(begin, end);
  std::sort(ranges.begin(), ranges.end());
  segment.clear_begins();
  segment.clear_ends();
  for (const auto& [from, to] : ranges) {
    if (segment.ends_size() > 0 && segment.ends(segment.ends_size() - 1) == from) {
      segment.set_ends(segment.ends_size() - 1, to);
    } else {
      segment.add_begins(from);
      segment.add_ends(to);
    }
  }
  return true;
}

// What the block takes of its part in this segment: all but the serials that it lists as voided and
// that are void already.
std::vector<std::pair<uint32_t, uint32_t>> Runs(const records::NumberSegment& segment,
                                                const v1::NumberBlock& block,
                                                const SegmentPart& part) {
  std::vector<std::pair<uint32_t, uint32_t>> runs;
  uint32_t from = part.begin;
  for (uint32_t serial : block.voided()) {
    if (serial < from || serial >= part.end) continue;
    if (!absl::c_binary_search(segment.voided(), serial)) continue;
    if (from < serial) runs.emplace_back(from, serial);
    from = serial + 1;
  }
  if (from < part.end) runs.emplace_back(from, part.end);
  return runs;
}

absl::StatusOr<records::NumberSegment> SegmentOf(const View& view, const std::string& series,
                                                 const SegmentPart& part) {
  auto found = FindNumberSegment(view, series, part.segment);
  if (!found.ok()) return found.status();
  return *found == nullptr ? records::NumberSegment() : **found;
}

void AddVoided(records::NumberSegment& segment, const SegmentPart& part) {
  std::vector<uint32_t> voided(segment.voided().begin(), segment.voided().end());
  for (uint32_t serial = part.begin; serial < part.end; ++serial) voided.push_back(serial);
  absl::c_sort(voided);
  segment.mutable_voided()->Assign(voided.begin(), voided.end());
}

absl::Status TakeRuns(records::NumberSegment& segment, const std::string& series,
                      const std::vector<std::pair<uint32_t, uint32_t>>& runs) {
  for (const auto& [begin, end] : runs) {
    if (Insert(segment, begin, end)) continue;
    return Refuse(Reason::kNumberBlockTaken, absl::StrCat(series, " ", begin, "-", end - 1));
  }
  return absl::OkStatus();
}

}  // namespace

std::vector<SegmentPart> SegmentsOf(const v1::NumberBlock& block) {
  std::vector<SegmentPart> parts;
  const uint32_t end = block.first() + block.count();
  for (uint32_t begin = block.first(); begin < end; begin = parts.back().end) {
    const uint32_t segment = begin / kSerialsPerSegment;
    parts.push_back({.segment = segment,
                     .begin = begin,
                     .end = std::min(end, (segment + 1) * kSerialsPerSegment)});
  }
  return parts;
}

bool IsStateBlock(const v1::NumberBlock& block) {
  return block.prefix().size() == kStatePrefixSize;
}

absl::Status CheckPrefix(const v1::GrantAccreditation& grant, const v1::NumberBlock& block) {
  return IsStateBlock(block) ? CheckFilingPrefix(grant, block.prefix())
                             : CheckOwnPrefix(block.prefix());
}

absl::Status CheckRange(const v1::NumberBlock& block, uint64_t used) {
  uint64_t end = uint64_t{block.first()} + block.count();
  if (end > kLastSerial + 1) return Refuse(Reason::kNumberMalformed, "runs past 999999");
  for (uint32_t serial : block.voided()) {
    if (serial < block.first() || serial >= end) {
      return Refuse(Reason::kNumberCountDiffers, "a voided serial outside the block");
    }
  }
  uint64_t usable =
      uint64_t{block.count()} - std::min<uint64_t>(block.count(), block.voided_size());
  if (usable != used) {
    return Refuse(Reason::kNumberCountDiffers, absl::StrCat(usable, " numbers, ", used, " used"));
  }
  return absl::OkStatus();
}

absl::Status CheckNumberBlock(const v1::GrantAccreditation& grant, const v1::IssueBatch& batch,
                              const std::string& level_character) {
  const v1::NumberBlock& block = batch.numbers();
  if (batch.certificate_class() == v1::CERTIFICATE_CLASS_STATE_LEVEL) {
    absl::Status status = CheckStatePrefix(grant, batch, level_character);
    if (!status.ok()) return status;
  } else {
    absl::Status status = CheckOwnPrefix(block.prefix());
    if (!status.ok()) return status;
  }
  return CheckRange(block, batch.leaf_count());
}

std::string NumberSeriesOf(const v1::GrantAccreditation& grant, const v1::NumberBlock& block) {
  if (IsStateBlock(block)) return block.prefix();
  return absl::StrCat(grant.organisation(), ":", block.prefix());
}

absl::Status TakeNumbers(ActContext& context, const std::string& series,
                         const v1::NumberBlock& block) {
  for (const SegmentPart& part : SegmentsOf(block)) {
    auto segment = SegmentOf(context.view, series, part);
    if (!segment.ok()) return segment.status();
    absl::Status status = TakeRuns(*segment, series, Runs(*segment, block, part));
    if (!status.ok()) return status;
    context.Write(NumberSegmentKey(series, part.segment), *std::move(segment),
                  &Record::mutable_number_segment);
  }
  return absl::OkStatus();
}

absl::Status TakeAsVoid(ActContext& context, const std::string& series,
                        const v1::NumberBlock& block) {
  for (const SegmentPart& part : SegmentsOf(block)) {
    auto segment = SegmentOf(context.view, series, part);
    if (!segment.ok()) return segment.status();
    absl::Status status = TakeRuns(*segment, series, {{part.begin, part.end}});
    if (!status.ok()) return status;
    AddVoided(*segment, part);
    context.Write(NumberSegmentKey(series, part.segment), *std::move(segment),
                  &Record::mutable_number_segment);
  }
  return absl::OkStatus();
}

}  // namespace linkcert::rules
