// Whether the entries of a certificate file are those that its certificate rests on, each once and
// after the keys it was signed with: what an offline verifier needs to find. Thread-safe.
#ifndef LINKCERT_SERVER_SERVICE_FILE_PLACES_H_
#define LINKCERT_SERVER_SERVICE_FILE_PLACES_H_

#include <vector>

#include "absl/status/status.h"
#include "linkcert/v1/certificate_file.pb.h"
#include "rules/log_names.h"
#include "server/log/log_reader.h"
#include "server/service/evidence.h"

namespace linkcert::server {

// The entries of the file are the logged ones. `names` are those of the log up to the one of the
// file's checkpoint, genesis' first. ENTRY_UNEXPECTED; SIGNER_UNKNOWN for an entry signed with a
// key that the file does not show before.
absl::Status CheckPlaces(const LogReader& reader, const v1::CertificateFile& file,
                         const Evidence& evidence, const std::vector<rules::LogName>& names);

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_SERVICE_FILE_PLACES_H_
