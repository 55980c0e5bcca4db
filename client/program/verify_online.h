// `verify --server`: what a registry answers about files and numbers, also for an audience.
#ifndef LINKCERT_CLIENT_PROGRAM_VERIFY_ONLINE_H_
#define LINKCERT_CLIENT_PROGRAM_VERIFY_ONLINE_H_

#include <string>

#include "client/program/command.h"
#include "client/program/memory_options.h"
#include "client/program/verify_run.h"

namespace linkcert::client {

// Empty = not given.
struct OnlineQuestion {
  std::string server;  // empty: offline
  std::string audience;
  std::string post;
  // All files together: each path is a member.
  bool team = false;
  std::string leader;  // one of the paths
  // By number instead of by file. What is personal is read from files, or from "-": command lines
  // are seen by everybody on the machine.
  std::string number;
  std::string name_path;
  std::string id_number_path;
  std::string purpose;
};

struct VerifyArguments {
  VerifySubjects subjects;
  TrustOptions trust;
  OnlineQuestion online;
  MemoryOptions memory;
  std::string max_age = "30d";
  std::string as_of;  // empty: now
};

// --server and the other options of OnlineQuestion, for a command that has the argument `file` and
// the options --policy and --genesis: none of the three is required any more.
void AddOnlineOptions(CLI::App& command, VerifyArguments* arguments);

// Prints what the registry answers and notes the exit code. With a policy and a genesis hash its
// log is held to what is remembered before.
void VerifyOnline(const VerifyArguments& arguments, const OpenRegistry& open,
                  CommandContext& context);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_PROGRAM_VERIFY_ONLINE_H_
