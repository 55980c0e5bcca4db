// One examination, two certificates (一试双证, R10): the rows of the later batch and the
// certificates of the earlier one. Thread-safe.
#ifndef LINKCERT_CLIENT_ISSUE_COMPANIONS_H_
#define LINKCERT_CLIENT_ISSUE_COMPANIONS_H_

#include "absl/status/status.h"
#include "client/sheet/sheet_preview.h"
#include "client/sheet/sheet_problem.h"

namespace linkcert::client {

// Links each row with the certificate of the same person in the batch that was issued to
// companion_directory, of the same plan and the other class, and states that batch; nothing without
// such a directory. A person under another name is added to `problems`; one who is not in that
// batch has no companion. FailedPrecondition when the directory has no such batch, or none that is
// proven to be logged; else as ReadPendingBatches.
absl::Status LinkCompanions(BatchRows& rows, SheetProblems& problems);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_ISSUE_COMPANIONS_H_
