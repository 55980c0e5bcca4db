// What verdicts ask about an audience: is it registered, what does it require for a post, and the
// words in which that is answered. Errors are the store's own. Thread-safe.
#ifndef LINKCERT_SERVER_SERVICE_AUDIENCE_H_
#define LINKCERT_SERVER_SERVICE_AUDIENCE_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "linkcert/v1/verification_service.pb.h"
#include "proto/entry.h"
#include "proto/reason.h"
#include "rules/answer.h"
#include "rules/posts.h"
#include "rules/records.h"
#include "rules/view.h"

namespace linkcert::server {

// OK or ORGANISATION_UNKNOWN.
absl::Status CheckRegistered(const rules::View& view, const std::string& audience);
// The requirement that held at log time `as_of`; null when there was none.
rules::Found<v1::PostRequirement> FindPostAt(const rules::View& view, const std::string& audience,
                                             const std::string& post, proto::LogTime as_of);

v1::Answer ToProto(rules::Answer answer);
// `version` of the requirement.
v1::PostFitness ToProto(const rules::Fitness& fitness, uint32_t version);
// Whether the conclusion says so.
rules::Answer IsValid(const v1::Verdict& verdict);
// Empty for no reason.
std::string NameOf(const std::optional<proto::Reason>& reason);
// Counted from 1; 0 = none.
template <typename Place>
uint32_t NumberOf(const std::optional<Place>& place) {
  return place ? static_cast<uint32_t>(*place) + 1 : 0;
}

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_SERVICE_AUDIENCE_H_
