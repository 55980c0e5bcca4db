#include "client/issue/pending_batch.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/issue/pending_check.h"
#include "client/local_file.h"
#include "proto/statement.h"
#include "rules/prepare.h"

namespace linkcert::client {
namespace {

std::string BatchPath(const std::string& directory, size_t number) {
  return absl::StrCat(directory, "/batch-", number);
}
std::string StatementPath(const std::string& batch) { return batch + "/batch.statement"; }
std::string PendingPath(const std::string& batch) { return batch + "/pending.batch"; }

// A batch is there from when its statement is, which is written last.
bool IsThere(const std::string& directory, size_t number) {
  std::error_code error;
  return std::filesystem::exists(StatementPath(BatchPath(directory, number)), error);
}

// Nothing is sent before all batches are there.
constexpr size_t kMaxBatches = 1000;
absl::Status CheckNoneBehind(const std::string& directory, size_t count) {
  for (size_t number = count + 2; number <= kMaxBatches; ++number) {
    if (!IsThere(directory, number)) continue;
    return absl::FailedPreconditionError(absl::StrCat(
        directory, ": batch-", number, " is there but batch-", count + 1,
        " is not: a run that broke off before anything was sent (issue again into another "
        "directory), or batch-",
        count + 1, " was taken away (bring it back)"));
  }
  return absl::OkStatus();
}

// Two runs that write the same directory would leave the salts of the one beside the statement of
// the other. Lasts as long as the object, or the process.
class DirectoryLock {
 public:
  explicit DirectoryLock(const std::string& directory)
      : file_(open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    held_ = file_ >= 0 && flock(file_, LOCK_EX | LOCK_NB) == 0;
  }
  ~DirectoryLock() {
    if (file_ >= 0) close(file_);
  }
  DirectoryLock(const DirectoryLock&) = delete;
  DirectoryLock& operator=(const DirectoryLock&) = delete;
  bool is_held() const { return held_; }

 private:
  const int file_;
  bool held_ = false;
};

absl::Status WriteBatch(const std::string& path, const MadeBatch& made) {
  absl::Status status = MakeLocalDirectory(path, FileAccess::kPrivate);
  if (status.ok()) {
    // Without its statement nobody has signed it: what a broken-off run left is replaced.
    status =
        WriteLocalFile(PendingPath(path), made.pending.SerializeAsString(), FileAccess::kPrivate);
  }
  if (!status.ok()) return status;
  return CreateLocalFile(StatementPath(path), made.statement.Encode(), FileAccess::kPrivate);
}

}  // namespace

std::vector<std::string> PendingDirectory::Claims() const {
  std::vector<std::string> claims;
  for (const v1::PendingCertificate& certificate : pending.certificates()) {
    claims.insert(claims.end(), certificate.claims().begin(), certificate.claims().end());
  }
  return claims;
}

std::vector<std::string> PendingDirectory::Leaves() const {
  std::vector<std::string> leaves;
  for (const v1::PendingCertificate& certificate : pending.certificates()) {
    leaves.push_back(certificate.leaf());
  }
  return leaves;
}

absl::StatusOr<PendingDirectory> ReadPendingBatch(const std::string& path) {
  absl::StatusOr<StatementInMaking> statement = ReadStatementFile(StatementPath(path));
  if (!statement.ok()) return statement.status();
  const absl::StatusOr<std::string> bytes = ReadLocalFile(PendingPath(path));
  if (!bytes.ok()) return bytes.status();
  PendingDirectory batch{path, *std::move(statement), {}};
  if (!batch.pending.ParseFromString(*bytes)) {
    return absl::DataLossError(absl::StrCat(PendingPath(path), ": damaged"));
  }
  const absl::Status status = CheckPending(batch.statement, batch.pending);
  if (status.ok()) return batch;
  return absl::Status(status.code(), absl::StrCat(path, ": ", status.message()));
}

absl::Status WritePendingBatches(const std::string& directory,
                                 absl::Span<const MadeBatch> batches) {
  absl::Status status = MakeLocalDirectory(directory, FileAccess::kPrivate);
  if (!status.ok()) return status;
  const DirectoryLock lock(directory);
  if (!lock.is_held()) {
    return absl::AlreadyExistsError(absl::StrCat(directory, ": another run writes there"));
  }
  if (IsThere(directory, 1)) {
    return absl::AlreadyExistsError(
        absl::StrCat(directory, " holds batches already: finish them with `linkcert issue submit ",
                     directory, "`, or choose another directory"));
  }
  status = CheckNoneBehind(directory, 0);
  // The first one last: once it is there, all are.
  for (size_t number = batches.size(); status.ok() && number > 0; --number) {
    status = WriteBatch(BatchPath(directory, number), batches[number - 1]);
  }
  return status;
}

absl::StatusOr<std::vector<PendingDirectory>> ReadPendingBatches(const std::string& directory) {
  std::vector<PendingDirectory> batches;
  while (IsThere(directory, batches.size() + 1)) {
    absl::StatusOr<PendingDirectory> batch =
        ReadPendingBatch(BatchPath(directory, batches.size() + 1));
    if (!batch.ok()) return batch.status();
    batches.push_back(*std::move(batch));
  }
  absl::Status status = CheckNoneBehind(directory, batches.size());
  if (!status.ok()) return status;
  if (batches.empty()) {
    return absl::NotFoundError(absl::StrCat(directory, ": no batches (batch-1/batch.statement)"));
  }
  return batches;
}

std::string StatementPathOf(const PendingDirectory& batch) { return StatementPath(batch.path); }

std::string ReceiptPathOf(const PendingDirectory& batch) { return batch.path + "/receipt"; }

std::string NameOf(const PendingDirectory& batch) {
  const v1::Statement& statement = batch.statement.statement();
  if (statement.has_issue_batch()) return statement.issue_batch().batch_number();
  return absl::StrCat(proto::ActName(proto::ActNumber(statement)), " of batch ",
                      rules::OriginalBatchOf(statement));
}

absl::Status WriteStatement(const PendingDirectory& batch) {
  return WriteLocalFile(StatementPath(batch.path), batch.statement.Encode(), FileAccess::kPrivate);
}

}  // namespace linkcert::client
