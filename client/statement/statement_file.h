// A statement in the making (statement_file.proto): a file that its signers pass on.
#ifndef LINKCERT_CLIENT_STATEMENT_STATEMENT_FILE_H_
#define LINKCERT_CLIENT_STATEMENT_STATEMENT_FILE_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/hash.h"
#include "crypto/keys.h"
#include "linkcert/v1/statement.pb.h"

namespace linkcert::client {

// Canonical statement bytes, and the good signatures made so far. Not thread-safe.
class StatementInMaking {
 public:
  // Unsigned; the refusals of proto::DecodeCanonical.
  static absl::StatusOr<StatementInMaking> Create(std::string statement_bytes);
  // What Encode made. SIGNATURE_INVALID when a signature does not fit the bytes: the statement was
  // altered after it was signed; SIGNER_UNKNOWN for a signature by a key that is no signer.
  static absl::StatusOr<StatementInMaking> Decode(absl::string_view file);
  std::string Encode() const;

  const std::string& statement_bytes() const { return statement_bytes_; }
  const v1::Statement& statement() const { return statement_; }
  crypto::Hash digest() const { return crypto::Sha256(statement_bytes_); }
  const std::vector<crypto::KeyId>& signers() const { return signers_; }
  bool IsSignedBy(const crypto::KeyId& signer) const { return signatures_.contains(signer); }
  std::vector<crypto::KeyId> Missing() const;

  // SIGNER_UNKNOWN unless `signer` is one of the signers. Signing twice changes nothing.
  absl::Status Sign(const crypto::Signer& signer);
  // The envelope to submit; SIGNATURE_MISSING names the key ids that have not signed.
  absl::StatusOr<std::string> Seal() const;

 private:
  struct Signature {
    std::string public_key;
    std::string signature;
  };

  StatementInMaking() = default;
  absl::Status AddSignature(const crypto::PublicKey& key, absl::string_view signature);

  std::string statement_bytes_;
  v1::Statement statement_;
  std::vector<crypto::KeyId> signers_;
  std::map<crypto::KeyId, Signature> signatures_;
};

// Decode of a file's bytes; the message names the file.
absl::StatusOr<StatementInMaking> ReadStatementFile(const std::string& path);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_STATEMENT_STATEMENT_FILE_H_
