// Small files read and written whole: keys and settings. Thread-safe, but WriteNewPrivateFile,
// which changes the process's umask while it runs.
#ifndef LINKCERT_STORAGE_SMALL_FILE_H_
#define LINKCERT_STORAGE_SMALL_FILE_H_

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace linkcert::storage {

inline constexpr size_t kMaxSmallFileBytes = 16384;

// The first kMaxSmallFileBytes; NotFound or another error of the file system.
absl::StatusOr<std::string> ReadSmallFile(const std::string& path);
// The same; FailedPrecondition unless the file is its owner's alone.
absl::StatusOr<std::string> ReadPrivateFile(const std::string& path);

// AlreadyExists rather than replace a file. Durable but for the name (SyncParentDirectory).
absl::Status WriteNewFile(const std::string& path, absl::string_view bytes);
// The same for a file that at no time anybody but its owner can read.
absl::Status WriteNewPrivateFile(const std::string& path, absl::string_view bytes);

}  // namespace linkcert::storage

#endif  // LINKCERT_STORAGE_SMALL_FILE_H_
