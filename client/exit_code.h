// What both programs say to the shell.
#ifndef LINKCERT_CLIENT_EXIT_CODE_H_
#define LINKCERT_CLIENT_EXIT_CODE_H_

namespace linkcert::client {

enum class ExitCode : int {
  kValid = 0,            // also: done, nothing found
  kInvalid = 1,          // proven invalid; a finding; refused by the rules
  kUsage = 2,            // wrong arguments, or a file that cannot be read
  kUnknown = 3,          // could not decide
  kNotPermitted = 4,     // the caller may not do this
  kLogMisbehaviour = 5,  // the log is proven guilty by what it signed itself
};

// What a run over several things answers: the worse of two, from good to bad
// kValid, kUnknown, kInvalid, kNotPermitted, kUsage, kLogMisbehaviour.
constexpr ExitCode Worse(ExitCode a, ExitCode b) {
  constexpr int kRank[] = {0, 2, 4, 1, 3, 5};
  return kRank[static_cast<int>(a)] < kRank[static_cast<int>(b)] ? b : a;
}

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_EXIT_CODE_H_
