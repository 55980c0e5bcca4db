// Certificate numbers (R03, R04).
#ifndef LINKCERT_RULES_NUMBERS_H_
#define LINKCERT_RULES_NUMBERS_H_

#include <string>

#include "absl/status/status.h"
#include "linkcert/v1/act_issue.pb.h"
#include "linkcert/v1/act_standard.pb.h"
#include "rules/act_context.h"

namespace linkcert::rules {

inline constexpr uint32_t kSerialsPerSegment = 10000;

// R03: form, filing code, year, level character; R04: used + voided = range, used = leaves. Pure:
// verifiers check by it too. `level_character` is the ladder's; pass empty to leave it unchecked.
absl::Status CheckNumberBlock(const v1::GrantAccreditation& grant, const v1::IssueBatch& batch,
                              const std::string& level_character);

// Name of the series whose serials are disjoint for ever: the prefix of state certificates, else
// organisation:prefix.
std::string NumberSeriesOf(const v1::GrantAccreditation& grant, const v1::IssueBatch& batch);

// R04: takes the block's serials; NUMBER_BLOCK_TAKEN if any was taken before.
absl::Status TakeNumbers(ActContext& context, const std::string& series,
                         const v1::NumberBlock& block);

}  // namespace linkcert::rules

#endif  // LINKCERT_RULES_NUMBERS_H_
