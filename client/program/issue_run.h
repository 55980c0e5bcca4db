// What `linkcert issue` and its parts do.
#ifndef LINKCERT_CLIENT_PROGRAM_ISSUE_RUN_H_
#define LINKCERT_CLIENT_PROGRAM_ISSUE_RUN_H_

#include <string>
#include <vector>

#include "client/program/command.h"
#include "client/program/issuing_options.h"
#include "client/program/memory_options.h"
#include "client/remote/remote.h"

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

// Preview, prepare, sign and submit at one go; only the preview, or only the rest of an earlier
// run, when the options say so.
void RunIssue(const IssueOptions& options, CommandContext& context);
// Preview and unsigned batches in options.directory.
void RunPrepare(const IssueOptions& options, CommandContext& context);
// Submits the signed batches of `directory` and writes certificate files and the result sheet, also
// when the policy's quorum is not met.
void SubmitDirectory(const IssueOptions& options, const std::string& directory,
                     CommandContext& context);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_PROGRAM_ISSUE_RUN_H_
