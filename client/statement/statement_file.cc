#include "client/statement/statement_file.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/local_file.h"
#include "linkcert/v1/statement_file.pb.h"
#include "proto/canonical.h"
#include "proto/refusal.h"
#include "proto/statement.h"

namespace linkcert::client {

using proto::Reason;
using proto::Refuse;

absl::StatusOr<StatementInMaking> StatementInMaking::Create(std::string statement_bytes) {
  absl::StatusOr<v1::Statement> statement = proto::DecodeCanonical<v1::Statement>(statement_bytes);
  if (!statement.ok()) return statement.status();
  StatementInMaking making;
  making.statement_bytes_ = std::move(statement_bytes);
  making.statement_ = *std::move(statement);
  for (const std::string& signer : making.statement_.signers()) {
    absl::StatusOr<crypto::KeyId> id = crypto::KeyId::FromBytes(signer);
    if (!id.ok()) return id.status();
    making.signers_.push_back(*id);
  }
  return making;
}

absl::StatusOr<StatementInMaking> StatementInMaking::Decode(absl::string_view file) {
  absl::StatusOr<v1::StatementFile> decoded = proto::DecodeCanonical<v1::StatementFile>(file);
  if (!decoded.ok()) return decoded.status();
  absl::StatusOr<StatementInMaking> making = Create(std::move(*decoded->mutable_statement()));
  if (!making.ok()) return making;
  for (const v1::StatementSignature& signature : decoded->signatures()) {
    absl::StatusOr<crypto::PublicKey> key = crypto::PublicKey::FromSpki(signature.public_key());
    if (!key.ok()) return Refuse(Reason::kKeyEncoding, key.status().message());
    absl::Status status = making->AddSignature(*key, signature.signature());
    if (!status.ok()) return status;
  }
  return making;
}

std::string StatementInMaking::Encode() const {
  v1::StatementFile file;
  file.set_statement(statement_bytes_);
  for (const auto& [id, signature] : signatures_) {
    v1::StatementSignature& added = *file.add_signatures();
    added.set_public_key(signature.public_key);
    added.set_signature(signature.signature);
  }
  return file.SerializeAsString();
}

std::vector<crypto::KeyId> StatementInMaking::Missing() const {
  std::vector<crypto::KeyId> missing;
  for (const crypto::KeyId& signer : signers_) {
    if (!IsSignedBy(signer)) missing.push_back(signer);
  }
  return missing;
}

absl::Status StatementInMaking::AddSignature(const crypto::PublicKey& key,
                                             absl::string_view signature) {
  if (std::find(signers_.begin(), signers_.end(), key.id()) == signers_.end()) {
    return Refuse(Reason::kSignerUnknown,
                  absl::StrCat("key ", key.id().ToHex(), " is not among the statement's signers"));
  }
  if (!key.Verify(proto::SigningInput(statement_bytes_), signature).ok()) {
    return Refuse(Reason::kSignatureInvalid, absl::StrCat("key ", key.id().ToHex()));
  }
  signatures_[key.id()] = {std::string(key.spki().data(), key.spki().size()),
                           std::string(signature.data(), signature.size())};
  return absl::OkStatus();
}

absl::Status StatementInMaking::Sign(const crypto::Signer& signer) {
  if (IsSignedBy(signer.public_key().id())) return absl::OkStatus();
  const absl::StatusOr<std::string> signature = signer.Sign(proto::SigningInput(statement_bytes_));
  if (!signature.ok()) return signature.status();
  return AddSignature(signer.public_key(), *signature);
}

absl::StatusOr<std::string> StatementInMaking::Seal() const {
  const std::vector<crypto::KeyId> missing = Missing();
  if (!missing.empty()) {
    const auto hex = [](std::string* out, const crypto::KeyId& id) { out->append(id.ToHex()); };
    return Refuse(Reason::kSignatureMissing, absl::StrJoin(missing, ", ", hex));
  }
  std::vector<std::string> in_order;
  for (const crypto::KeyId& signer : signers_) {
    in_order.push_back(signatures_.at(signer).signature);
  }
  return proto::SealStatement(statement_bytes_, in_order);
}

absl::StatusOr<StatementInMaking> ReadStatementFile(const std::string& path) {
  const absl::StatusOr<std::string> bytes = ReadLocalFile(path);
  if (!bytes.ok()) return bytes.status();
  absl::StatusOr<StatementInMaking> making = StatementInMaking::Decode(*bytes);
  if (making.ok()) return making;
  const std::optional<Reason> reason = proto::ReasonOf(making.status());
  if (!reason) return making;
  return Refuse(*reason, absl::StrCat(proto::DetailOf(making.status()), " in ", path));
}

}  // namespace linkcert::client
