// Asking a registry what it would say, before anything is signed.
#ifndef LINKCERT_CLIENT_PROGRAM_REGISTRY_CHECK_H_
#define LINKCERT_CLIENT_PROGRAM_REGISTRY_CHECK_H_

#include <string>
#include <vector>

#include "client/program/command.h"
#include "client/program/issuing_options.h"
#include "client/statement/statement_file.h"

namespace linkcert::client {

// Prints what the registry would log now, with its warnings; or complains with the refusal, and
// returns false.
bool CheckAtRegistry(const StatementInMaking& statement, const std::vector<std::string>& leaves,
                     Remote& remote, const OutputOptions& output, CommandContext& context);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_PROGRAM_REGISTRY_CHECK_H_
