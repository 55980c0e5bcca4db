// Where a command may write: never over what cannot be made again.
#ifndef LINKCERT_CLIENT_PROGRAM_OUTPUT_PATH_H_
#define LINKCERT_CLIENT_PROGRAM_OUTPUT_PATH_H_

#include <CLI/CLI.hpp>
#include <string>

namespace linkcert::client {

// A check of an option's path: it is not there yet, or a regular file that is no certificate, set,
// verification receipt, statement, key or pending batch by its name, unless its name ends in
// `own_extension` (".linkcertset"; empty = none). "-" passes.
CLI::Validator ReplaceableFile(const std::string& own_extension = "");

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_PROGRAM_OUTPUT_PATH_H_
