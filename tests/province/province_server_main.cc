// linkcert-province-server: linkcert-server itself, but that `--clock FILE` gives it a clock that
// another process sets. Years pass in minutes; all else is what the server does.
#include <iostream>
#include <string>
#include <vector>

#include "server/events/event_log.h"
#include "server/program/commands.h"
#include "server/program/config.h"
#include "tests/province/shared_clock.h"

namespace linkcert::province {
namespace {

struct Arguments {
  std::string clock;              // file
  std::vector<const char*> rest;  // linkcert-server's own
};

Arguments Split(int argc, char** argv) {
  Arguments arguments;
  for (int i = 0; i < argc; ++i) {
    if (std::string(argv[i]) == "--clock" && i + 1 < argc) {
      arguments.clock = argv[++i];
    } else {
      arguments.rest.push_back(argv[i]);
    }
  }
  return arguments;
}

absl::Status Run(server::Config config, const std::string& clock_path, server::EventLog* events) {
  auto clock = SharedClock::Open(clock_path);
  if (!clock.ok()) return clock.status();
  config.serve.clock = clock->get();
  return server::RunCommand(config, events);
}

}  // namespace
}  // namespace linkcert::province

int main(int argc, char** argv) {
  using namespace linkcert;
  const province::Arguments arguments = province::Split(argc, argv);
  const server::ParsedCommandLine parsed =
      server::ParseCommandLine(static_cast<int>(arguments.rest.size()), arguments.rest.data());
  if (!parsed.config.has_value()) return parsed.exit_code;
  server::EventLog events(&std::cerr);
  const absl::Status status = province::Run(*parsed.config, arguments.clock, &events);
  if (status.ok()) return 0;
  events.Write(server::Severity::kError, "exit", {{"error", status.ToString()}});
  return 1;
}
