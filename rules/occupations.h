// Editions of the catalogue of occupations (职业分类大典), and who names one of theirs (R05).
#ifndef LINKCERT_RULES_OCCUPATIONS_H_
#define LINKCERT_RULES_OCCUPATIONS_H_

#include <string>

#include "absl/status/status.h"
#include "linkcert/v1/terms.pb.h"
#include "rules/view.h"

namespace linkcert::rules {

// Of an edition that the authority has published, the occupation must be one (OCCUPATION_UNKNOWN),
// the trade, if there is one, a trade of it (TRADE_UNKNOWN). An edition of which nothing is
// published is not looked into.
absl::Status CheckPublished(const View& view, const v1::Occupation& occupation,
                            const std::string& trade);
// OCCUPATION_NAME_DIFFERS unless `name` is what the published edition prints. An occupation that is
// not published passes: it was planned before the edition was.
absl::Status CheckPrintedName(const View& view, const v1::Occupation& occupation,
                              const std::string& name);

}  // namespace linkcert::rules

#endif  // LINKCERT_RULES_OCCUPATIONS_H_
