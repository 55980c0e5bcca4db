// What is to be corrected, as the issuer says it: assignments, or a sheet with a row a certificate.
// Thread-safe.
#ifndef LINKCERT_CLIENT_ISSUE_CORRECTION_SHEET_H_
#define LINKCERT_CLIENT_ISSUE_CORRECTION_SHEET_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/issue/version_maker.h"
#include "client/sheet/person.h"
#include "client/sheet/sheet_problem.h"

namespace linkcert::client {

// Adds NAME=VALUE, NAME being name, id-type, id-number, employer, theory-score, skill-score,
// review-score or the column's printed name. InvalidArgument for any other, or one given before.
absl::Status AddAssignment(absl::string_view assignment, ClaimValues& values);

// The changes that a sheet asks for: column 证书编号, then any of 姓名, 证件类型, 证件号码,
// 所在单位, 理论成绩, 技能成绩, 评审成绩; an empty cell changes nothing. Certificates that no row
// names are left out; what is wrong is added to `problems`. InvalidArgument when it is no sheet.
absl::StatusOr<std::vector<CertificateChange>> ReadCorrectionSheet(
    absl::string_view sheet, const std::vector<OwnCertificate>& certificates,
    SheetProblems& problems);

// Looks at each new value as issuing does, puts it into its one form, and takes away those that the
// certificate has already. What is wrong is added to `problems`; ID_TYPE_UNKNOWN when an ID type or
// number changes and `terms` don't say what the type is.
void CheckChanges(std::vector<CertificateChange>& changes, const PersonTerms& terms,
                  SheetProblems& problems);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_ISSUE_CORRECTION_SHEET_H_
