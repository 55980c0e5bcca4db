#include "proto/statement.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "crypto/pae.h"
#include "proto/canonical.h"

namespace linkcert::proto {
namespace {

// One signature of the right size for each signer.
absl::Status CheckSignatures(const SealedStatement& sealed) {
  if (sealed.signatures.size() < sealed.signers.size()) return Refuse(Reason::kSignatureMissing);
  if (sealed.signatures.size() > sealed.signers.size()) return Refuse(Reason::kSignatureExtra);
  for (const std::string& signature : sealed.signatures) {
    if (signature.size() != crypto::kSignatureSizeBytes) {
      return Refuse(Reason::kSignatureMalformed, absl::StrCat(signature.size(), " bytes"));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<SealedStatement> OpenStatement(absl::string_view envelope) {
  if (envelope.size() > kMaxEnvelopeSizeBytes) {
    return Refuse(Reason::kMessageTooLarge, absl::StrCat(envelope.size(), " bytes of statement"));
  }
  absl::StatusOr<v1::SignedStatement> opened = DecodeCanonical<v1::SignedStatement>(envelope);
  if (!opened.ok()) return opened.status();
  absl::StatusOr<v1::Statement> statement = DecodeCanonical<v1::Statement>(opened->statement());
  if (!statement.ok()) return statement.status();

  SealedStatement sealed;
  sealed.envelope = std::string(envelope);
  sealed.statement_bytes = std::move(*opened->mutable_statement());
  sealed.statement = *std::move(statement);
  for (const std::string& signer : sealed.statement.signers()) {
    absl::StatusOr<crypto::KeyId> id = crypto::KeyId::FromBytes(signer);
    if (!id.ok()) return id.status();
    sealed.signers.push_back(*id);
  }
  sealed.signatures.assign(opened->signatures().begin(), opened->signatures().end());
  sealed.digest = crypto::Sha256(sealed.statement_bytes);
  absl::Status status = CheckSignatures(sealed);
  if (!status.ok()) return status;
  return sealed;
}

std::string SigningInput(absl::string_view statement_bytes) {
  return crypto::Pae(kStatementPayloadType, statement_bytes);
}

absl::StatusOr<std::string> SealStatement(absl::string_view statement_bytes,
                                          absl::Span<const std::string> signatures) {
  v1::SignedStatement envelope;
  envelope.set_statement(statement_bytes.data(), statement_bytes.size());
  for (const std::string& signature : signatures) envelope.add_signatures(signature);
  absl::StatusOr<std::string> sealed = EncodeCanonical(envelope);
  if (!sealed.ok()) return sealed;
  // What nobody could open is not handed out.
  absl::StatusOr<SealedStatement> opened = OpenStatement(*sealed);
  if (!opened.ok()) return opened.status();
  return sealed;
}

absl::StatusOr<std::string> SignStatement(v1::Statement statement,
                                          absl::Span<const crypto::Signer* const> signers) {
  std::vector<const crypto::Signer*> ordered(signers.begin(), signers.end());
  std::sort(ordered.begin(), ordered.end(), [](const auto* a, const auto* b) {
    return a->public_key().id() < b->public_key().id();
  });
  statement.clear_signers();
  for (const crypto::Signer* signer : ordered) {
    statement.add_signers(signer->public_key().id().str());
  }
  absl::StatusOr<std::string> bytes = EncodeCanonical(statement);
  if (!bytes.ok()) return bytes;
  std::vector<std::string> signatures;
  for (const crypto::Signer* signer : ordered) {
    absl::StatusOr<std::string> signature = signer->Sign(SigningInput(*bytes));
    if (!signature.ok()) return signature;
    signatures.push_back(*std::move(signature));
  }
  return SealStatement(*bytes, signatures);
}

uint32_t ActNumber(const v1::Statement& statement) {
  return static_cast<uint32_t>(statement.act_case());
}

absl::string_view ActName(uint32_t number) {
  const auto* field = v1::Statement::descriptor()->FindFieldByNumber(static_cast<int>(number));
  if (field == nullptr || field->containing_oneof() == nullptr) return {};
  return field->name();
}

}  // namespace linkcert::proto
