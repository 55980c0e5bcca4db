// A log behind a gRPC server, for auditors and exports.
#ifndef LINKCERT_CLIENT_REMOTE_REMOTE_LOG_SOURCE_H_
#define LINKCERT_CLIENT_REMOTE_REMOTE_LOG_SOURCE_H_

#include <memory>
#include <string>
#include <utility>

#include "client/audit/log_source.h"
#include "client/remote/remote.h"

namespace linkcert::client {

class RemoteLogSource : public LogSource {
 public:
  explicit RemoteLogSource(std::unique_ptr<Remote> remote) : remote_(std::move(remote)) {}

  absl::StatusOr<std::string> Checkpoint() override { return remote_->GetCheckpoint(); }
  absl::Status Entries(uint64_t begin, uint64_t end, OnEntry on_entry) override {
    if (begin == end) return absl::OkStatus();
    return remote_->GetEntries(begin, end, on_entry);
  }

 private:
  const std::unique_ptr<Remote> remote_;
};

// Connects; a server keeps its hash tiles to itself.
absl::StatusOr<OpenedLog> OpenRemoteLog(const RemoteOptions& options);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_REMOTE_REMOTE_LOG_SOURCE_H_
