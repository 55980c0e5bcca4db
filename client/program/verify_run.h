// One run of `verify`: the verdicts on everything that was named, told one after the other.
#ifndef LINKCERT_CLIENT_PROGRAM_VERIFY_RUN_H_
#define LINKCERT_CLIENT_PROGRAM_VERIFY_RUN_H_

#include <functional>
#include <istream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/program/command.h"
#include "client/verify/set_verifier.h"
#include "client/verify/verification.h"

namespace linkcert::client {

// What is to be verified, and how verdicts are shown.
struct VerifySubjects {
  std::vector<std::string> paths;  // files, sets, folders of them, or "-"
  OutputOptions output;
  bool verbose = false;  // also the checks that passed
};

// Who gives the verdicts. `name` is where the bytes came from.
struct VerdictSource {
  // An error is the server's, if a server gives them.
  std::function<absl::StatusOr<Verification>(const std::string& name, absl::string_view file)> file;
  // Empty: sets are not taken.
  std::function<void(const std::string& name, std::istream& set, const SetVerifier::OnCertificate&)>
      set;
};

// Prints each verdict, then how many there were, and notes the exit code. What cannot be read is
// complained of (kUsage), and the others go on.
void VerifyAll(const VerifySubjects& subjects, const VerdictSource& source,
               CommandContext& context);

// Complains of the error of a registry that was asked: kNotPermitted or kUnknown.
void ComplainOfAnswer(CommandContext& context, const absl::Status& error);

// Prints one verdict, or complains of the error instead of it, and notes the exit code.
void TellAnswer(const std::string& name, const absl::StatusOr<Verification>& answer,
                const VerifySubjects& subjects, CommandContext& context);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_PROGRAM_VERIFY_RUN_H_
