// The options of `serve` beside where its files lie. Private to config.cc.
#ifndef LINKCERT_SERVER_PROGRAM_SERVING_OPTIONS_H_
#define LINKCERT_SERVER_PROGRAM_SERVING_OPTIONS_H_

#include "server/program/config.h"

namespace CLI {
class App;
}  // namespace CLI

namespace linkcert::server {

// Network, TLS and callers, rates, vault, limits, the log's clock and heartbeat. `config` must
// outlive the parsing.
void AddServingOptions(CLI::App* app, Config& config);

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_PROGRAM_SERVING_OPTIONS_H_
