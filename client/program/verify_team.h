// `verify --team`: whether people with these certificates are together fit for a post.
#ifndef LINKCERT_CLIENT_PROGRAM_VERIFY_TEAM_H_
#define LINKCERT_CLIENT_PROGRAM_VERIFY_TEAM_H_

#include "client/program/command.h"
#include "client/program/verify_online.h"

namespace linkcert::client {

// Each path is a member: a certificate file, or a folder with all that he holds. Prints the answer
// and notes the exit code: kValid when the team is fit, kInvalid when it is not. `asked` says for
// whom and as of when.
void VerifyTeam(const VerifyArguments& arguments, const AskedRegistry& registry,
                const v1::VerifyCertificateRequest& asked, CommandContext& context);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_PROGRAM_VERIFY_TEAM_H_
