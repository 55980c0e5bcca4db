// How a generated province begins: genesis, rule sets, chains, standards, issuers and their rights.
#ifndef LINKCERT_TESTS_PROVINCE_FOUNDING_H_
#define LINKCERT_TESTS_PROVINCE_FOUNDING_H_

#include <string>

#include "absl/status/status.h"
#include "tests/province/stage.h"

namespace linkcert::province {

// Puts the founding on the agenda of the first day, and late issuers on that of theirs.
// `rule_sets`: a directory with full.textproto and province.textproto. An error of theirs.
absl::Status Found(const Stage& stage, const std::string& rule_sets);

}  // namespace linkcert::province

#endif  // LINKCERT_TESTS_PROVINCE_FOUNDING_H_
