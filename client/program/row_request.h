// What a registry is asked about one row of a sheet. Thread-safe.
#ifndef LINKCERT_CLIENT_PROGRAM_ROW_REQUEST_H_
#define LINKCERT_CLIENT_PROGRAM_ROW_REQUEST_H_

#include <optional>
#include <string>

#include "client/sheet/answer_columns.h"
#include "client/sheet/question_sheet.h"
#include "linkcert/v1/verification_service.pb.h"

namespace linkcert::client {

// The same for all rows.
struct RowTerms {
  v1::VerifyCertificateRequest asked;  // all but its subject
  std::string directory;               // where files that rows name are looked for
  std::string purpose;                 // of rows by number
};

// Nothing when the row needs no asking: then `answer` is complete. Notes in `answer` too how the
// file that the row names matches the row.
std::optional<v1::VerifyCertificateRequest> RequestOf(const QuestionRow& row, const RowTerms& terms,
                                                      RowAnswer& answer);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_PROGRAM_ROW_REQUEST_H_
