// Certificate files of the issuer's own, read for its reports. Thread-safe.
#ifndef LINKCERT_CLIENT_ISSUE_ISSUED_CERTIFICATE_H_
#define LINKCERT_CLIENT_ISSUE_ISSUED_CERTIFICATE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/verify/verify.h"
#include "linkcert/v1/terms.pb.h"
#include "linkcert/v1/verification_service.pb.h"
#include "proto/civil_date.h"

namespace linkcert::client {

struct IssuedCertificate {
  std::string file;             // what it was read from
  uint64_t index = 0;           // in the log
  uint64_t batch = 0;           // log index of the statement that it is a leaf of
  uint32_t batch_size = 0;      // leaves of that statement
  uint64_t original_batch = 0;  // log index of the IssueBatch of its first version
  uint32_t original_size = 0;   // leaves of that
  uint64_t supersedes = 0;      // the certificate that it is a newer version of; 0 = none
  v1::CertificateClass certificate_class = v1::CERTIFICATE_CLASS_UNSPECIFIED;
  proto::CivilDate issued_on = 0;
  std::string number;
  // WARNING: personal data. Of state certificates: a row of the report sheet (ReportColumns).
  std::vector<std::string> cells;
  v1::Conclusion conclusion = v1::CONCLUSION_UNSPECIFIED;
  uint64_t as_of_ms = 0;  // newest moment that the file proves anything of
  std::string reason;     // of the check that decided so; empty when valid
};

// What `verifier` makes of a file. FailedPrecondition when it was not well made, whatever became of
// it since; EVIDENCE_MISSING when it hides what a report sheet shows. Both name the file.
absl::StatusOr<IssuedCertificate> OpenIssued(const std::string& file, absl::string_view bytes,
                                             Verifier& verifier);

// Of certificates with one number the newest version, ascending by number. AlreadyExists, naming
// both files, for two with one number of which neither is a version of the other.
absl::StatusOr<std::vector<IssuedCertificate>> NewestVersions(
    std::vector<IssuedCertificate> certificates);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_ISSUE_ISSUED_CERTIFICATE_H_
