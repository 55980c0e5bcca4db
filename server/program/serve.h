// `linkcert-server serve`: from opening the store to the last answer.
#ifndef LINKCERT_SERVER_PROGRAM_SERVE_H_
#define LINKCERT_SERVER_PROGRAM_SERVE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "server/events/event_log.h"
#include "server/log/clock.h"
#include "server/log/log_identity.h"
#include "server/log/registry_log.h"
#include "server/program/grpc_server.h"
#include "server/program/stop_signal.h"

namespace linkcert::server {

struct ServeOptions {
  std::string data_directory;  // made if missing; its parent must exist
  std::string anchor_path;     // empty = `anchor` in the data directory
  GrpcServer::Options grpc;
  std::string port_file;            // gets the port in decimal, once serving; empty = none
  size_t workers = 0;               // 0 = one a processor
  size_t max_waiting_calls = 4096;  // for a worker; as many stream messages
  size_t max_waiting_bytes = size_t{64} << 20;
  uint64_t min_free_bytes = uint64_t{512} << 20;
  uint64_t max_drain_ms = 30'000;
  // Of personal data; none without a directory. Its master key is read again on SIGHUP.
  std::string vault_directory;   // made if missing; its parent must exist
  std::string vault_master_key;  // as MasterKeys::Load takes it
  // Signs erasures and verification receipts; needed with a vault.
  const crypto::Signer* registry_key = nullptr;
  const Clock* clock = nullptr;  // null = the machine's
  RegistryLogOptions log;
};

// Serves until `stop`, then drains: OK. Otherwise the error that kept it from serving, or that
// stopped the sequencer for good; the process should end with a failure then, and be started anew.
absl::Status Serve(const ServeOptions& options, const LogIdentity& log, EventLog* events,
                   StopSignal* stop);

// Where the store lies in a data directory, and where the anchor lies by default.
std::string StoreDirectory(const std::string& data_directory);
std::string DefaultAnchorPath(const std::string& data_directory);

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_PROGRAM_SERVE_H_
