// Holds a running registry against the ledger of its acknowledgements.
#ifndef LINKCERT_TESTS_FAULTS_LOG_CHECK_H_
#define LINKCERT_TESTS_FAULTS_LOG_CHECK_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "crypto/note_key.h"
#include "linkcert/v1/certificate_file.pb.h"
#include "tests/faults/ledger.h"

namespace linkcert::faults {

// What a receipt promises, once its signature and path are found good. DataLoss if they are not.
absl::StatusOr<Acknowledgement> CheckReceipt(const v1::Receipt& receipt,
                                             const crypto::NoteKey& log);

// Each acknowledged statement still stands where it was promised, under the checkpoint of now,
// which extends each checkpoint that was handed out. DataLoss names the first that does not.
absl::Status CheckAcknowledged(const std::string& address, const crypto::NoteKey& log,
                               absl::Span<const Acknowledgement> acknowledged);

// The whole log from genesis: its root is the signed one, no rule is broken, nothing stands twice.
absl::Status CheckWholeLog(const std::string& address, const crypto::NoteKey& log);

}  // namespace linkcert::faults

#endif  // LINKCERT_TESTS_FAULTS_LOG_CHECK_H_
