// The columns that answers add to a sheet of questions. Thread-safe.
#ifndef LINKCERT_CLIENT_SHEET_ANSWER_COLUMNS_H_
#define LINKCERT_CLIENT_SHEET_ANSWER_COLUMNS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "client/render/texts.h"
#include "client/sheet/sheet_problem.h"
#include "linkcert/v1/verification_service.pb.h"

namespace linkcert::client {

// What became of a row: a verdict, or why there is none.
struct RowAnswer {
  std::optional<v1::Verdict> verdict;
  std::optional<SheetFault> fault;
  std::string reason;  // stable name
  // Whether the certificate is the one of the row's person, as far as that was compared;
  // unspecified: the row says nothing to compare.
  v1::Answer matches = v1::ANSWER_UNSPECIFIED;
};

// conclusion, reasons, matches the row, in this state since, recognised, own grade, fit for the
// post, id of the certificate.
std::vector<std::string> AnswerColumns(Language language);
// In either language.
bool IsAnswerColumn(absl::string_view name);

// One cell for each column; empty for what was not asked or is not known.
std::vector<std::string> AnswerCells(const RowAnswer& answer, Language language);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_SHEET_ANSWER_COLUMNS_H_
