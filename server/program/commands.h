// The commands of linkcert-server, from configuration to exit.
#ifndef LINKCERT_SERVER_PROGRAM_COMMANDS_H_
#define LINKCERT_SERVER_PROGRAM_COMMANDS_H_

#include "absl/status/status.h"
#include "server/events/event_log.h"
#include "server/program/config.h"

namespace linkcert::server {

// Runs the command; what it found goes to standard output, what happened to `events`. Any error
// means exit code 1.
absl::Status RunCommand(const Config& config, EventLog* events);

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_PROGRAM_COMMANDS_H_
