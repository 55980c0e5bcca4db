// One run of `verify-sheet`: a sheet of questions, and the same sheet with its answers.
#ifndef LINKCERT_CLIENT_PROGRAM_VERIFY_SHEET_RUN_H_
#define LINKCERT_CLIENT_PROGRAM_VERIFY_SHEET_RUN_H_

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "client/program/command.h"
#include "client/remote/remote.h"

namespace linkcert::client {

struct SheetQuestion {
  std::string sheet_path;  // or "-"
  std::string out_path;
  std::string audience;
  std::string post;
  std::string as_of;    // as ReadAsOf takes it
  std::string purpose;  // for rows by number
  OutputOptions output;
};

// As Remote::VerifyRows.
using AskRows = std::function<absl::Status(Remote::NextRows next, Remote::OnAnswer on_answer)>;

// Asks about all rows, writes them with their answers, prints how many there were of each, and
// notes the exit code: that of the worst row, where one that could not be asked is undecided, and
// one whose certificate is another person's is invalid. Files that rows name are looked for beside
// the sheet; only what is a certificate file is sent. When the registry gives up midway, the rows
// answered until then are written, and the others say why they are not.
void VerifySheet(const SheetQuestion& question, const AskRows& ask, CommandContext& context);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_PROGRAM_VERIFY_SHEET_RUN_H_
