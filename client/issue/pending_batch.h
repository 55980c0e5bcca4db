// Batches, corrections and reissues on their way to certificate files, as directories that outlast
// a lost answer:
//   DIR/batch-1/batch.statement   the statement in the making; each signer signs this file
//   DIR/batch-1/pending.batch     leaves, claims and salts (issuing_files.proto)
//   DIR/batch-1/receipt           from when it was logged
//   DIR/NUMBER.linkcert           certificate files
//   DIR/result.csv                the sheet again, with certificate ids and files
// WARNING: pending.batch is the only place of the salts: without it there are no certificates.
#ifndef LINKCERT_CLIENT_ISSUE_PENDING_BATCH_H_
#define LINKCERT_CLIENT_ISSUE_PENDING_BATCH_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "client/issue/batch_maker.h"
#include "client/statement/statement_file.h"
#include "linkcert/v1/issuing_files.pb.h"

namespace linkcert::client {

struct PendingDirectory {
  std::string path;  // of the batch, DIR/batch-1
  StatementInMaking statement;
  v1::PendingBatch pending;

  std::vector<std::string> Leaves() const;
  // Of all certificates in a row, K each.
  std::vector<std::string> Claims() const;
};

// Writes all batches durably under `directory`, readable by the owner only. AlreadyExists when it
// holds batches already, or another process writes there now; a batch without batch.statement
// counts as none.
absl::Status WritePendingBatches(const std::string& directory, absl::Span<const MadeBatch> batches);

// The batch in its directory, DIR/batch-1. DataLoss when a file is damaged, or when statement,
// leaves, claims and rows do not say the same (CheckPending).
absl::StatusOr<PendingDirectory> ReadPendingBatch(const std::string& path);
// All batches under `directory`, in order. As ReadPendingBatch; NotFound when there are none,
// FailedPrecondition when one is missing before another.
absl::StatusOr<std::vector<PendingDirectory>> ReadPendingBatches(const std::string& directory);

std::string StatementPathOf(const PendingDirectory& batch);
std::string ReceiptPathOf(const PendingDirectory& batch);

// What people call it: the issuer's batch number; of new versions act and original batch.
std::string NameOf(const PendingDirectory& batch);

// Puts the statement, with the signatures it has by now, back into its place.
absl::Status WriteStatement(const PendingDirectory& batch);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_ISSUE_PENDING_BATCH_H_
