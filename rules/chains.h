// Membership of chains, as other rules ask about it.
#ifndef LINKCERT_RULES_CHAINS_H_
#define LINKCERT_RULES_CHAINS_H_

#include <string>

#include "absl/status/status.h"
#include "linkcert/v1/resources.pb.h"
#include "proto/civil_date.h"
#include "rules/view.h"

namespace linkcert::rules {

// True while the last stay has not ended.
bool IsActive(const v1::ChainMember& member);

// R06: CHAIN_UNKNOWN, CHAIN_NOT_IN_FORCE on `day`, or CHAIN_MEMBER_INACTIVE unless the organisation
// is a member of the chain in this view.
absl::Status CheckActiveMember(const View& view, const std::string& chain,
                               const std::string& organisation, proto::CivilDate day);

}  // namespace linkcert::rules

#endif  // LINKCERT_RULES_CHAINS_H_
