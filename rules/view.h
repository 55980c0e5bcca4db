// What the rules may know: records by key, and nothing else.
#ifndef LINKCERT_RULES_VIEW_H_
#define LINKCERT_RULES_VIEW_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "linkcert/records/v1/records.pb.h"

namespace linkcert::rules {

namespace records = linkcert::records::v1;

using Record = records::Record;
using RecordPtr = std::shared_ptr<const Record>;  // null = there is no such record

struct KeyedRecord {
  std::string key;
  RecordPtr record;
};

// A consistent state of all records. Implemented by State (in memory), Overlay (a state plus
// effects not yet committed) and the server's stored view. Thread-safe for reading.
class View {
 public:
  virtual ~View() = default;
  // Null when absent. An error is the store's, never a refusal.
  virtual absl::StatusOr<RecordPtr> Find(absl::string_view key) const = 0;
  // The record with the greatest key not above `at_most`, which begins with `prefix`; a null record
  // when that key does not.
  virtual absl::StatusOr<KeyedRecord> FindLast(absl::string_view prefix,
                                               absl::string_view at_most) const = 0;
};

}  // namespace linkcert::rules

#endif  // LINKCERT_RULES_VIEW_H_
