// Whether a registry's answer proves what it says. Thread-safe.
#ifndef LINKCERT_CLIENT_ISSUE_RECEIPT_CHECK_H_
#define LINKCERT_CLIENT_ISSUE_RECEIPT_CHECK_H_

#include <cstddef>
#include <cstdint>

#include "absl/status/status.h"
#include "client/verify/trust.h"
#include "crypto/hash.h"
#include "linkcert/v1/certificate_file.pb.h"

namespace linkcert::client {

// That the statement with this digest and its `leaf_count` leaves stand where the receipt says,
// under its checkpoint, in whatever envelope: from one ECDSA or SM2 signature anyone makes another.
// ENTRY_UNEXPECTED, INCLUSION_INVALID or CHECKPOINT_INVALID otherwise.
// WARNING: says nothing about who signed the checkpoint.
absl::Status CheckReceipt(const v1::Receipt& receipt, const crypto::Hash& statement_digest,
                          size_t leaf_count);

// That a log of the policy signed the receipt's checkpoint. CHECKPOINT_INVALID, QUORUM_NOT_MET.
absl::Status CheckReceiptCheckpoint(const v1::Receipt& receipt, const Trust& trust,
                                    uint64_t now_ms);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_ISSUE_RECEIPT_CHECK_H_
