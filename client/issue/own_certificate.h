// Certificates as their issuer has them: with all claims, and the row of the sheet they came from.
// Thread-safe.
#ifndef LINKCERT_CLIENT_ISSUE_OWN_CERTIFICATE_H_
#define LINKCERT_CLIENT_ISSUE_OWN_CERTIFICATE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "client/verify/verify.h"
#include "linkcert/v1/terms.pb.h"

namespace linkcert::client {

struct OwnCertificate {
  uint64_t certificate = 0;     // log index
  uint64_t batch = 0;           // log index of the statement that it is a leaf of
  uint32_t batch_size = 0;      // leaves of that statement
  uint64_t original_batch = 0;  // log index of the IssueBatch that states its facts
  uint32_t original_size = 0;   // leaves of that
  uint64_t supersedes = 0;      // the certificate that it is a newer version of; 0 = none
  uint32_t version = 1;
  v1::CertificateClass certificate_class = v1::CERTIFICATE_CLASS_UNSPECIFIED;
  std::vector<std::string> claims;  // canonical, in tag order; WARNING: personal data
  std::vector<std::string> values;  // of the claims; empty = absent
  std::vector<std::string> cells;   // the 11 of a report sheet (ReportColumns)
  // Of the original batch, which new versions must fit too.
  std::string issuer;
  std::string issuer_name;
  v1::RosterSummary roster;
};

// The certificate of a file that shows all its claims; FIELD_MISSING for a hidden one. DataLoss for
// a file that `verification`, its own, does not find well made (FaultInTheMaking): nobody could
// tell from a reissue that it has another one's values. The file of a reissued certificate does not
// say its version, which is then taken for 1.
absl::StatusOr<OwnCertificate> OpenOwnCertificate(absl::string_view file,
                                                  const Verification& verification);

// `cells` with what claims of these values say.
std::vector<std::string> CellsWith(std::vector<std::string> cells,
                                   absl::Span<const std::string> values);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_ISSUE_OWN_CERTIFICATE_H_
