// How far a long run has come, for whoever watches it.
#ifndef LINKCERT_CLIENT_PROGRAM_PROGRESS_H_
#define LINKCERT_CLIENT_PROGRAM_PROGRESS_H_

#include <cstdint>
#include <functional>
#include <string>

#include "client/program/command.h"

namespace linkcert::client {

// A bar that rewrites itself on standard error; empty when that is no terminal.
std::function<void(uint64_t done, uint64_t size)> ProgressOn(CommandContext& context);

// "[######..............] 3072 / 10000"
std::string ProgressBar(uint64_t done, uint64_t size);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_PROGRAM_PROGRESS_H_
