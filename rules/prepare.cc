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

absl::StatusOr<LeafTerms> ReadLeaf(absl::string_view bytes, const v1::Statement& statement,
                                   size_t position) {
  absl::StatusOr<v1::CertificateLeaf> leaf = proto::DecodeLeaf(bytes);
  if (!leaf.ok()) return leaf.status();
  if (leaf->batch() != statement.statement_id() || leaf->position() != position) {
    return Refuse(Reason::kLeafMisplaced, absl::StrCat("leaf ", position));
  }
  absl::StatusOr<crypto::Hash> root = crypto::Hash::FromBytes(leaf->claims_root());
  if (!root.ok()) return root.status();
  return LeafTerms{
      .claims_root = *root, .supersedes = leaf->supersedes(), .companion = leaf->companion()};
}

// R09: as many leaves as promised, each in its place, under the stated root.
absl::StatusOr<std::vector<LeafTerms>> ReadLeaves(const v1::Statement& statement,
                                                  absl::Span<const std::string> leaves) {
  const std::string* root = StatedLeavesRoot(statement);
  std::vector<LeafTerms> terms;
  if (root == nullptr) {
    if (!leaves.empty()) return Refuse(Reason::kLeavesUnexpected);
    return terms;
  }
  if (leaves.size() != PromisedLeaves(statement)) {
    return Refuse(Reason::kLeafCountDiffers, absl::StrCat(leaves.size(), " leaves came, ",
                                                          PromisedLeaves(statement), " stated"));
  }
  crypto::CompactRange tree;
  terms.reserve(leaves.size());
  for (size_t i = 0; i < leaves.size(); ++i) {
    absl::StatusOr<LeafTerms> leaf = ReadLeaf(leaves[i], statement, i);
    if (!leaf.ok()) return leaf.status();
    terms.push_back(*leaf);
    tree.Append(crypto::HashLeaf(leaves[i]));
  }
  if (tree.Root().view() != *root) return Refuse(Reason::kLeavesRootDiffers);
  return terms;
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

const std::string* StatedLeavesRoot(const v1::Statement& statement) {
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

uint64_t OriginalBatchOf(const v1::Statement& statement) {
  if (statement.has_correct_certificates()) {
    return statement.correct_certificates().original_batch();
  }
  return statement.reissue_certificates().original_batch();  // 0 if it is none
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

absl::StatusOr<PreparedUnit> OpenUnit(absl::string_view envelope, std::vector<std::string> leaves) {
  if (leaves.size() > kMaxLeaves) {
    return Refuse(Reason::kMessageTooLarge, absl::StrCat("over ", kMaxLeaves, " leaves"));
  }
  absl::StatusOr<proto::SealedStatement> statement = proto::OpenStatement(envelope);
  if (!statement.ok()) return statement.status();
  auto terms = ReadLeaves(statement->statement, leaves);
  if (!terms.ok()) return terms.status();
  std::vector<bool> verified(statement->signers.size(), false);
  return PreparedUnit{.statement = *std::move(statement),
                      .leaves = std::move(leaves),
                      .terms = *std::move(terms),
                      .verified = std::move(verified)};
}

absl::StatusOr<PreparedUnit> Prepare(absl::string_view envelope, std::vector<std::string> leaves,
                                     const View& view, crypto::KeyCache& keys) {
  absl::StatusOr<PreparedUnit> unit = OpenUnit(envelope, std::move(leaves));
  if (!unit.ok()) return unit.status();
  for (size_t i = 0; i < unit->statement.signers.size(); ++i) {
    auto key = FindSigner(view, unit->statement.statement, unit->statement.signers[i]);
    if (!key.ok()) return key.status();
    if (*key == nullptr) continue;
    absl::Status status = VerifySigner(unit->statement, i, (*key)->public_key(), keys);
    if (!status.ok()) return status;
    unit->verified[i] = true;
  }
  return unit;
}

}  // namespace linkcert::rules
