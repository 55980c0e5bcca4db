#include "client/sheet/person.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "proto/charset.h"

namespace linkcert::client {
namespace {

constexpr size_t kMaxNameSizeBytes = 256;

void ReadId(uint32_t line, const std::string& id_type, const std::string& id_number,
            const PersonTerms& terms, Person& person, SheetProblems& problems) {
  const auto kind = terms.id_types.find(id_type);
  if (kind == terms.id_types.end()) {
    problems.push_back({line, kIdTypeColumn, SheetFault::kIdTypeUnknown, id_type});
    return;
  }
  person.id_type = id_type;
  if (id_number.empty()) {
    problems.push_back({line, kIdNumberColumn, SheetFault::kCellEmpty, ""});
    return;
  }
  IdNumberCheck check = CheckIdNumber(kind->second, id_number);
  if (check.fault) {
    problems.push_back({line, kIdNumberColumn, *check.fault, ""});
  } else {
    person.id_number = std::move(check.number);
  }
}

}  // namespace

PersonTerms ReadPersonTerms(JsonFields& fields) {
  PersonTerms terms;
  fields.ForEachString("employers", [&](const std::string& printed, const std::string& id) {
    if (!proto::IsOfCharset(v1::CHARSET_ID, id)) {
      fields.Fail("employers", absl::StrCat(printed, ": \"", id, "\" is no organisation id"));
    }
    terms.employers[printed] = id;
  });
  fields.ForEachString("id_types", [&](const std::string& code, const std::string& name) {
    const std::optional<IdKind> kind = ParseIdKind(name);
    const bool formed = proto::IsOfCharset(v1::CHARSET_DIGITS, code) && code.size() <= 3;
    if (!kind || !formed) {
      fields.Fail("id_types", absl::StrCat("\"", code, "\": \"", name,
                                           "\" must be up to three digits and a known kind"));
    } else {
      terms.id_types[code] = *kind;
    }
  });
  return terms;
}

bool CheckPrinted(uint32_t line, absl::string_view column, absl::string_view text,
                  size_t max_size_bytes, SheetProblems& problems) {
  if (text.empty()) {
    problems.push_back({line, std::string(column), SheetFault::kCellEmpty, ""});
    return false;
  }
  if (text.size() > max_size_bytes || !proto::IsOfCharset(v1::CHARSET_TEXT, text)) {
    problems.push_back({line, std::string(column), SheetFault::kCellText, ""});
    return false;
  }
  return true;
}

Person ReadPerson(uint32_t line, const std::string& name, const std::string& id_type,
                  const std::string& id_number, const std::string& employer,
                  const PersonTerms& terms, SheetProblems& problems) {
  Person person;
  if (CheckPrinted(line, kNameColumn, name, kMaxNameSizeBytes, problems)) person.name = name;
  ReadId(line, id_type, id_number, terms, person, problems);
  if (!CheckPrinted(line, kEmployerColumn, employer, kMaxNameSizeBytes, problems)) return person;
  const auto organisation = terms.employers.find(employer);
  if (organisation == terms.employers.end()) {
    problems.push_back({line, kEmployerColumn, SheetFault::kEmployerUnknown, employer});
    return person;
  }
  person.employer = employer;
  person.organisation = organisation->second;
  return person;
}

}  // namespace linkcert::client
