// Turns certificates and what is to be corrected into what is signed and logged, and what stays
// with the issuer. Thread-safe.
#ifndef LINKCERT_CLIENT_ISSUE_VERSION_MAKER_H_
#define LINKCERT_CLIENT_ISSUE_VERSION_MAKER_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "client/issue/batch_maker.h"
#include "client/issue/own_certificate.h"
#include "client/statement/statement_builder.h"

namespace linkcert::client {

using ClaimValues = std::map<uint32_t, std::string>;  // by tag

// A certificate that is to be made again.
struct CertificateChange {
  OwnCertificate certificate;
  ClaimValues values = {};  // the new ones; none in a reissue
  uint32_t line = 0;        // of the sheet that asks for it, or its place in the command
};

enum class VersionKind {
  kCorrection,  // CorrectCertificates (更正): claims that do not change keep their salts
  kReissue,     // ReissueCertificates (补发): the same values, all salts fresh
};

// Unsigned statements with their leaves, in log order whatever the order here: one for each
// original batch, more where one does not hold all. LINKS_DISORDERED for a certificate that is
// named twice, CLAIM_EMPLOYER_NOT_ON_ROSTER for an employer that no verifier would take, else the
// refusals of proto::MakeClaims and of the rule (R17), as far as files show it.
absl::StatusOr<std::vector<MadeBatch>> MakeVersions(VersionKind kind,
                                                    absl::Span<const CertificateChange> changes,
                                                    const StatementFrame& frame);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_ISSUE_VERSION_MAKER_H_
