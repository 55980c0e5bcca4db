// Whether a certificate file was made well, whatever became of the certificate since. Thread-safe.
#ifndef LINKCERT_CLIENT_ISSUE_MAKING_H_
#define LINKCERT_CLIENT_ISSUE_MAKING_H_

#include <string>

#include "client/verify/verify.h"

namespace linkcert::client {

// "CHECK REASON" of the first check that did not pass and lies in the making of the file; empty if
// there is none. Age, quorum, expiry and what was revoked, suspended or ended since do not.
std::string FaultInTheMaking(const Verification& verification);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_ISSUE_MAKING_H_
