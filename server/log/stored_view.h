// The records of one snapshot, as the rules read them. Thread-safe.
#ifndef LINKCERT_SERVER_LOG_STORED_VIEW_H_
#define LINKCERT_SERVER_LOG_STORED_VIEW_H_

#include <memory>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "rules/view.h"
#include "server/log/record_cache.h"
#include "storage/store.h"

namespace linkcert::server {

class StoredView final : public rules::View {
 public:
  // `cache` must be of the snapshot's own log and outlive the view.
  StoredView(std::shared_ptr<const storage::Snapshot> snapshot, RecordCache* cache);

  // DataLoss if the row is no record.
  absl::StatusOr<rules::RecordPtr> Find(absl::string_view key) const override;
  absl::StatusOr<rules::KeyedRecord> FindLast(absl::string_view prefix,
                                              absl::string_view at_most) const override;

 private:
  const std::shared_ptr<const storage::Snapshot> snapshot_;
  RecordCache* const cache_;
};

// The record in a stored row; DataLoss if it is none.
absl::StatusOr<rules::RecordPtr> ParseRecord(absl::string_view key, absl::string_view value);

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_LOG_STORED_VIEW_H_
