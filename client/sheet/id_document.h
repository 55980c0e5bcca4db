// Identity documents of certificate holders. Which code of the sheet means which kind stands in
// the batch description, for the codes differ from place to place; 201 is the resident ID
// everywhere. Thread-safe.
#ifndef LINKCERT_CLIENT_SHEET_ID_DOCUMENT_H_
#define LINKCERT_CLIENT_SHEET_ID_DOCUMENT_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "client/sheet/sheet_problem.h"

namespace linkcert::client {

enum class IdKind {
  kResidentId,    // resident-id: 居民身份证, GB 11643
  kHmtResidence,  // hmt-residence: 港澳台居民居住证, GB 11643 beginning with 81, 82 or 83
  kForeignerResidence,  // foreigner-residence: 外国人永久居留身份证, 15 or 18 characters
  kHmTravelPermit,  // hm-travel-permit: 港澳居民来往内地通行证, H or M and 8 or 10 digits
  kTaiwanTravelPermit,  // taiwan-travel-permit: 台湾居民来往大陆通行证, 8 or 10 digits
  kPassport,            // passport: 5-17 letters and digits
  kOther,               // other: 3-32 of A-Z 0-9 -
};

std::optional<IdKind> ParseIdKind(absl::string_view name);

struct IdNumberCheck {
  std::string number;               // upper case; set when there is no fault
  std::optional<SheetFault> fault;  // kIdNumberFifteen or kIdNumberInvalid
};
IdNumberCheck CheckIdNumber(IdKind kind, absl::string_view number);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_SHEET_ID_DOCUMENT_H_
