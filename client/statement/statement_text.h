// Statements as people write them: protobuf text format, or JSON when the text begins with '{'.
// Bytes fields take references (bytes_reference.h); JSON takes plain base64 as well.
//   register_organisation {
//     organisation: "suzhou-chip"  name: "苏州芯联电子（虚构）"  province: "32"
//   }
#ifndef LINKCERT_CLIENT_STATEMENT_STATEMENT_TEXT_H_
#define LINKCERT_CLIENT_STATEMENT_STATEMENT_TEXT_H_

#include <google/protobuf/text_format.h>

#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "linkcert/v1/statement.pb.h"

namespace linkcert::client {

// Not thread-safe.
class StatementText {
 public:
  // InvalidArgument naming line and column, or the field, of the first mistake. References to
  // files are looked for in `directory`.
  static absl::StatusOr<StatementText> Parse(absl::string_view text, const std::string& directory);

  v1::Statement& statement() { return statement_; }
  // "line 4, column 3" of the field at `path`, e.g. Statement.add_key.public_key, or of the
  // nearest one around it; empty when not known (JSON).
  std::string PlaceOf(absl::string_view path) const;

 private:
  StatementText() = default;

  v1::Statement statement_;
  std::unique_ptr<google::protobuf::TextFormat::ParseInfoTree> places_;
};

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_STATEMENT_STATEMENT_TEXT_H_
