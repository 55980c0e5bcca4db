// Policies and post requirements as they were at a time: each version holds until the next one.
// Which version an entry met is asked with FindPolicyBefore and FindPostBefore (records.h).
#ifndef LINKCERT_RULES_POLICIES_H_
#define LINKCERT_RULES_POLICIES_H_

#include "absl/strings/string_view.h"
#include "proto/entry.h"
#include "rules/records.h"

namespace linkcert::rules {

// The version in force at log time `time`: the last one logged at or before it; null when there
// was none yet.
Found<v1::RecognitionPolicy> FindPolicyUntil(const View& view, absl::string_view organisation,
                                             proto::LogTime time);
Found<v1::PostRequirement> FindPostUntil(const View& view, absl::string_view organisation,
                                         absl::string_view post, proto::LogTime time);

}  // namespace linkcert::rules

#endif  // LINKCERT_RULES_POLICIES_H_
