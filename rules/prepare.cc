#include "rules/prepare.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "crypto/merkle.h"
#include "proto/certificate_leaf.h"
#include "proto/refusal.h"
#include "rules/carried_keys.h"

namespace linkcert::rules {
namespace {

using proto::Reason;
using proto::Refuse;

// leaves_root as the act states it; null for acts without leaves.
const std::string* StatedRoot(const v1::Statement& statement) {
  switch (statement.act_case()) {
    case v1::Statement::kIssueBatch:
      return &statement.issue_batch().leaves_root();
    case v1::Statement::kCorrectCertificates:
      return &statement.correct_certificates().leaves_root();
    case v1::Statement::kReissueCertificates:
      return &statement.reissue_certificates().leaves_root();
    default:
      return nullptr;
  }
}

absl::Status CheckLeaf(absl::string_view bytes, const v1::Statement& statement, size_t position) {
  absl::StatusOr<v1::CertificateLeaf> leaf = proto::DecodeLeaf(bytes);
  if (!leaf.ok()) return leaf.status();
  if (leaf->batch() != statement.statement_id() || leaf->position() != position) {
    return Refuse(Reason::kLeafMisplaced, absl::StrCat("leaf ", position));
  }
  bool linked = leaf->supersedes() != 0 || leaf->companion() != 0;
  if (linked && statement.has_issue_batch()) {
    return Refuse(Reason::kLeafLinkNotEnabled, absl::StrCat("leaf ", position));
  }
  return absl::OkStatus();
}

// R09: as many leaves as promised, each in its place, under the stated root.
absl::Status CheckLeaves(const v1::Statement& statement, absl::Span<const std::string> leaves) {
  const std::string* root = StatedRoot(statement);
  if (root == nullptr) {
    return leaves.empty() ? absl::OkStatus() : Refuse(Reason::kLeavesUnexpected);
  }
  if (leaves.size() != PromisedLeaves(statement)) {
    return Refuse(Reason::kLeafCountDiffers, absl::StrCat(leaves.size(), " leaves came, ",
                                                          PromisedLeaves(statement), " stated"));
  }
  crypto::CompactRange tree;
  for (size_t i = 0; i < leaves.size(); ++i) {
    absl::Status status = CheckLeaf(leaves[i], statement, i);
    if (!status.ok()) return status;
    tree.Append(crypto::HashLeaf(leaves[i]));
  }
  return tree.Root().view() == *root ? absl::OkStatus() : Refuse(Reason::kLeavesRootDiffers);
}

}  // namespace

size_t PreparedUnit::size_bytes() const {
  size_t total = statement.envelope.size();
  for (const std::string& leaf : leaves) total += leaf.size();
  return total;
}

size_t PromisedLeaves(const v1::Statement& statement) {
  switch (statement.act_case()) {
    case v1::Statement::kIssueBatch:
      return statement.issue_batch().leaf_count();
    case v1::Statement::kCorrectCertificates:
      return statement.correct_certificates().leaf_count();
    case v1::Statement::kReissueCertificates:
      return statement.reissue_certificates().leaf_count();
    default:
      return 0;
  }
}

absl::Status VerifySigner(const proto::SealedStatement& statement, size_t i, absl::string_view spki,
                          crypto::KeyCache& keys) {
  absl::StatusOr<crypto::PublicKey> key = keys.Get(spki);
  if (!key.ok()) return Refuse(Reason::kKeyEncoding, key.status().message());
  absl::Status verified =
      key->Verify(proto::SigningInput(statement.statement_bytes), statement.signatures[i]);
  if (verified.ok()) return verified;
  return Refuse(Reason::kSignatureInvalid, absl::StrCat("of key ", statement.signers[i].ToHex()));
}

absl::StatusOr<PreparedUnit> Prepare(absl::string_view envelope, std::vector<std::string> leaves,
                                     const View& view, crypto::KeyCache& keys) {
  if (leaves.size() > kMaxLeaves) {
    return Refuse(Reason::kMessageTooLarge, absl::StrCat("over ", kMaxLeaves, " leaves"));
  }
  absl::StatusOr<proto::SealedStatement> statement = proto::OpenStatement(envelope);
  if (!statement.ok()) return statement.status();
  absl::Status status = CheckLeaves(statement->statement, leaves);
  if (!status.ok()) return status;

  PreparedUnit unit{
      .statement = *std::move(statement), .leaves = std::move(leaves), .verified = {}};
  for (size_t i = 0; i < unit.statement.signers.size(); ++i) {
    auto key = FindSigner(view, unit.statement.statement, unit.statement.signers[i]);
    if (!key.ok()) return key.status();
    if (*key != nullptr) {
      status = VerifySigner(unit.statement, i, (*key)->public_key(), keys);
      if (!status.ok()) return status;
    }
    unit.verified.push_back(*key != nullptr);
  }
  return unit;
}

}  // namespace linkcert::rules
