// Before anything is signed: what would be made, every bad row, and the directory that holds all
// that is needed to go on.
#ifndef LINKCERT_CLIENT_PROGRAM_ISSUE_PREPARE_H_
#define LINKCERT_CLIENT_PROGRAM_ISSUE_PREPARE_H_

#include <functional>
#include <vector>

#include "absl/status/statusor.h"
#include "client/issue/batch_maker.h"
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

using MakeBatchesFor =
    std::function<absl::StatusOr<std::vector<MadeBatch>>(const StatementFrame& frame)>;
// Of what was shown without a problem: unsigned batches in options.directory, and true; or, when
// the options want no more than a preview, what the registry says of each batch by itself, if
// signers and a server are named.
bool Prepare(const IssueOptions& options, std::vector<crypto::KeyId> signers,
             const MakeBatchesFor& make, CommandContext& context);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_PROGRAM_ISSUE_PREPARE_H_
