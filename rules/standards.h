// Ladders and standards, as other rules ask about them.
#ifndef LINKCERT_RULES_STANDARDS_H_
#define LINKCERT_RULES_STANDARDS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "linkcert/v1/act_process.pb.h"
#include "linkcert/v1/act_standard.pb.h"
#include "proto/civil_date.h"
#include "rules/view.h"

namespace linkcert::rules {

// LADDER_UNKNOWN, or LADDER_INVALID when the ladder has no such level.
absl::StatusOr<v1::LadderLevel> FindLadderLevel(const View& view, const std::string& ladder,
                                                uint32_t ordinal);

// R07: the plan's standard version is on file, effective on `day`, not withdrawn, co-signed, of the
// plan's occupation and ladder, and defines its level.
absl::Status CheckStandard(const View& view, const v1::PlanBatch& plan, proto::CivilDate day);

}  // namespace linkcert::rules

#endif  // LINKCERT_RULES_STANDARDS_H_
