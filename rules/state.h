// All records in memory: what auditors, tests and `rebuild` replay into.
#ifndef LINKCERT_RULES_STATE_H_
#define LINKCERT_RULES_STATE_H_

#include <cstddef>
#include <map>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "rules/admit.h"
#include "rules/view.h"

namespace linkcert::rules {

// The bytes of a record: the same for the same content, always.
std::string RecordBytes(const Record& record);

// Not thread-safe.
class State : public View {
 public:
  absl::StatusOr<RecordPtr> Find(absl::string_view key) const override;
  void Apply(absl::Span<const Effect> effects);
  const std::map<std::string, RecordPtr, std::less<>>& records() const { return records_; }

  // All records in key order as bytes: equal states give equal dumps.
  std::string Dump() const;
  // The state that gave this dump; DataLoss if it is damaged.
  static absl::StatusOr<State> FromDump(absl::string_view dump);

 private:
  std::map<std::string, RecordPtr, std::less<>> records_;
};

// A view with effects on top that are not committed yet. `base` must outlive it; not thread-safe.
class Overlay : public View {
 public:
  explicit Overlay(const View& base) : base_(base) {}
  absl::StatusOr<RecordPtr> Find(absl::string_view key) const override;
  void Apply(absl::Span<const Effect> effects);
  // The newest record under each changed key.
  const absl::flat_hash_map<std::string, RecordPtr>& changed() const { return changed_; }

 private:
  const View& base_;
  absl::flat_hash_map<std::string, RecordPtr> changed_;
};

}  // namespace linkcert::rules

#endif  // LINKCERT_RULES_STATE_H_
