// From a logged batch to a folder of certificate files.
#ifndef LINKCERT_CLIENT_ISSUE_CERTIFICATE_WRITER_H_
#define LINKCERT_CLIENT_ISSUE_CERTIFICATE_WRITER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "client/issue/certificate_builder.h"
#include "client/issue/pending_batch.h"
#include "client/issue/result_sheet.h"
#include "client/verify/verify.h"

namespace linkcert::client {

// Makes each certificate file of the batch, lets the offline verifier check it, and writes it to
// `directory` as NUMBER.linkcert, readable by its owner only. A file that the verifier does not
// find well made is not written, and its row says why; the others are. What does not lie in the
// making (age, quorum, present standing, expiry) stops no file. An error, of the evidence, writes
// nothing.
absl::StatusOr<std::vector<IssuedRow>> WriteCertificates(const PendingDirectory& batch,
                                                         const BatchEvidence& evidence,
                                                         Verifier& verifier,
                                                         const std::string& directory);

// INTERNAL, naming the first line, when a row of a logged batch has no file.
absl::Status CheckAllWritten(absl::Span<const IssuedRow> rows);

// The same rows from files that were written before; nullopt unless every one of them is there and
// well made.
std::optional<std::vector<IssuedRow>> FindCertificates(const PendingDirectory& batch,
                                                       uint64_t batch_index, Verifier& verifier,
                                                       const std::string& directory);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_ISSUE_CERTIFICATE_WRITER_H_
