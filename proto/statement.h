// Statements as signed and carried (FORMAT.md §3). Thread-safe.
#ifndef LINKCERT_PROTO_STATEMENT_H_
#define LINKCERT_PROTO_STATEMENT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "crypto/hash.h"
#include "crypto/keys.h"
#include "linkcert/v1/statement.pb.h"

namespace linkcert::proto {

// Of an envelope; a statement's entry then always fits a tile's bundle.
inline constexpr size_t kMaxEnvelopeSizeBytes = 65000;
inline constexpr char kStatementPayloadType[] = "application/vnd.linkcert.statement.v1+protobuf";

// A statement in its envelope, in canonical form and with one 64-byte signature a signer. The
// signatures themselves are not verified here.
struct SealedStatement {
  std::string envelope;         // canonical SignedStatement, exactly as received
  std::string statement_bytes;  // exactly as signed
  v1::Statement statement;
  std::vector<crypto::KeyId> signers;   // ascending
  std::vector<std::string> signatures;  // signatures[i] is signers[i]'s
  crypto::Hash digest;  // SHA-256 of statement_bytes; of genesis: the registry's name
};

// MESSAGE_TOO_LARGE over 65,000 bytes, else CheckCanonical's refusals, SIGNATURE_MISSING,
// SIGNATURE_EXTRA, SIGNATURE_MALFORMED.
absl::StatusOr<SealedStatement> OpenStatement(absl::string_view envelope);

// What is signed: PAE(kStatementPayloadType, statement_bytes).
std::string SigningInput(absl::string_view statement_bytes);

// The canonical envelope over canonical statement bytes; one signature for each signer, in order.
absl::StatusOr<std::string> SealStatement(absl::string_view statement_bytes,
                                          absl::Span<const std::string> signatures);

// Builds, signs and seals in one place: sets `signers` from the keys (sorted by id). For whoever
// holds all keys: tests, the demonstration.
absl::StatusOr<std::string> SignStatement(v1::Statement statement,
                                          absl::Span<const crypto::Signer* const> signers);

// Number of the act's field in Statement (100-999); 0 when none is set.
uint32_t ActNumber(const v1::Statement& statement);
// The act's field name, e.g. issue_batch.
absl::string_view ActName(uint32_t number);

}  // namespace linkcert::proto

#endif  // LINKCERT_PROTO_STATEMENT_H_
