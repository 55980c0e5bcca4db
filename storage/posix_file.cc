#include "storage/posix_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <utility>

#include "absl/strings/str_cat.h"

namespace linkcert::storage {
namespace {

absl::Status ErrnoStatus(absl::string_view call, const std::string& path) {
  return absl::ErrnoToStatus(errno, absl::StrCat(call, " ", path));
}

}  // namespace

PosixFile::PosixFile(int descriptor, std::string path)
    : descriptor_(descriptor), path_(std::move(path)) {}

PosixFile::PosixFile(PosixFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), path_(std::move(other.path_)) {}

PosixFile& PosixFile::operator=(PosixFile&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(path_, other.path_);
  return *this;
}

PosixFile::~PosixFile() {
  if (descriptor_ >= 0) close(descriptor_);
}

absl::StatusOr<PosixFile> PosixFile::Open(const std::string& path, int flags) {
  const int descriptor = open(path.c_str(), flags | O_CLOEXEC, 0640);
  if (descriptor < 0) return ErrnoStatus("open", path);
  return PosixFile(descriptor, path);
}

absl::Status PosixFile::Lock() const {
  if (flock(descriptor_, LOCK_EX | LOCK_NB) == 0) return absl::OkStatus();
  if (errno != EWOULDBLOCK) return ErrnoStatus("flock", path_);
  return absl::FailedPreconditionError(absl::StrCat(path_, " is open elsewhere"));
}

absl::StatusOr<std::string> PosixFile::Read(size_t count) const {
  std::string bytes(count, '\0');
  size_t done = 0;
  while (done < count) {
    const ssize_t n = pread(descriptor_, &bytes[done], count - done, static_cast<off_t>(done));
    if (n == 0) break;
    if (n < 0 && errno != EINTR) return ErrnoStatus("pread", path_);
    if (n > 0) done += static_cast<size_t>(n);
  }
  bytes.resize(done);
  return bytes;
}

absl::Status PosixFile::WriteAt(uint64_t offset, absl::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t n = pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (n < 0 && errno != EINTR) return ErrnoStatus("pwrite", path_);
    if (n <= 0) continue;
    bytes.remove_prefix(static_cast<size_t>(n));
    offset += static_cast<uint64_t>(n);
  }
  return absl::OkStatus();
}

absl::Status PosixFile::Sync() const {
  if (fdatasync(descriptor_) != 0) return ErrnoStatus("fdatasync", path_);
  return absl::OkStatus();
}

absl::Status SyncParentDirectory(const std::string& path) {
  const size_t slash = path.find_last_of('/');
  std::string parent = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  absl::StatusOr<PosixFile> directory = PosixFile::Open(parent, O_RDONLY | O_DIRECTORY);
  if (!directory.ok()) return directory.status();
  return directory->Sync();
}

absl::Status CreateDirectory(const std::string& path) {
  if (mkdir(path.c_str(), 0750) == 0) return SyncParentDirectory(path);
  if (errno == EEXIST) return absl::OkStatus();
  return ErrnoStatus("mkdir", path);
}

absl::Status Rename(const std::string& from, const std::string& to) {
  if (std::rename(from.c_str(), to.c_str()) != 0) return ErrnoStatus("rename", from);
  return SyncParentDirectory(to);
}

absl::StatusOr<uint64_t> FreeBytes(const std::string& path) {
  struct statvfs volume;
  if (statvfs(path.c_str(), &volume) != 0) return ErrnoStatus("statvfs", path);
  return uint64_t{volume.f_bavail} * volume.f_frsize;
}

}  // namespace linkcert::storage
