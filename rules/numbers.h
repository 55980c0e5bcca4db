// Certificate numbers (R03, R04).
#ifndef LINKCERT_RULES_NUMBERS_H_
#define LINKCERT_RULES_NUMBERS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "linkcert/v1/act_issue.pb.h"
#include "linkcert/v1/act_standard.pb.h"
#include "rules/act_context.h"

namespace linkcert::rules {

inline constexpr uint32_t kSerialsPerSegment = 10000;

// The part [begin, end) of a block that lies in one segment of its series.
struct SegmentPart {
  uint32_t segment = 0;
  uint32_t begin = 0;
  uint32_t end = 0;
};
std::vector<SegmentPart> SegmentsOf(const v1::NumberBlock& block);

// True for the prefix of a state certificate's number: 16 characters, others have fewer.
bool IsStateBlock(const v1::NumberBlock& block);
// R03: a prefix of the grant's filing code (NUMBER_MALFORMED, NUMBER_FILING_CODE_DIFFERS), or of
// other certificates' 2-15 characters.
absl::Status CheckPrefix(const v1::GrantAccreditation& grant, const v1::NumberBlock& block);
// R04: serials up to 999999; voided ones lie within, and all but them are `used`.
absl::Status CheckRange(const v1::NumberBlock& block, uint64_t used);

// R03: form, filing code, year, level character; R04: used + voided = range, used = leaves. Pure:
// verifiers check by it too. `level_character` is the ladder's; pass empty to leave it unchecked.
absl::Status CheckNumberBlock(const v1::GrantAccreditation& grant, const v1::IssueBatch& batch,
                              const std::string& level_character);

// Name of the series whose serials are disjoint for ever: the prefix of state certificates, else
// organisation:prefix.
std::string NumberSeriesOf(const v1::GrantAccreditation& grant, const v1::NumberBlock& block);

// R04: takes the block's serials; NUMBER_BLOCK_TAKEN if any was taken before, but for those that
// VoidNumbers took and the block lists as voided.
absl::Status TakeNumbers(ActContext& context, const std::string& series,
                         const v1::NumberBlock& block);
// R04: takes the block's serials as void for ever; NUMBER_BLOCK_TAKEN.
absl::Status TakeAsVoid(ActContext& context, const std::string& series,
                        const v1::NumberBlock& block);

}  // namespace linkcert::rules

#endif  // LINKCERT_RULES_NUMBERS_H_
