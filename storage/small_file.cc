#include "storage/small_file.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>

#include "absl/strings/str_cat.h"
#include "storage/posix_file.h"

namespace linkcert::storage {
namespace {

constexpr mode_t kOwnerOnly = 0600;
constexpr mode_t kOthers = 0077;

}  // namespace

absl::StatusOr<std::string> ReadSmallFile(const std::string& path) {
  auto file = PosixFile::Open(path, O_RDONLY);
  if (!file.ok()) return file.status();
  return file->Read(kMaxSmallFileBytes);
}

absl::StatusOr<std::string> ReadPrivateFile(const std::string& path) {
  struct stat about {};
  if (stat(path.c_str(), &about) != 0) return absl::ErrnoToStatus(errno, path);
  if ((about.st_mode & kOthers) != 0) {
    return absl::FailedPreconditionError(
        absl::StrCat(path, " can be used by others than its owner: chmod 600"));
  }
  return ReadSmallFile(path);
}

absl::Status WriteNewFile(const std::string& path, absl::string_view bytes) {
  auto file = PosixFile::Open(path, O_WRONLY | O_CREAT | O_EXCL);
  if (!file.ok()) return file.status();
  absl::Status status = file->WriteAt(0, bytes);
  return status.ok() ? file->Sync() : status;
}

absl::Status WriteNewPrivateFile(const std::string& path, absl::string_view bytes) {
  const mode_t before = umask(kOthers);
  const absl::Status status = WriteNewFile(path, bytes);
  umask(before);
  if (!status.ok()) return status;
  return chmod(path.c_str(), kOwnerOnly) == 0 ? absl::OkStatus() : absl::ErrnoToStatus(errno, path);
}

}  // namespace linkcert::storage
