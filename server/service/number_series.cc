#include "server/service/number_series.h"

#include <functional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "rules/records.h"
#include "server/log/stored_view.h"
#include "server/service/resource_name.h"

namespace linkcert::server {
namespace {

constexpr size_t kMaxSegments = 128;  // of a series: 1,000,000 serials in segments of 10,000

// Segments come in order; ranges that touch across their borders are joined.
void AddTaken(const rules::Record& record, v1::NumberSeries& series) {
  const rules::records::NumberSegment& segment = record.number_segment();
  for (int i = 0; i < segment.begins_size() && i < segment.ends_size(); ++i) {
    const int last = series.taken_size() - 1;
    if (last >= 0 && series.taken(last).end() == segment.begins(i)) {
      series.mutable_taken(last)->set_end(segment.ends(i));
      continue;
    }
    v1::SerialRange& range = *series.add_taken();
    range.set_begin(segment.begins(i));
    range.set_end(segment.ends(i));
  }
}

void AddAssigned(const rules::Record& record, v1::NumberSeries& series) {
  for (const rules::records::AssignedRange& range : record.assigned_numbers().ranges()) {
    const std::string holder = absl::StrCat("accreditations/", range.accreditation());
    const int last = series.assigned_size() - 1;
    if (last >= 0 && series.assigned(last).serials().end() == range.begin() &&
        series.assigned(last).accreditation() == holder) {
      series.mutable_assigned(last)->mutable_serials()->set_end(range.end());
      continue;
    }
    v1::AssignedSerials& added = *series.add_assigned();
    added.mutable_serials()->set_begin(range.begin());
    added.mutable_serials()->set_end(range.end());
    added.set_accreditation(holder);
  }
}

// All records of the series under one kind of key, e.g. numbers/PREFIX/.
absl::Status ReadSegments(const storage::Snapshot& snapshot, const std::string& prefix,
                          const std::function<void(const rules::Record&)>& add) {
  const auto rows = snapshot.ListRecords(prefix, "", kMaxSegments);
  if (!rows.ok()) return rows.status();
  for (const storage::RecordRow& row : *rows) {
    const absl::StatusOr<rules::RecordPtr> record = ParseRecord(row.key, row.value);
    if (!record.ok()) return record.status();
    add(**record);
  }
  return absl::OkStatus();
}

// Without the segment at the end.
std::string PrefixOf(std::string key) {
  key.resize(key.rfind('/') + 1);
  return key;
}

}  // namespace

absl::StatusOr<v1::NumberSeries> ReadNumberSeries(const storage::Snapshot& snapshot,
                                                  const std::string& name) {
  const absl::StatusOr<std::vector<std::string>> ids = ParseName(name, {"numberSeries"});
  if (!ids.ok()) return ids.status();
  v1::NumberSeries series;
  series.set_name(name);
  absl::Status status =
      ReadSegments(snapshot, PrefixOf(rules::NumberSegmentKey(ids->front(), 0)),
                   [&](const rules::Record& record) { AddTaken(record, series); });
  if (status.ok()) {
    status = ReadSegments(snapshot, PrefixOf(rules::AssignedNumbersKey(ids->front(), 0)),
                          [&](const rules::Record& record) { AddAssigned(record, series); });
  }
  if (!status.ok()) return status;
  return series;
}

}  // namespace linkcert::server
