// A list of people and certificates that a registry is asked about. Columns may stand in any order,
// and among others, which pass through. Thread-safe.
#ifndef LINKCERT_CLIENT_SHEET_QUESTION_SHEET_H_
#define LINKCERT_CLIENT_SHEET_QUESTION_SHEET_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/sheet/sheet_problem.h"
#include "linkcert/v1/certificate_file.pb.h"
#include "linkcert/v1/verification_service.pb.h"

namespace linkcert::client {

// Empty = the row does not say.
struct QuestionRow {
  uint32_t line = 0;               // in the file, from 1: where the row begins
  std::vector<std::string> cells;  // as many as the header has
  // What names the certificate: the file before the id before the number.
  std::string file;         // file, 证书文件
  std::string certificate;  // certificate, 证书标识
  std::string number;       // number, 证书编号
  // Whose it is said to be.
  std::string name;       // name, 姓名
  std::string id_type;    // id type, 证件类型
  std::string id_number;  // id number, 证件号码
  // Why the row cannot be asked: CELL_COUNT, CELL_EMPTY (nothing names a certificate, or a number
  // stands without its holder), CELL_TEXT (no id).
  std::optional<SheetFault> fault;

  bool is_by_number() const { return file.empty() && certificate.empty() && !fault; }
};

struct QuestionSheet {
  std::vector<std::string> header;
  std::vector<QuestionRow> rows;
};

// Columns that a sheet of answers added before are left out. InvalidArgument when the bytes are no
// text or no CSV, when no column names a certificate, when one stands twice, and without rows.
absl::StatusOr<QuestionSheet> ReadQuestionSheet(absl::string_view bytes);

// Whether the file shows the number and the person of the row. Unspecified: the row says none of
// them; unknown: the file does not show all of them, and none that differs.
v1::Answer MatchesRow(const QuestionRow& row, const v1::CertificateFile& file);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_SHEET_QUESTION_SHEET_H_
