// What acts on certificates have in common: who signs them, on what ground, from which state.
#ifndef LINKCERT_RULES_CERTIFICATE_ACTS_H_
#define LINKCERT_RULES_CERTIFICATE_ACTS_H_

#include <cstdint>
#include <initializer_list>
#include <string>

#include "absl/types/span.h"
#include "rules/act_context.h"
#include "rules/certificates.h"

namespace linkcert::rules {

inline bool ByAuthority(const ActContext& context) {
  return context.first_organisation() == kAuthority;
}
// The authority, or `issuer_people` of one organisation: CheckSides' refusals.
absl::Status CheckActor(const ActContext& context, uint32_t issuer_people);
// CERTIFICATES_NOT_YOURS unless the authority signs, or the issuer.
absl::Status CheckOwner(const ActContext& context, const std::string& issuer);

// R16: the finding with log index `finding`, if one is named or needed, is about every certificate,
// an earlier version of it, or its whole batch: FINDING_MISSING, FINDING_DIFFERS.
absl::Status CheckGround(const ActContext& context, uint64_t finding,
                         const NamedCertificates& named);

// R16: STATUS_MOVE_NOT_ALLOWED unless each is in one of these states.
absl::Status CheckMoves(const View& view, absl::Span<const uint64_t> certificates,
                        std::initializer_list<v1::StandingState> from);

v1::StatusChange ChangeTo(v1::StandingState state,
                          v1::StatusReason reason = v1::STATUS_REASON_UNSPECIFIED);

}  // namespace linkcert::rules

#endif  // LINKCERT_RULES_CERTIFICATE_ACTS_H_
