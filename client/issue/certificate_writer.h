// From a logged batch to a folder of certificate files and a result sheet.
#ifndef LINKCERT_CLIENT_ISSUE_CERTIFICATE_WRITER_H_
#define LINKCERT_CLIENT_ISSUE_CERTIFICATE_WRITER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "client/issue/certificate_builder.h"
#include "client/issue/pending_batch.h"
#include "client/verify/verify.h"

namespace linkcert::client {

// A row of the result sheet.
struct IssuedRow {
  uint32_t line = 0;               // of the sheet that was issued from
  std::vector<std::string> cells;  // the 11
  uint64_t certificate = 0;        // id; 0: not issued
  std::string file;                // in the directory; empty: not issued
  std::string outcome;             // ISSUED, or the reason of the refusal
};

// Makes each certificate file of the batch, lets the offline verifier check it, and writes it to
// `directory` as NUMBER.linkcert, readable by its owner only. Nothing is written when one file is
// not found valid: INTERNAL with the reasons of the checks that did not pass.
absl::StatusOr<std::vector<IssuedRow>> WriteCertificates(const PendingDirectory& batch,
                                                         const BatchEvidence& evidence,
                                                         Verifier& verifier,
                                                         const std::string& directory);

// The rows of a batch that was refused.
std::vector<IssuedRow> RefusedRows(const PendingDirectory& batch, const absl::Status& refusal);

// CSV in UTF-8 with BOM, ordered by line: the 11 columns, certificate id, file, outcome.
std::string FormatResultSheet(std::vector<IssuedRow> rows);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_ISSUE_CERTIFICATE_WRITER_H_
