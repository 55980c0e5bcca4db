// The client's own memory of what it was promised, on disk before it counts: one line for each
// acknowledgement, fdatasync'ed.
#ifndef LINKCERT_TESTS_FAULTS_LEDGER_H_
#define LINKCERT_TESTS_FAULTS_LEDGER_H_

#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "crypto/checkpoint.h"
#include "crypto/hash.h"

namespace linkcert::faults {

// What a receipt promised: this statement stands at [begin, end) of a log with this head.
struct Acknowledgement {
  crypto::Hash statement;  // SHA-256 of its bytes
  uint64_t begin = 0;
  uint64_t end = 0;
  uint64_t size = 0;
  crypto::Hash root;
};

// Thread-safe.
class Ledger {
 public:
  static absl::StatusOr<std::unique_ptr<Ledger>> Create(const std::string& path);
  ~Ledger();

  // Returns when the line is durable.
  absl::Status Append(const Acknowledgement& acknowledgement);
  // All lines, read back from the file.
  absl::StatusOr<std::vector<Acknowledgement>> Read() const;
  size_t size() const;

 private:
  Ledger(std::string path, int file) : path_(std::move(path)), file_(file) {}

  const std::string path_;
  const int file_;
  mutable std::mutex mutex_;
  size_t size_ = 0;  // guarded by mutex_
};

}  // namespace linkcert::faults

#endif  // LINKCERT_TESTS_FAULTS_LEDGER_H_
