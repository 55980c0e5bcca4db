#include "client/local_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "crypto/hash.h"

namespace linkcert::client {
namespace {

absl::Status FileError(int error, absl::string_view what, const std::string& path) {
  const std::string message = absl::StrCat(what, " ", path, ": ", std::strerror(error));
  switch (error) {
    case ENOENT:
      return absl::NotFoundError(message);
    case EEXIST:
      return absl::AlreadyExistsError(message);
    case EACCES:
    case EPERM:
      return absl::PermissionDeniedError(message);
    case ENOSPC:
    case EDQUOT:
      return absl::ResourceExhaustedError(message);
    default:
      return absl::UnknownError(message);
  }
}

// Closes at the end of its scope.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ > STDERR_FILENO) close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

absl::Status WriteAll(int fd, absl::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t written = write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return FileError(errno, "cannot write", path);
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return absl::OkStatus();
}

mode_t ModeOf(FileAccess access) { return access == FileAccess::kPrivate ? 0600 : 0644; }

absl::Status SyncDirectory(const std::string& path) {
  const Descriptor directory(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory.get() < 0) return FileError(errno, "cannot open", path);
  if (fsync(directory.get()) != 0) return FileError(errno, "cannot sync", path);
  return absl::OkStatus();
}

// The bytes in a new file beside `path`, on disk; returns its name.
absl::StatusOr<std::string> WriteBeside(const std::string& path, absl::string_view bytes,
                                        FileAccess access) {
  const std::string suffix = absl::BytesToHexString(crypto::RandomBytes(6));
  const std::string name = absl::StrCat(path, ".", suffix, ".tmp");
  const Descriptor file(
      open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, ModeOf(access)));
  if (file.get() < 0) return FileError(errno, "cannot create", path);
  absl::Status status = WriteAll(file.get(), bytes, path);
  if (status.ok() && fsync(file.get()) != 0) status = FileError(errno, "cannot sync", path);
  if (status.ok()) return name;
  unlink(name.c_str());
  return status;
}

}  // namespace

absl::StatusOr<std::string> ReadLocalFile(const std::string& path) {
  const Descriptor file(path == "-" ? STDIN_FILENO : open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return FileError(errno, "cannot read", path);
  std::string bytes;
  std::array<char, 65536> chunk;
  while (true) {
    const ssize_t count = read(file.get(), chunk.data(), chunk.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return FileError(errno, "cannot read", path);
    if (count == 0) return bytes;
    bytes.append(chunk.data(), static_cast<size_t>(count));
    if (bytes.size() > kMaxLocalFileSizeBytes) {
      return absl::ResourceExhaustedError(absl::StrCat(path, " is over 64 MiB"));
    }
  }
}

absl::Status WriteLocalFile(const std::string& path, absl::string_view bytes, FileAccess access) {
  if (path == "-") return WriteAll(STDOUT_FILENO, bytes, "standard output");
  const absl::StatusOr<std::string> written = WriteBeside(path, bytes, access);
  if (!written.ok()) return written.status();
  if (rename(written->c_str(), path.c_str()) != 0) {
    const int error = errno;
    unlink(written->c_str());
    return FileError(error, "cannot replace", path);
  }
  return SyncDirectory(DirectoryOf(path));
}

absl::Status CreateLocalFile(const std::string& path, absl::string_view bytes, FileAccess access) {
  const absl::StatusOr<std::string> written = WriteBeside(path, bytes, access);
  if (!written.ok()) return written.status();
  // A link, unlike a rename, fails when the name is taken.
  const int error = link(written->c_str(), path.c_str()) == 0 ? 0 : errno;
  unlink(written->c_str());
  if (error != 0) return FileError(error, "cannot create", path);
  return SyncDirectory(DirectoryOf(path));
}

absl::Status MakeLocalDirectory(const std::string& path, FileAccess access) {
  std::error_code error;
  const std::string above = DirectoryOf(path);
  std::filesystem::create_directories(above, error);
  if (error) return FileError(error.value(), "cannot create", above);
  if (mkdir(path.c_str(), access == FileAccess::kPrivate ? 0700 : 0755) == 0) {
    return SyncDirectory(above);
  }
  const int failure = errno;
  if (failure == EEXIST && std::filesystem::is_directory(path, error)) return absl::OkStatus();
  return FileError(failure, "cannot create", path);
}

std::string PathIn(const std::string& directory, absl::string_view name) {
  if (directory.empty() || name == "-" || (!name.empty() && name.front() == '/')) {
    return std::string(name);
  }
  return absl::StrCat(directory, "/", name);
}

std::string DirectoryOf(const std::string& path) {
  const std::string parent = std::filesystem::path(path).parent_path().string();
  return parent.empty() ? "." : parent;
}

}  // namespace linkcert::client
