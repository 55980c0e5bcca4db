#include "server/log/stored_view.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

namespace linkcert::server {

StoredView::StoredView(std::shared_ptr<const storage::Snapshot> snapshot, RecordCache* cache)
    : snapshot_(std::move(snapshot)), cache_(cache) {}

absl::StatusOr<rules::RecordPtr> StoredView::Find(absl::string_view key) const {
  if (auto cached = cache_->Find(snapshot_->size(), key); cached != nullptr) return cached;
  absl::StatusOr<std::optional<std::string>> row = snapshot_->FindRecord(key);
  if (!row.ok()) return row.status();
  if (!row->has_value()) return rules::RecordPtr();
  absl::StatusOr<rules::RecordPtr> record = ParseRecord(key, **row);
  if (record.ok()) cache_->Remember(snapshot_->size(), key, *record);
  return record;
}

absl::StatusOr<rules::KeyedRecord> StoredView::FindLast(absl::string_view prefix,
                                                        absl::string_view at_most) const {
  auto row = snapshot_->FindLastRecord(prefix, at_most);
  if (!row.ok()) return row.status();
  if (!row->has_value()) return rules::KeyedRecord();
  absl::StatusOr<rules::RecordPtr> record = ParseRecord((*row)->key, (*row)->value);
  if (!record.ok()) return record.status();
  return rules::KeyedRecord{std::move((*row)->key), *std::move(record)};
}

absl::StatusOr<rules::RecordPtr> ParseRecord(absl::string_view key, absl::string_view value) {
  auto record = std::make_shared<rules::Record>();
  if (!record->ParseFromArray(value.data(), static_cast<int>(value.size()))) {
    return absl::DataLossError(absl::StrCat("the record under ", key, " is damaged"));
  }
  return rules::RecordPtr(std::move(record));
}

}  // namespace linkcert::server
