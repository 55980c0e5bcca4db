#include "client/issue/pending_batch.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/local_file.h"
#include "crypto/hash.h"
#include "crypto/merkle.h"

namespace linkcert::client {
namespace {

std::string BatchPath(const std::string& directory, size_t number) {
  return absl::StrCat(directory, "/batch-", number);
}
std::string StatementPath(const std::string& batch) { return batch + "/batch.statement"; }
std::string PendingPath(const std::string& batch) { return batch + "/pending.batch"; }

bool Exists(const std::string& path) {
  std::error_code error;
  return std::filesystem::exists(path, error);
}

absl::Status WriteBatch(const std::string& path, const MadeBatch& made) {
  absl::Status status = MakeLocalDirectory(path, FileAccess::kPrivate);
  if (status.ok()) {
    status =
        CreateLocalFile(PendingPath(path), made.pending.SerializeAsString(), FileAccess::kPrivate);
  }
  if (!status.ok()) return status;
  return CreateLocalFile(StatementPath(path), made.statement.Encode(), FileAccess::kPrivate);
}

absl::Status CheckBelongTogether(const PendingDirectory& batch) {
  const v1::IssueBatch& act = batch.statement.statement().issue_batch();
  std::vector<crypto::Hash> hashes;
  for (const v1::PendingCertificate& certificate : batch.pending.certificates()) {
    hashes.push_back(crypto::HashLeaf(certificate.leaf()));
  }
  if (batch.pending.statement_digest() != batch.statement.digest().view() ||
      crypto::RootOf(hashes).view() != act.leaves_root()) {
    return absl::DataLossError(
        absl::StrCat(batch.path, ": batch.statement and pending.batch do not belong together"));
  }
  return absl::OkStatus();
}

absl::StatusOr<PendingDirectory> ReadBatch(const std::string& path) {
  absl::StatusOr<StatementInMaking> statement = ReadStatementFile(StatementPath(path));
  if (!statement.ok()) return statement.status();
  const absl::StatusOr<std::string> bytes = ReadLocalFile(PendingPath(path));
  if (!bytes.ok()) return bytes.status();
  PendingDirectory batch{path, *std::move(statement), {}};
  if (!batch.pending.ParseFromString(*bytes)) {
    return absl::DataLossError(absl::StrCat(PendingPath(path), ": damaged"));
  }
  absl::Status status = CheckBelongTogether(batch);
  if (!status.ok()) return status;
  return batch;
}

}  // namespace

std::vector<std::string> PendingDirectory::Leaves() const {
  std::vector<std::string> leaves;
  for (const v1::PendingCertificate& certificate : pending.certificates()) {
    leaves.push_back(certificate.leaf());
  }
  return leaves;
}

absl::Status WritePendingBatches(const std::string& directory,
                                 absl::Span<const MadeBatch> batches) {
  if (Exists(BatchPath(directory, 1))) {
    return absl::AlreadyExistsError(
        absl::StrCat(directory, " holds batches already: finish them with `linkcert issue submit ",
                     directory, "`, or choose another directory"));
  }
  absl::Status status = MakeLocalDirectory(directory, FileAccess::kPrivate);
  // The first one last: once it is there, all are.
  for (size_t number = batches.size(); status.ok() && number > 0; --number) {
    status = WriteBatch(BatchPath(directory, number), batches[number - 1]);
  }
  return status;
}

absl::StatusOr<std::vector<PendingDirectory>> ReadPendingBatches(const std::string& directory) {
  std::vector<PendingDirectory> batches;
  while (Exists(BatchPath(directory, batches.size() + 1))) {
    absl::StatusOr<PendingDirectory> batch = ReadBatch(BatchPath(directory, batches.size() + 1));
    if (!batch.ok()) return batch.status();
    batches.push_back(*std::move(batch));
  }
  if (batches.empty()) {
    return absl::NotFoundError(absl::StrCat(directory, ": no batches (batch-1/batch.statement)"));
  }
  return batches;
}

absl::Status WriteStatement(const PendingDirectory& batch) {
  return WriteLocalFile(StatementPath(batch.path), batch.statement.Encode(), FileAccess::kPrivate);
}

}  // namespace linkcert::client
