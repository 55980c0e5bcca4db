// What `linkcert issue` and its parts do.
#ifndef LINKCERT_CLIENT_PROGRAM_ISSUE_RUN_H_
#define LINKCERT_CLIENT_PROGRAM_ISSUE_RUN_H_

#include <functional>
#include <string>
#include <vector>

#include "client/program/command.h"
#include "client/program/issuing_options.h"
#include "client/program/memory_options.h"
#include "client/remote/remote.h"
#include "crypto/keys.h"

namespace linkcert::client {

struct IssueOptions {
  std::string sheet_path;
  std::string description_path;
  std::string directory;
  std::string resume_directory;
  bool preview = false;
  bool to_vault = false;                  // the claims go to the registry's vault, too
  std::vector<std::string> signer_paths;  // public keys, for prepare
  SignerOptions signers;
  RegistryOptions registry;
  std::string policy_path;
  RemoteOptions server;
  MemoryOptions memory;
  OutputOptions output;
};

// Preview, prepare, sign and submit at one go; only the preview, only unsigned batches for signers
// elsewhere, or only the rest of an earlier run, when the options say so.
void RunIssue(const IssueOptions& options, CommandContext& context);

// Writes unsigned batches for these signers to options.directory; false when it did not, or was
// asked for a preview only.
using PrepareFor = std::function<bool(std::vector<crypto::KeyId> signers)>;
// The same with another way to prepare, but for the rest of an earlier run.
void RunIssuing(const IssueOptions& options, const PrepareFor& prepare, CommandContext& context);
// Submits the signed batches of `directory` and writes certificate files and the result sheet, also
// when the policy's quorum is not met.
void SubmitDirectory(const IssueOptions& options, const std::string& directory,
                     CommandContext& context);

// --genesis, and all that submitting asks for besides: --policy, --server …, --vault, --memory.
void AddGenesisOption(CLI::App& command, IssueOptions* options);
void AddSubmitOptions(CLI::App& command, IssueOptions* options);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_PROGRAM_ISSUE_RUN_H_
