// The few file system calls that the store needs, with statuses. Thread-compatible.
#ifndef LINKCERT_STORAGE_POSIX_FILE_H_
#define LINKCERT_STORAGE_POSIX_FILE_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace linkcert::storage {

// An open file, closed with the object. Errors carry the code of errno and the path.
class PosixFile {
 public:
  // `flags` and the mode 0640 go to open(2).
  static absl::StatusOr<PosixFile> Open(const std::string& path, int flags);
  PosixFile(PosixFile&& other) noexcept;
  PosixFile& operator=(PosixFile&& other) noexcept;
  ~PosixFile();

  // FailedPrecondition if another open file holds the lock (flock(2)); kept until closed.
  absl::Status Lock() const;
  // Up to `count` bytes from the start: fewer only at the end of the file.
  absl::StatusOr<std::string> Read(size_t count) const;
  absl::Status WriteAt(uint64_t offset, absl::string_view bytes) const;
  absl::Status Sync() const;  // fdatasync(2); on a directory, its names

 private:
  PosixFile(int descriptor, std::string path);

  int descriptor_;  // -1 when moved from
  std::string path_;
};

// Both are durable when OK: the directory that holds `path` or `to` is synced.
absl::Status CreateDirectory(const std::string& path);  // OK if it is there already
absl::Status Rename(const std::string& from, const std::string& to);

// Makes the name of a new file durable.
absl::Status SyncParentDirectory(const std::string& path);

// What an unprivileged process may still write on the file system of `path`.
absl::StatusOr<uint64_t> FreeBytes(const std::string& path);

}  // namespace linkcert::storage

#endif  // LINKCERT_STORAGE_POSIX_FILE_H_
