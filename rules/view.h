// What the rules may know: records by key, and nothing else.
#ifndef LINKCERT_RULES_VIEW_H_
#define LINKCERT_RULES_VIEW_H_

#include <memory>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "linkcert/records/v1/records.pb.h"

namespace linkcert::rules {

namespace records = linkcert::records::v1;

using Record = records::Record;
using RecordPtr = std::shared_ptr<const Record>;  // null = there is no such record

// A consistent state of all records. Implemented by State (in memory), Overlay (a state plus
// effects not yet committed) and the server's stored view. Thread-safe for reading.
class View {
 public:
  virtual ~View() = default;
  // Null when absent. An error is the store's, never a refusal.
  virtual absl::StatusOr<RecordPtr> Find(absl::string_view key) const = 0;
};

}  // namespace linkcert::rules

#endif  // LINKCERT_RULES_VIEW_H_
