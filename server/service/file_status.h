// The status proofs that a certificate file carries: judged as offline. What they say is not
// repeated: the registry answers out of its newest records. Thread-safe.
#ifndef LINKCERT_SERVER_SERVICE_FILE_STATUS_H_
#define LINKCERT_SERVER_SERVICE_FILE_STATUS_H_

#include "absl/status/status.h"
#include "linkcert/v1/certificate_file.pb.h"
#include "server/service/evidence.h"
#include "server/service/logged_batch.h"

namespace linkcert::server {

// The file's StatusRoot covers the batch, and there is a proof against it for each thing that the
// certificate rests on, and no other. EVIDENCE_MISSING, ENTRY_UNEXPECTED, STATUS_PROOF_INVALID. OK
// for a file without any. `evidence` is the certificate's; the StatusRoot entry was compared with
// the log.
absl::Status CheckFileStatus(const v1::CertificateFile& file, const LoggedCertificate& certificate,
                             const Evidence& evidence);

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_SERVICE_FILE_STATUS_H_
