// Files of the one who runs the program. Thread-safe.
#ifndef LINKCERT_CLIENT_LOCAL_FILE_H_
#define LINKCERT_CLIENT_LOCAL_FILE_H_

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace linkcert::client {

inline constexpr size_t kMaxLocalFileSizeBytes = size_t{64} << 20;

enum class FileAccess {
  kPublic,   // 0644, less the umask
  kPrivate,  // 0600: keys, salts, personal data
};

// The whole of a file; "-" is standard input. NotFound, PermissionDenied, ResourceExhausted over
// 64 MiB; the message names the file.
absl::StatusOr<std::string> ReadLocalFile(const std::string& path);

// On OK the bytes and the name are on disk (fsync of file and directory). A file that was there is
// replaced whole or not at all; "-" is standard output.
absl::Status WriteLocalFile(const std::string& path, absl::string_view bytes, FileAccess access);
// The same, but AlreadyExists when the file is there.
absl::Status CreateLocalFile(const std::string& path, absl::string_view bytes, FileAccess access);

// Makes the directory and those above it; a new one is 0700 when private. OK when it is there.
absl::Status MakeLocalDirectory(const std::string& path, FileAccess access);

// `name` as seen from `directory`: itself when absolute or "-" or when `directory` is empty.
std::string PathIn(const std::string& directory, absl::string_view name);
// Directory that `path` lies in; "." for a bare name.
std::string DirectoryOf(const std::string& path);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_LOCAL_FILE_H_
