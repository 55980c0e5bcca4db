// The person columns of a sheet, checked against what the batch description says of them.
// Thread-safe.
#ifndef LINKCERT_CLIENT_SHEET_PERSON_H_
#define LINKCERT_CLIENT_SHEET_PERSON_H_

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "absl/strings/string_view.h"
#include "client/sheet/id_document.h"
#include "client/sheet/sheet_problem.h"
#include "client/statement/json_fields.h"

namespace linkcert::client {

inline constexpr char kNameColumn[] = "姓名";
inline constexpr char kIdTypeColumn[] = "证件类型";
inline constexpr char kIdNumberColumn[] = "证件号码";
inline constexpr char kEmployerColumn[] = "所在单位";

struct Person {
  std::string name;
  std::string id_type;
  std::string id_number;     // in its one form
  std::string employer;      // as printed
  std::string organisation;  // the employer's id in the registry

  friend auto operator<=>(const Person&, const Person&) = default;
};

// What the printed names and codes of a sheet stand for.
struct PersonTerms {
  std::map<std::string, std::string, std::less<>> employers;  // printed name → organisation id
  std::map<std::string, IdKind, std::less<>> id_types = {{"201", IdKind::kResidentId}};
};

// Members "employers" {"printed name": "organisation id"} and "id_types" {"code": "kind"}.
PersonTerms ReadPersonTerms(JsonFields& fields);

// Whether `text` may be printed: not empty, at most `max_size_bytes`, no invisible characters.
// Adds the problem otherwise.
bool CheckPrinted(uint32_t line, absl::string_view column, absl::string_view text,
                  size_t max_size_bytes, SheetProblems& problems);

// The person of the four cells; what is wrong is added to `problems`, and that part stays empty.
Person ReadPerson(uint32_t line, const std::string& name, const std::string& id_type,
                  const std::string& id_number, const std::string& employer,
                  const PersonTerms& terms, SheetProblems& problems);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_SHEET_PERSON_H_
