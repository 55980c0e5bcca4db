// How a generated province begins: genesis, rule sets, chains, standards, issuers and their rights.
#ifndef LINKCERT_TESTS_PROVINCE_FOUNDING_H_
#define LINKCERT_TESTS_PROVINCE_FOUNDING_H_

#include <string>

#include "absl/status/status.h"
#include "tests/province/stage.h"

namespace linkcert::province {

inline constexpr char kOwnLadder[] = "own-grades";  // an enterprise's own, 自有等级

// Puts the founding on the agenda of the first day, and late issuers on that of theirs.
// `rule_sets`: a directory with full.textproto and province.textproto. An error of theirs.
absl::Status Found(const Stage& stage, const std::string& rule_sets);

// Publishes a version of the chain's standard, has it co-signed and filed; plans name it from then
// on.
void PublishStandard(const Stage& stage, Chain& chain, uint32_t version, proto::CivilDate day);

// The right of the issuer under this id and filing code.
v1::Statement Grant(const Stage& stage, const Issuer& issuer, const std::string& accreditation,
                    const std::string& filing_code);

// A firm or issuer joins a chain that it is no member of.
Act Join(const Stage& stage, Chain& chain, const std::string& organisation, v1::ChainRole role);

}  // namespace linkcert::province

#endif  // LINKCERT_TESTS_PROVINCE_FOUNDING_H_
