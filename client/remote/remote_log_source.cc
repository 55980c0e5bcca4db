#include "client/remote/remote_log_source.h"

namespace linkcert::client {

absl::StatusOr<OpenedLog> OpenRemoteLog(const RemoteOptions& options) {
  absl::StatusOr<std::unique_ptr<Remote>> remote = Remote::Connect(options);
  if (!remote.ok()) return remote.status();
  OpenedLog log;
  log.prove = (*remote)->Prover();
  log.source = std::make_unique<RemoteLogSource>(*std::move(remote));
  return log;
}

}  // namespace linkcert::client
