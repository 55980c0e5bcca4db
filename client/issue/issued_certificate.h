// Certificate files of the issuer's own, read for its reports. Thread-safe.
#ifndef LINKCERT_CLIENT_ISSUE_ISSUED_CERTIFICATE_H_
#define LINKCERT_CLIENT_ISSUE_ISSUED_CERTIFICATE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/issue/own_certificate.h"
#include "client/verify/verify.h"
#include "linkcert/v1/verification_service.pb.h"
#include "proto/civil_date.h"

namespace linkcert::client {

// What the verifier says of it besides.
struct IssuedCertificate : OwnCertificate {
  std::string file;  // what it was read from
  proto::CivilDate issued_on = 0;
  std::string number;
  v1::Conclusion conclusion = v1::CONCLUSION_UNSPECIFIED;
  uint64_t as_of_ms = 0;  // newest moment that the file proves anything of
  std::string reason;     // of the check that decided so; empty when valid
};

// As OpenOwnCertificate, by what `verifier` makes of the file; errors name it.
absl::StatusOr<IssuedCertificate> OpenIssued(const std::string& file, absl::string_view bytes,
                                             Verifier& verifier);

// Of certificates with one number the newest version, ascending by number. AlreadyExists, naming
// both files, for two with one number of which neither is a version of the other.
absl::StatusOr<std::vector<IssuedCertificate>> NewestVersions(
    std::vector<IssuedCertificate> certificates);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_ISSUE_ISSUED_CERTIFICATE_H_
