// Findings (检查结论), as other rules ask about them.
#ifndef LINKCERT_RULES_FINDINGS_H_
#define LINKCERT_RULES_FINDINGS_H_

#include <cstdint>
#include <string>

#include "rules/act_context.h"

namespace linkcert::rules {

// R16: the finding, by log index, on which an act against `issuer` rests; null for 0 when the
// issuer itself acts. FINDING_MISSING for the authority without one; FINDING_DIFFERS unless it is
// known, about the issuer, and objects to something.
Found<records::Finding> FindingBehind(const ActContext& context, uint64_t index,
                                      const std::string& issuer);

// True if it is about the thing that entry `index` created, or about all of its issuer's.
bool Concerns(const records::Finding& finding, uint64_t index);

}  // namespace linkcert::rules

#endif  // LINKCERT_RULES_FINDINGS_H_
