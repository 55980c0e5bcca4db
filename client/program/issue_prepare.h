// Before anything is signed: what would be made, every bad row, and the directory that holds all
// that is needed to go on.
#ifndef LINKCERT_CLIENT_PROGRAM_ISSUE_PREPARE_H_
#define LINKCERT_CLIENT_PROGRAM_ISSUE_PREPARE_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/program/command.h"
#include "client/program/issue_run.h"
#include "client/sheet/sheet_problem.h"
#include "client/statement/json_text.h"
#include "client/statement/statement_builder.h"
#include "crypto/keys.h"

namespace linkcert::client {

// Preview of sheet and description, and unless the options want no more the unsigned batches in
// options.directory. False, with a complaint if it is one, when there is nothing to go on with.
bool PrepareSheet(const IssueOptions& options, std::vector<crypto::KeyId> signers,
                  CommandContext& context);

// Parts of it, for what is not made from a report sheet.

// The facts, then each problem; false and exit code kInvalid when there is one.
bool PrintPreview(const IssueOptions& options, const Text& heading, Json facts,
                  const SheetProblems& problems, CommandContext& context);
// InvalidArgument when the options name no registry.
absl::StatusOr<StatementFrame> FrameOf(const IssueOptions& options,
                                       std::vector<crypto::KeyId> signers, uint64_t now_ms);
// Complains of `status`, or warns to keep options.directory; whether it is OK.
bool Prepared(const IssueOptions& options, const absl::Status& status, CommandContext& context);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_PROGRAM_ISSUE_PREPARE_H_
