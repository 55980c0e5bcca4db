// All records in memory: what auditors, tests and `rebuild` replay into.
#ifndef LINKCERT_RULES_STATE_H_
#define LINKCERT_RULES_STATE_H_

#include <cstddef>
#include <map>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "rules/admit.h"
#include "rules/view.h"

namespace linkcert::rules {

// The bytes of a record: the same for the same content, always.
std::string RecordBytes(const Record& record);

// By key, in the order of unsigned bytes.
using Records = std::map<std::string, RecordPtr, std::less<>>;

// Not thread-safe.
class State : public View {
 public:
  absl::StatusOr<RecordPtr> Find(absl::string_view key) const override;
  absl::StatusOr<KeyedRecord> FindLast(absl::string_view prefix,
                                       absl::string_view at_most) const override;
  void Apply(absl::Span<const Effect> effects);
  const Records& records() const { return records_; }

  // All records in key order as bytes: equal states give equal dumps.
  std::string Dump() const;
  // The state that gave this dump; DataLoss if it is damaged.
  static absl::StatusOr<State> FromDump(absl::string_view dump);

 private:
  Records records_;
};

// A view with effects on top that are not committed yet. `base` must outlive it; not thread-safe.
class Overlay : public View {
 public:
  explicit Overlay(const View& base) : base_(base) {}
  absl::StatusOr<RecordPtr> Find(absl::string_view key) const override;
  absl::StatusOr<KeyedRecord> FindLast(absl::string_view prefix,
                                       absl::string_view at_most) const override;
  void Apply(absl::Span<const Effect> effects);
  // The newest record under each changed key.
  const Records& changed() const { return changed_; }

 private:
  const View& base_;
  Records changed_;
};

}  // namespace linkcert::rules

#endif  // LINKCERT_RULES_STATE_H_
