// What a verification found.
#ifndef LINKCERT_CLIENT_VERIFY_VERIFICATION_H_
#define LINKCERT_CLIENT_VERIFY_VERIFICATION_H_

#include <vector>

#include "client/exit_code.h"
#include "client/verify/check.h"
#include "linkcert/v1/verification_service.pb.h"
#include "proto/claims.h"

namespace linkcert::client {

struct Verification {
  // Detail texts hold no personal data. `as_of`: the moment the answer is about, which is the one
  // that was asked about, else the newest that the proofs reach.
  v1::Verdict verdict;
  // Valid says: when it was issued. The file proves nothing of what happened to it afterwards.
  bool as_of_issue = false;
  std::vector<AuditorsWord> on_auditors_word;
  std::vector<IssuersWord> on_issuers_word;
  // WARNING: personal data, and only to be believed when the conclusion is valid.
  std::vector<proto::ShownClaim> shown;

  // Keeps the memory.
  void Clear();
};

ExitCode ExitCodeOf(v1::Conclusion conclusion);
ExitCode ExitCodeOf(const Verification& verification);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_VERIFY_VERIFICATION_H_
