// A certificate file held against the log that it says it comes from. Thread-safe.
#ifndef LINKCERT_SERVER_SERVICE_FILE_COMPARISON_H_
#define LINKCERT_SERVER_SERVICE_FILE_COMPARISON_H_

#include "linkcert/v1/certificate_file.pb.h"
#include "linkcert/v1/verification_service.pb.h"
#include "server/log/log_reader.h"
#include "server/service/logged_batch.h"

namespace linkcert::server {

// Adds the checks CHECKPOINT (signed by this log, of this history), LOG_INCLUSION (each entry is
// the logged one, is the one that this certificate rests on, and its path is right), STATUS_ROOT
// (if the file carries status proofs), LEAF, CLAIMS, NUMBER and EMPLOYER (if they are shown). Stops
// at the first that does not pass and returns false; but an EMPLOYER that nothing can map is left
// open. `certificate` stands at the place that the file names; the file is of canonical form.
bool CompareWithLog(const LogReader& reader, const v1::CertificateFile& file,
                    const LoggedCertificate& certificate, v1::Verdict* verdict);

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_SERVICE_FILE_COMPARISON_H_
