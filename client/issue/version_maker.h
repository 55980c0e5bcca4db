// Turns certificate files and what is to be corrected into what is signed and logged, and what
// stays with the issuer. Thread-safe.
#ifndef LINKCERT_CLIENT_ISSUE_VERSION_MAKER_H_
#define LINKCERT_CLIENT_ISSUE_VERSION_MAKER_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "client/statement/statement_builder.h"
#include "client/statement/statement_file.h"
#include "linkcert/v1/certificate_file.pb.h"

namespace linkcert::client {

// A certificate that is to be corrected.
struct CertificateChange {
  v1::CertificateFile file;                // as issued, all claims shown
  uint32_t version = 1;                    // of the certificate now
  std::map<uint32_t, std::string> values;  // the new ones, by tag
};

struct MadeVersions {
  StatementInMaking statement;
  std::vector<std::string> leaves;               // by position
  std::vector<std::vector<std::string>> claims;  // of each leaf; WARNING: personal data
};

// One unsigned CorrectCertificates over certificates of one batch, in log order whatever the order
// here. Claims that do not change keep their salts, the others get fresh ones. FIELD_MISSING for a
// hidden claim, ORIGINAL_BATCH_DIFFERS for certificates of several batches, else the refusals of
// proto::MakeClaims and of the rule (R17), as far as files show it.
absl::StatusOr<MadeVersions> MakeCorrection(absl::Span<const CertificateChange> changes,
                                            const StatementFrame& frame);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_ISSUE_VERSION_MAKER_H_
