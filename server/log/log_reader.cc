#include "server/log/log_reader.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "proto/entry.h"
#include "proto/refusal.h"

namespace linkcert::server {
namespace {

absl::Status NotLogged(uint64_t asked, uint64_t size) {
  return proto::Refuse(proto::Reason::kEntryNotLogged,
                       absl::StrCat(asked, " of a log of ", size, " entries"));
}

// The published tree has every node that is asked for: a missing one is damage.
template <typename T>
absl::StatusOr<T> OrDataLoss(absl::StatusOr<T> result) {
  if (!absl::IsNotFound(result.status()) && !absl::IsOutOfRange(result.status())) return result;
  return absl::DataLossError(result.status().message());
}

}  // namespace

crypto::NodeReader LogReader::Nodes() const {
  auto read = [snapshot = published_->snapshot](uint32_t level, uint64_t index) {
    return OrDataLoss(snapshot->ReadTile(level, index));
  };
  return crypto::CachedTileNodes(published_->edge, std::move(read), tiles_);
}

absl::StatusOr<std::string> LogReader::EntryBytes(uint64_t index) const {
  if (index >= published_->size) return NotLogged(index, published_->size);
  auto entries = published_->snapshot->ReadEntries(index, index + 1, proto::kMaxEntrySizeBytes);
  if (!entries.ok()) return entries.status();
  return std::move(entries->front());
}

absl::StatusOr<v1::LogEntry> LogReader::Entry(uint64_t index) const {
  absl::StatusOr<std::string> bytes = EntryBytes(index);
  if (!bytes.ok()) return bytes.status();
  absl::StatusOr<v1::LogEntry> entry = proto::DecodeEntry(*bytes);
  if (!entry.ok()) return absl::DataLossError(absl::StrCat("entry ", index, " is damaged"));
  return entry;
}

absl::StatusOr<v1::LoggedEntry> LogReader::EntryWithPath(uint64_t index, uint64_t tree_size) const {
  if (tree_size > published_->size) return NotLogged(tree_size, published_->size);
  if (index >= tree_size) return NotLogged(index, tree_size);
  absl::StatusOr<std::string> bytes = EntryBytes(index);
  if (!bytes.ok()) return bytes.status();
  const auto path = OrDataLoss(crypto::InclusionPath(index, tree_size, Nodes()));
  if (!path.ok()) return path.status();
  v1::LoggedEntry logged;
  logged.set_index(index);
  logged.set_entry(*std::move(bytes));
  for (const crypto::Hash& hash : *path) logged.add_path(hash.str());
  return logged;
}

absl::StatusOr<crypto::Path> LogReader::ConsistencyPath(uint64_t old_size,
                                                        uint64_t new_size) const {
  if (new_size > published_->size) return NotLogged(new_size, published_->size);
  if (old_size == 0 || old_size > new_size) return NotLogged(old_size, new_size);
  return OrDataLoss(crypto::ConsistencyPath(old_size, new_size, Nodes()));
}

absl::StatusOr<crypto::Hash> LogReader::RootAt(uint64_t tree_size) const {
  if (tree_size > published_->size) return NotLogged(tree_size, published_->size);
  return OrDataLoss(crypto::RootAt(tree_size, Nodes()));
}

absl::StatusOr<v1::Receipt> LogReader::ReceiptFor(const Placement& placement) const {
  absl::StatusOr<v1::LoggedEntry> entry = EntryWithPath(placement.begin, published_->size);
  if (!entry.ok()) return entry.status();
  v1::Receipt receipt;
  receipt.set_checkpoint(published_->checkpoint);
  *receipt.mutable_entry() = *std::move(entry);
  receipt.set_end(placement.end);
  receipt.set_already_logged(placement.already_logged);
  return receipt;
}

}  // namespace linkcert::server
