// What the issuer says of a sheet (DESC.json): everything of an IssueBatch that does not stand in
// the rows. Members at the top hold for all batches; each object of "batches" overrides them, so
// one batch needs no "batches" at all. deploy/demo/batch.json is an example. Thread-safe.
#ifndef LINKCERT_CLIENT_SHEET_BATCH_DESCRIPTION_H_
#define LINKCERT_CLIENT_SHEET_BATCH_DESCRIPTION_H_

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/sheet/person.h"
#include "linkcert/v1/act_issue.pb.h"

namespace linkcert::client {

// What holds for all rows.
struct SheetTerms {
  PersonTerms persons;
  std::string issuer_name;                              // 评价机构, as printed
  std::string issuing_name;                             // 发证机构, as printed
  std::map<std::string, uint32_t, std::less<>> levels;  // digit of the sheet → ordinal
};

struct BatchTerms {
  // All but leaf_count, leaves_root and report_digest; numbers.count 0 = as many as it takes.
  v1::IssueBatch batch;
  // Who may be in it, without printed employers; null when the description does not name the
  // roster file.
  std::shared_ptr<const std::set<Person>> roster;
  // Where the other batch of one examination was issued to (一试双证); empty: there is none.
  std::string companion_directory;
};

struct BatchDescription {
  SheetTerms terms;
  std::vector<BatchTerms> batches;
};

// InvalidArgument naming the member of the first mistake; two batches must differ in occupation,
// trade or level, and in their batch number. Files are looked for in `directory`.
absl::StatusOr<BatchDescription> ParseBatchDescription(absl::string_view json,
                                                       const std::string& directory);
// Only what reading a roster sheet needs; other members are not looked at.
absl::StatusOr<PersonTerms> ParsePersonTerms(absl::string_view json);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_SHEET_BATCH_DESCRIPTION_H_
