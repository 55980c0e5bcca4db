// A roster (名册) on the issuer's side: places with their salts, and the root that is sealed in the
// log. Thread-safe.
#ifndef LINKCERT_CLIENT_SHEET_ROSTER_H_
#define LINKCERT_CLIENT_SHEET_ROSTER_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "client/sheet/person.h"
#include "client/sheet/sheet_problem.h"
#include "linkcert/v1/issuing_files.pb.h"

namespace linkcert::client {

// The persons of a sheet 姓名 | 证件类型 | 证件号码 | 所在单位; what is wrong is added to
// `problems`.
absl::StatusOr<std::vector<Person>> ReadRosterSheet(absl::string_view bytes,
                                                    const PersonTerms& terms,
                                                    SheetProblems& problems);

// Fresh salts, shuffled places, RFC 6962 root over the canonical RosterLeaf messages.
absl::StatusOr<v1::RosterFile> SealPlaces(absl::Span<const Person> persons);

// Readable JSON, and back. DataLoss when the places do not give the root.
absl::StatusOr<std::string> FormatRoster(const v1::RosterFile& roster);
absl::StatusOr<v1::RosterFile> ParseRoster(absl::string_view json);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_SHEET_ROSTER_H_
