// What a chain and its issuers need before anything is assessed: members, standards, rights.
#ifndef LINKCERT_TESTS_PROVINCE_CHAIN_ACTS_H_
#define LINKCERT_TESTS_PROVINCE_CHAIN_ACTS_H_

#include <string>

#include "tests/province/stage.h"

namespace linkcert::province {

inline constexpr char kOwnLadder[] = "own-grades";  // an enterprise's own, 自有等级

// A firm or issuer joins a chain that it is no member of.
Act Join(const Stage& stage, Chain& chain, const std::string& organisation, v1::ChainRole role);

// Publishes a version of the chain's standard, has it co-signed and filed; plans name it from then
// on.
void PublishStandard(const Stage& stage, Chain& chain, uint32_t version, proto::CivilDate day);

// The issuer's right, under this id and filing code.
v1::Statement Grant(const Stage& stage, const Issuer& issuer, const std::string& accreditation,
                    const std::string& filing_code);

}  // namespace linkcert::province

#endif  // LINKCERT_TESTS_PROVINCE_CHAIN_ACTS_H_
