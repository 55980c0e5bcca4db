#include "tests/faults/ledger.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>

#include "absl/strings/str_cat.h"

namespace linkcert::faults {

absl::StatusOr<std::unique_ptr<Ledger>> Ledger::Create(const std::string& path) {
  int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return absl::ErrnoToStatus(errno, path);
  return std::unique_ptr<Ledger>(new Ledger(path, file));
}

Ledger::~Ledger() { close(file_); }

absl::Status Ledger::Append(const Acknowledgement& a) {
  const std::string line = absl::StrCat(a.statement.ToHex(), " ", a.begin, " ", a.end, " ", a.size,
                                        " ", a.root.ToHex(), "\n");
  std::lock_guard<std::mutex> lock(mutex_);
  if (write(file_, line.data(), line.size()) != static_cast<ssize_t>(line.size()) ||
      fdatasync(file_) != 0) {
    return absl::ErrnoToStatus(errno, path_);
  }
  ++size_;
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Acknowledgement>> Ledger::Read() const {
  std::ifstream in(path_);
  std::vector<Acknowledgement> all;
  std::string statement;
  std::string root;
  Acknowledgement a;
  while (in >> statement >> a.begin >> a.end >> a.size >> root) {
    auto statement_hash = crypto::Hash::FromHex(statement);
    auto root_hash = crypto::Hash::FromHex(root);
    if (!statement_hash.ok() || !root_hash.ok()) return absl::DataLossError(path_);
    a.statement = *statement_hash;
    a.root = *root_hash;
    all.push_back(a);
  }
  return all;
}

size_t Ledger::size() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return size_;
}

}  // namespace linkcert::faults
