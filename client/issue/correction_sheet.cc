#include "client/issue/correction_sheet.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/sheet/id_document.h"
#include "client/sheet/person.h"
#include "client/sheet/report_sheet.h"
#include "client/sheet/sheet_table.h"
#include "proto/claims.h"

namespace linkcert::client {
namespace {

constexpr absl::string_view kNumberColumn[] = {"证书编号"};
constexpr size_t kMaxPrintedSizeBytes = 256;

// A claim that may be corrected.
struct Correctable {
  uint32_t tag = 0;
  std::string option;  // in assignments
  ExtraColumn column;
};

const std::vector<Correctable>& Correctables() {
  static const auto* const kAll =
      new std::vector<Correctable>{{proto::kName, "name", {{kNameColumn}}},
                                   {proto::kIdType, "id-type", {{kIdTypeColumn}}},
                                   {proto::kIdNumber, "id-number", {{kIdNumberColumn}}},
                                   {proto::kEmployer, "employer", {{kEmployerColumn}}},
                                   {proto::kTheoryScore, "theory-score", ScoreColumns()[0]},
                                   {proto::kSkillScore, "skill-score", ScoreColumns()[1]},
                                   {proto::kReviewScore, "review-score", ScoreColumns()[2]}};
  return *kAll;
}

const std::string& ColumnOf(uint32_t tag) {
  const auto& all = Correctables();
  return std::find_if(all.begin(), all.end(),
                      [&](const Correctable& one) { return one.tag == tag; })
      ->column.names.front();
}

ClaimValues ValuesOf(const SheetTable& table, const CsvRow& row) {
  ClaimValues values;
  for (const Correctable& one : Correctables()) {
    std::string value = table.Extra(row, one.column.names.front());
    if (!value.empty()) values[one.tag] = std::move(value);
  }
  return values;
}

void CheckId(CertificateChange& change, const PersonTerms& terms, SheetProblems& problems) {
  const auto type = change.values.find(proto::kIdType);
  const auto number = change.values.find(proto::kIdNumber);
  const std::vector<std::string>& old = change.certificate.values;
  if (type == change.values.end() && number == change.values.end()) return;
  const std::string& now = type != change.values.end() ? type->second : old[proto::kIdType - 1];
  const auto kind = terms.id_types.find(now);
  if (kind == terms.id_types.end()) {
    problems.push_back({change.line, kIdTypeColumn, SheetFault::kIdTypeUnknown, now});
    return;
  }
  IdNumberCheck check = CheckIdNumber(
      kind->second, number != change.values.end() ? number->second : old[proto::kIdNumber - 1]);
  if (check.fault) {
    problems.push_back({change.line, kIdNumberColumn, *check.fault, ""});
  } else if (number != change.values.end()) {
    number->second = std::move(check.number);
  }
}

void CheckValue(uint32_t line, uint32_t tag, const std::string& value, SheetProblems& problems) {
  if (tag == proto::kName || tag == proto::kEmployer) {
    CheckPrinted(line, ColumnOf(tag), value, kMaxPrintedSizeBytes, problems);
  } else if (tag >= proto::kTheoryScore && tag <= proto::kReviewScore && !IsScore(value)) {
    problems.push_back({line, ColumnOf(tag), SheetFault::kScoreMalformed, value});
  }
}

}  // namespace

absl::Status AddAssignment(absl::string_view assignment, ClaimValues& values) {
  const size_t equals = assignment.find('=');
  const absl::string_view name = assignment.substr(0, equals);
  std::vector<std::string> known;
  for (const Correctable& one : Correctables()) {
    known.push_back(one.option);
    if (name != one.option && name != one.column.names.front()) continue;
    if (equals == absl::string_view::npos || equals + 1 == assignment.size()) {
      return absl::InvalidArgumentError(absl::StrCat(name, ": give ", name, "=VALUE"));
    }
    if (!values.emplace(one.tag, std::string(assignment.substr(equals + 1))).second) {
      return absl::InvalidArgumentError(absl::StrCat(name, ": given twice"));
    }
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      absl::StrCat("\"", name, "\" is nothing that is corrected: ", absl::StrJoin(known, ", ")));
}

absl::StatusOr<std::vector<CertificateChange>> ReadCorrectionSheet(
    absl::string_view sheet, const std::vector<OwnCertificate>& certificates,
    SheetProblems& problems) {
  std::vector<ExtraColumn> columns;
  for (const Correctable& one : Correctables()) columns.push_back(one.column);
  const absl::StatusOr<SheetTable> table =
      SheetTable::Read(sheet, kNumberColumn, columns, problems);
  if (!table.ok()) return table.status();
  std::map<std::string, const OwnCertificate*> by_number;
  for (const OwnCertificate& own : certificates) {
    by_number.emplace(own.values[proto::kNumber - 1], &own);
  }
  std::vector<CertificateChange> changes;
  std::map<std::string, uint32_t> lines;
  for (const CsvRow& row : table->rows()) {
    const std::string& number = row.cells.front();
    const auto own = by_number.find(number);
    const auto [earlier, fresh] = lines.emplace(number, row.line);
    if (own == by_number.end()) {
      problems.push_back(
          {row.line, std::string(kNumberColumn[0]), SheetFault::kCertificateNotGiven, number});
    } else if (!fresh) {
      problems.push_back({row.line, std::string(kNumberColumn[0]), SheetFault::kNumberRepeated,
                          absl::StrCat("line ", earlier->second)});
    } else {
      changes.push_back({*own->second, ValuesOf(*table, row), row.line});
    }
  }
  return changes;
}

void CheckChanges(std::vector<CertificateChange>& changes, const PersonTerms& terms,
                  SheetProblems& problems) {
  for (CertificateChange& change : changes) {
    CheckId(change, terms, problems);
    for (auto value = change.values.begin(); value != change.values.end();) {
      const bool same = change.certificate.values[value->first - 1] == value->second;
      value = same ? change.values.erase(value) : std::next(value);
    }
    for (const auto& [tag, value] : change.values) {
      CheckValue(change.line, tag, value, problems);
    }
    if (change.values.empty()) {
      problems.push_back({change.line, "", SheetFault::kNothingToCorrect,
                          change.certificate.values[proto::kNumber - 1]});
    }
  }
}

}  // namespace linkcert::client
