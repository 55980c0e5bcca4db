// What is wrong with a sheet: line, column and reason, never a person's data. Thread-safe.
#ifndef LINKCERT_CLIENT_SHEET_SHEET_PROBLEM_H_
#define LINKCERT_CLIENT_SHEET_SHEET_PROBLEM_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "client/render/texts.h"

namespace linkcert::client {

enum class SheetFault {
  kHeaderDiffers,         // HEADER_DIFFERS: not the 11 columns in their order
  kColumnUnknown,         // COLUMN_UNKNOWN
  kColumnRepeated,        // COLUMN_REPEATED
  kCellCount,             // CELL_COUNT: more or fewer cells than the header
  kSheetEmpty,            // SHEET_EMPTY
  kCellEmpty,             // CELL_EMPTY
  kCellText,              // CELL_TEXT: too long, or characters that nobody can see
  kIdTypeUnknown,         // ID_TYPE_UNKNOWN: not in the batch description
  kIdNumberFifteen,       // ID_NUMBER_FIFTEEN_DIGITS: first-generation number
  kIdNumberInvalid,       // ID_NUMBER_INVALID: form, date of birth or check character
  kIdNumberRepeated,      // ID_NUMBER_REPEATED: the same person twice in a batch
  kNameDiffers,           // NAME_DIFFERS: one ID number, two names
  kEmployerUnknown,       // EMPLOYER_UNKNOWN: not in the batch description
  kEmployerNotOnRoster,   // EMPLOYER_NOT_ON_ROSTER
  kPersonNotOnRoster,     // PERSON_NOT_ON_ROSTER: not as sealed (name, ID, employer)
  kLevelUnknown,          // LEVEL_UNKNOWN: no digit of the ladder
  kBatchNotDescribed,     // BATCH_NOT_DESCRIBED: occupation, trade and level
  kDateMalformed,         // DATE_MALFORMED
  kDateDiffers,           // DATE_DIFFERS: not the batch's issue date
  kIssuerDiffers,         // ISSUER_DIFFERS
  kScoreMalformed,        // SCORE_MALFORMED
  kNumberMalformed,       // NUMBER_MALFORMED
  kNumberPrefixDiffers,   // NUMBER_PREFIX_DIFFERS: filing code, year or level
  kNumberOutsideBlock,    // NUMBER_OUTSIDE_BLOCK
  kNumberVoided,          // NUMBER_VOIDED
  kNumberRepeated,        // NUMBER_REPEATED
  kNumberBlockExhausted,  // NUMBER_BLOCK_EXHAUSTED: more rows than numbers
  kNumberGap,             // NUMBER_GAP: serials neither used nor voided
  kMoreThanPassed,        // MORE_THAN_PASSED: more rows than the description says passed
  kTooManyRows,           // TOO_MANY_ROWS: over 10,000 in one batch
  kBatchWithoutRows,      // BATCH_WITHOUT_ROWS: described, but not in the sheet
  kFileUnreadable,        // FILE_UNREADABLE: a file that the row names
  kNothingToCorrect,      // NOTHING_TO_CORRECT: the certificate says so already
  kColumnMissing,         // COLUMN_MISSING
  kCertificateNotGiven,   // CERTIFICATE_NOT_GIVEN: no file of this number is there
  kSyncStateUnknown,      // SYNC_STATE_UNKNOWN: no word for what the platform did
  kSyncCodeMalformed,     // SYNC_CODE_MALFORMED: the platform's code
};
absl::string_view NameOf(SheetFault fault);
absl::string_view TextOf(SheetFault fault, Language language);

struct SheetProblem {
  uint32_t line = 0;   // from 1, the header; 0: the batch description
  std::string column;  // printed name of the column; empty: the whole line
  SheetFault fault = SheetFault::kHeaderDiffers;
  std::string detail;  // may be empty
};
using SheetProblems = std::vector<SheetProblem>;
// Those of one line stay in their order.
void SortByLine(SheetProblems& problems);

// "line 4, 证件号码: ID_NUMBER_INVALID …"
std::string FormatProblem(const SheetProblem& problem, Language language);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_SHEET_SHEET_PROBLEM_H_
