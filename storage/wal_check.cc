#include "storage/wal_check.h"

#include <fcntl.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <system_error>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "storage/posix_file.h"

namespace linkcert::storage {
namespace {

// https://github.com/facebook/rocksdb/wiki/Write-Ahead-Log-File-Format: blocks of 32 KiB, records
// of checksum (4), length (2, little-endian), type (1) and payload that stay within a block, and
// zeros where a header doesn't fit any more.
constexpr size_t kBlockBytes = 32768;
constexpr size_t kHeaderBytes = 7;
enum RecordType { kFull = 1, kFirst = 2, kMiddle = 3, kLast = 4 };

struct LogFile {
  std::string path;
  uint64_t size_bytes = 0;
};

// By number, oldest first. A name that is no number is none of RocksDB's logs.
absl::StatusOr<std::map<uint64_t, LogFile>> ListLogs(const std::string& directory) {
  std::map<uint64_t, LogFile> logs;
  std::error_code error;
  std::filesystem::directory_iterator file(directory, error);
  for (; !error && file != std::filesystem::directory_iterator(); file.increment(error)) {
    const std::filesystem::path& path = file->path();
    uint64_t number = 0;
    if (path.extension() != ".log" || !absl::SimpleAtoi(path.stem().string(), &number)) continue;
    logs[number] = {path.string(), file->file_size(error)};
    if (error) break;
  }
  if (error) return absl::UnavailableError(absl::StrCat(directory, ": ", error.message()));
  return logs;
}

absl::StatusOr<bool> IsWhole(const LogFile& log) {
  absl::StatusOr<PosixFile> file = PosixFile::Open(log.path, O_RDONLY);
  if (!file.ok()) return file.status();
  absl::StatusOr<std::string> content = file->Read(log.size_bytes);
  if (!content.ok()) return content.status();
  return IsWholeLog(*content);
}

}  // namespace

bool IsWholeLog(absl::string_view content) {
  bool open = false;  // a record was begun and goes on in the next fragment
  size_t at = 0;
  while (at < content.size()) {
    const size_t left = kBlockBytes - at % kBlockBytes;
    if (left < kHeaderBytes) {
      at += left;
      continue;
    }
    if (content.size() - at < kHeaderBytes) return false;
    const auto byte = [&](size_t i) { return static_cast<unsigned char>(content[at + i]); };
    const int type = byte(6);
    const size_t end = at + kHeaderBytes + byte(4) + 256u * byte(5);
    if (type < kFull || type > kLast || open != (type == kMiddle || type == kLast)) return false;
    if (end > at + left || end > content.size()) return false;
    open = type == kFirst || type == kMiddle;
    at = end;
  }
  return !open;
}

absl::Status CheckWriteAheadLogs(const std::string& directory) {
  absl::StatusOr<std::map<uint64_t, LogFile>> logs = ListLogs(directory);
  if (!logs.ok()) return logs.status();
  while (!logs->empty() && logs->rbegin()->second.size_bytes == 0) logs->erase(--logs->end());
  if (!logs->empty()) logs->erase(--logs->end());  // the newest with records may be cut short
  for (const auto& [number, log] : *logs) {
    absl::StatusOr<bool> whole = IsWhole(log);
    if (!whole.ok()) return whole.status();
    if (!*whole) {
      return absl::DataLossError(absl::StrCat(log.path, " breaks off before later commits"));
    }
  }
  return absl::OkStatus();
}

}  // namespace linkcert::storage
