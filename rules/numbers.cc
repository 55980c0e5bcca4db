#include "rules/numbers.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "proto/civil_date.h"
#include "proto/identifiers.h"

namespace linkcert::rules {
namespace {

using proto::Reason;
using proto::Refuse;

constexpr uint32_t kLastSerial = 999999;

absl::Status CheckStatePrefix(const v1::GrantAccreditation& grant, const v1::IssueBatch& batch,
                              const std::string& level_character) {
  const std::string& prefix = batch.numbers().prefix();
  if (!proto::IsStateNumberPrefix(prefix)) return Refuse(Reason::kNumberMalformed, prefix);
  if (prefix.substr(0, 13) != grant.filing_code()) {
    return Refuse(Reason::kNumberFilingCodeDiffers, prefix);
  }
  if (prefix.substr(13, 2) != absl::StrFormat("%02d", proto::YearOf(batch.issued_on()) % 100)) {
    return Refuse(Reason::kNumberYearDiffers, prefix);
  }
  if (!level_character.empty() && prefix.substr(15) != level_character) {
    return Refuse(Reason::kNumberLevelDiffers, prefix);
  }
  return absl::OkStatus();
}

absl::Status CheckRange(const v1::NumberBlock& block, uint32_t leaves) {
  uint64_t end = uint64_t{block.first()} + block.count();
  if (end > kLastSerial + 1) return Refuse(Reason::kNumberMalformed, "runs past 999999");
  for (uint32_t serial : block.voided()) {
    if (serial < block.first() || serial >= end) {
      return Refuse(Reason::kNumberCountDiffers, "a voided serial outside the block");
    }
  }
  uint64_t used = uint64_t{block.count()} - std::min<uint64_t>(block.count(), block.voided_size());
  if (used != leaves) {
    return Refuse(Reason::kNumberCountDiffers,
                  absl::StrCat(used, " numbers for ", leaves, " certificates"));
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
  segment.Clear();
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

}  // namespace

absl::Status CheckNumberBlock(const v1::GrantAccreditation& grant, const v1::IssueBatch& batch,
                              const std::string& level_character) {
  const v1::NumberBlock& block = batch.numbers();
  if (batch.certificate_class() == v1::CERTIFICATE_CLASS_STATE_LEVEL) {
    absl::Status status = CheckStatePrefix(grant, batch, level_character);
    if (!status.ok()) return status;
  } else if (block.prefix().size() < 2 || block.prefix().size() > 15) {
    // Sixteen characters would make 22 with the serial: the form of state certificates.
    return Refuse(Reason::kNumberMalformed, "2-15 characters before the serial");
  }
  return CheckRange(block, batch.leaf_count());
}

std::string NumberSeriesOf(const v1::GrantAccreditation& grant, const v1::IssueBatch& batch) {
  const std::string& prefix = batch.numbers().prefix();
  if (batch.certificate_class() == v1::CERTIFICATE_CLASS_STATE_LEVEL) return prefix;
  return absl::StrCat(grant.organisation(), ":", prefix);
}

absl::Status TakeNumbers(ActContext& context, const std::string& series,
                         const v1::NumberBlock& block) {
  const uint32_t end = block.first() + block.count();
  for (uint32_t begin = block.first(); begin < end;) {
    uint32_t index = begin / kSerialsPerSegment;
    uint32_t stop = std::min(end, (index + 1) * kSerialsPerSegment);
    auto found = FindNumberSegment(context.view, series, index);
    if (!found.ok()) return found.status();
    records::NumberSegment segment = *found == nullptr ? records::NumberSegment() : **found;
    if (!Insert(segment, begin, stop)) {
      return Refuse(Reason::kNumberBlockTaken, absl::StrCat(series, " ", begin, "-", stop - 1));
    }
    context.Write(NumberSegmentKey(series, index), std::move(segment),
                  &Record::mutable_number_segment);
    begin = stop;
  }
  return absl::OkStatus();
}

}  // namespace linkcert::rules
