#include "client/sheet/sheet_preview.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/sheet/number_allotment.h"

namespace linkcert::client {
namespace {

constexpr size_t kMaxRows = 10000;

std::string Column(ReportColumn column) { return std::string(ReportColumns()[column]); }

using IdKey = std::pair<std::string, std::string>;  // type, number
struct Seen {
  uint32_t line = 0;
  std::string name;
};

void CheckRoster(const ReportRow& row, const BatchTerms& terms, SheetProblems& problems) {
  const Person& person = row.person;
  if (person.organisation.empty()) return;
  const auto& organisations = terms.batch.roster().organisations();
  if (std::find(organisations.begin(), organisations.end(), person.organisation) ==
      organisations.end()) {
    problems.push_back(
        {row.line, kEmployerColumn, SheetFault::kEmployerNotOnRoster, person.employer});
    return;
  }
  if (terms.roster == nullptr || person.name.empty() || person.id_number.empty()) return;
  Person place = person;
  place.employer.clear();
  if (!terms.roster->contains(place)) {
    problems.push_back({row.line, "", SheetFault::kPersonNotOnRoster, ""});
  }
}

// Which described batch the row belongs to; -1: none.
int BatchOf(const ReportRow& row, const BatchDescription& description) {
  for (size_t i = 0; i < description.batches.size(); ++i) {
    const v1::IssueBatch& batch = description.batches[i].batch;
    if (row.occupation == batch.occupation_name() && row.trade == batch.trade() &&
        row.level == batch.level()) {
      return static_cast<int>(i);
    }
  }
  return -1;
}

// Puts each row into its batch and checks it against that.
void Group(ReportSheet& sheet, const BatchDescription& description, Preview& preview) {
  for (ReportRow& row : sheet.rows) {
    if (row.occupation.empty() || row.level == 0) continue;  // has a problem already
    const int index = BatchOf(row, description);
    if (index < 0) {
      preview.problems.push_back(
          {row.line, Column(kOccupationCell), SheetFault::kBatchNotDescribed,
           absl::StrCat(row.occupation, " / ", row.trade, " / ", row.cells[kLevelCell])});
      continue;
    }
    const BatchTerms& terms = description.batches[static_cast<size_t>(index)];
    CheckRoster(row, terms, preview.problems);
    if (row.issued_on != 0 && row.issued_on != terms.batch.issued_on()) {
      preview.problems.push_back({row.line, Column(kDateCell), SheetFault::kDateDiffers,
                                  proto::FormatDate(terms.batch.issued_on())});
    }
    preview.batches[static_cast<size_t>(index)].rows.push_back(std::move(row));
  }
}

// One person at most once in a batch, and under one name in the whole sheet.
void CheckPersons(Preview& preview) {
  std::map<IdKey, Seen> in_sheet;
  for (const BatchRows& batch : preview.batches) {
    std::map<IdKey, Seen> in_batch;
    for (const ReportRow& row : batch.rows) {
      const Person& person = row.person;
      if (person.id_number.empty() || person.name.empty()) continue;
      const IdKey key(person.id_type, person.id_number);
      const Seen seen{row.line, person.name};
      const auto [earlier, fresh] = in_batch.emplace(key, seen);
      if (!fresh) {
        preview.problems.push_back({row.line, kIdNumberColumn, SheetFault::kIdNumberRepeated,
                                    absl::StrCat("line ", earlier->second.line)});
      }
      const Seen& first = in_sheet.emplace(key, seen).first->second;
      if (first.name != person.name) {
        preview.problems.push_back(
            {row.line, kNameColumn, SheetFault::kNameDiffers, absl::StrCat("line ", first.line)});
      }
    }
  }
}

void CheckCounts(const BatchRows& batch, SheetProblems& problems) {
  const std::string& number = batch.batch.batch_number();
  if (batch.rows.empty()) {
    problems.push_back({0, "", SheetFault::kBatchWithoutRows, number});
  }
  if (batch.rows.size() > batch.batch.passed()) {
    problems.push_back(
        {0, "", SheetFault::kMoreThanPassed,
         absl::StrCat(number, ": ", batch.rows.size(), " / ", batch.batch.passed())});
  }
  if (batch.rows.size() > kMaxRows) {
    problems.push_back({0, "", SheetFault::kTooManyRows, number});
  }
}

bool Meet(const BatchRows& one, const BatchRows& other) {
  const v1::NumberBlock& a = one.batch.numbers();
  const v1::NumberBlock& b = other.batch.numbers();
  return !one.rows.empty() && !other.rows.empty() && a.prefix() == b.prefix() &&
         a.first() < b.first() + b.count() && b.first() < a.first() + a.count();
}

// R04: what one batch takes no other does; the registry would refuse the later one.
void CheckBlocks(Preview& preview) {
  for (size_t later = 0; later < preview.batches.size(); ++later) {
    for (size_t i = 0; i < later; ++i) {
      const BatchRows& one = preview.batches[i];
      const BatchRows& other = preview.batches[later];
      if (!Meet(one, other)) continue;
      preview.problems.push_back(
          {0, Column(kNumberCell), SheetFault::kNumberRepeated,
           absl::StrCat(one.batch.batch_number(), ", ", other.batch.batch_number())});
    }
  }
}

}  // namespace

absl::StatusOr<Preview> PreviewSheet(absl::string_view bytes, const BatchDescription& description) {
  Preview preview;
  absl::StatusOr<ReportSheet> sheet = ReadReportSheet(bytes, description.terms, preview.problems);
  if (!sheet.ok()) return sheet.status();
  preview.encoding = sheet->encoding;
  preview.row_count = sheet->rows.size();
  for (const BatchTerms& terms : description.batches) {
    preview.batches.push_back({terms.batch, {}, terms.companion_directory});
  }
  if (sheet->rows.empty()) return preview;
  Group(*sheet, description, preview);
  CheckPersons(preview);
  for (BatchRows& batch : preview.batches) {
    CheckCounts(batch, preview.problems);
    std::vector<ReportRow*> rows;
    for (ReportRow& row : batch.rows) rows.push_back(&row);
    AllotNumbers(rows, batch.batch, preview.problems);
  }
  CheckBlocks(preview);
  SortByLine(preview.problems);
  return preview;
}

}  // namespace linkcert::client
