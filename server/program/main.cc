#include <iostream>

#include "server/events/event_log.h"
#include "server/program/commands.h"
#include "server/program/config.h"

int main(int argc, char** argv) {
  using namespace linkcert::server;
  const ParsedCommandLine parsed = ParseCommandLine(argc, argv);
  if (!parsed.config.has_value()) return parsed.exit_code;
  EventLog events(&std::cerr);
  const absl::Status status = RunCommand(*parsed.config, &events);
  if (status.ok()) return 0;
  events.Write(Severity::kError, "exit", {{"error", status.ToString()}});
  return 1;
}
