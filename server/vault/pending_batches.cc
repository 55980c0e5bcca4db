#include "server/vault/pending_batches.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "linkcert/vault/v1/vault.pb.h"

namespace linkcert::server {
namespace {

using storage::VaultTable;

constexpr char kPrefix[] = "pending ";
constexpr size_t kMaxUnsettled = 100'000;  // a queue holds fewer

std::string RowOf(const BatchName& batch) { return absl::StrCat(kPrefix, batch.digest.view()); }

}  // namespace

void PendingBatches::Begin(const BatchName& batch, absl::Span<const crypto::Hash> stored,
                           std::vector<storage::VaultWrite>& rows) {
  ++under_way_[batch].submissions;
  if (stored.empty()) return;
  for (const BatchName& done : logged_) rows.push_back({VaultTable::kAbout, RowOf(done), {}});
  forgetting_ = logged_;
  vault::v1::PendingBatch row;
  row.set_issuer(batch.issuer);
  row.set_statement_id(batch.statement_id);
  row.set_digest(batch.digest.str());
  for (const crypto::Hash& root : stored) row.add_claims_roots(root.str());
  rows.push_back({VaultTable::kAbout, RowOf(batch), row.SerializeAsString()});
}

void PendingBatches::Written() {
  for (const BatchName& done : forgetting_) logged_.erase(done);
  forgetting_.clear();
}

bool PendingBatches::End(const BatchName& batch, bool logged) {
  UnderWay& under_way = under_way_[batch];
  under_way.logged |= logged;
  if (under_way.logged) logged_.insert(batch);
  const bool last = --under_way.submissions <= 0;
  if (last) under_way_.erase(batch);
  return last;
}

void PendingBatches::Logged(const BatchName& batch) { End(batch, true); }

void PendingBatches::LeaveOpen(const BatchName& batch) {
  End(batch, false);
  open_.insert(batch);
}

absl::StatusOr<std::vector<crypto::Hash>> PendingBatches::NotLogged(
    const BatchName& batch, std::vector<storage::VaultWrite>& rows) {
  std::vector<crypto::Hash> roots;
  if (!End(batch, false) || logged_.count(batch) > 0 || open_.count(batch) > 0) return roots;
  const auto bytes = store_.Find(VaultTable::kAbout, RowOf(batch));
  if (!bytes.ok()) return bytes.status();
  if (!bytes->has_value()) return roots;  // stored and logged long ago
  vault::v1::PendingBatch row;
  if (!row.ParseFromString(**bytes)) return absl::DataLossError("a pending batch is damaged");
  for (const std::string& root : row.claims_roots()) {
    absl::StatusOr<crypto::Hash> hash = crypto::Hash::FromBytes(root);
    if (!hash.ok()) return absl::DataLossError("a pending batch is damaged");
    roots.push_back(*hash);
  }
  rows.push_back({VaultTable::kAbout, RowOf(batch), std::nullopt});
  return roots;
}

absl::StatusOr<std::vector<BatchName>> PendingBatches::Unsettled() const {
  const auto rows = store_.List(VaultTable::kAbout, kPrefix, "", kMaxUnsettled);
  if (!rows.ok()) return rows.status();
  std::vector<BatchName> batches;
  for (const storage::VaultRow& row : *rows) {
    vault::v1::PendingBatch batch;
    const bool parsed = batch.ParseFromString(row.value);
    const auto digest = crypto::Hash::FromBytes(batch.digest());
    if (!parsed || !digest.ok()) return absl::DataLossError("a pending batch is damaged");
    batches.push_back({batch.issuer(), batch.statement_id(), *digest});
  }
  return batches;
}

}  // namespace linkcert::server
