#include "client/sheet/roster.h"

#include <google/protobuf/util/json_util.h>

#include <map>
#include <set>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "client/sheet/sheet_table.h"
#include "client/shuffle.h"
#include "crypto/hash.h"
#include "crypto/merkle.h"
#include "proto/canonical.h"

namespace linkcert::client {
namespace {

const absl::string_view kColumns[] = {kNameColumn, kIdTypeColumn, kIdNumberColumn, kEmployerColumn};
constexpr size_t kSaltSizeBytes = 32;

absl::StatusOr<crypto::Hash> RootOfPlaces(const v1::RosterFile& roster) {
  std::vector<crypto::Hash> hashes;
  for (const v1::RosterLeaf& place : roster.places()) {
    const absl::StatusOr<std::string> bytes = proto::EncodeCanonical(place);
    if (!bytes.ok()) return bytes.status();
    hashes.push_back(crypto::HashLeaf(*bytes));
  }
  return crypto::RootOf(hashes);
}

absl::Status FromProtobuf(const google::protobuf::util::Status& status) {
  if (status.ok()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::string_view(status.message().data(), status.message().size()));
}

}  // namespace

absl::StatusOr<std::vector<Person>> ReadRosterSheet(absl::string_view bytes,
                                                    const PersonTerms& terms,
                                                    SheetProblems& problems) {
  absl::StatusOr<SheetTable> table = SheetTable::Read(bytes, kColumns, {}, problems);
  if (!table.ok()) return table.status();
  std::vector<Person> persons;
  std::map<std::pair<std::string, std::string>, uint32_t> lines;
  for (const CsvRow& row : table->rows()) {
    persons.push_back(ReadPerson(row.line, row.cells[0], row.cells[1], row.cells[2], row.cells[3],
                                 terms, problems));
    const Person& person = persons.back();
    if (person.id_number.empty()) continue;
    const auto [seen, fresh] = lines.emplace(std::pair(person.id_type, person.id_number), row.line);
    if (!fresh) {
      problems.push_back({row.line, kIdNumberColumn, SheetFault::kIdNumberRepeated,
                          absl::StrCat("line ", seen->second)});
    }
  }
  return persons;
}

absl::StatusOr<v1::RosterFile> SealPlaces(absl::Span<const Person> persons) {
  std::vector<Person> shuffled(persons.begin(), persons.end());
  Shuffle(shuffled);
  v1::RosterFile roster;
  std::set<std::string> organisations;
  for (const Person& person : shuffled) {
    v1::RosterLeaf& place = *roster.add_places();
    place.set_salt(crypto::RandomBytes(kSaltSizeBytes));
    place.set_organisation(person.organisation);
    place.set_name(person.name);
    place.set_id_type(person.id_type);
    place.set_id_number(person.id_number);
    organisations.insert(person.organisation);
  }
  const absl::StatusOr<crypto::Hash> root = RootOfPlaces(roster);
  if (!root.ok()) return root.status();
  v1::RosterSummary& summary = *roster.mutable_summary();
  summary.set_root(root->str());
  summary.set_total(static_cast<uint32_t>(shuffled.size()));
  for (const std::string& organisation : organisations) summary.add_organisations(organisation);
  return roster;
}

absl::StatusOr<std::string> FormatRoster(const v1::RosterFile& roster) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.preserve_proto_field_names = true;
  std::string json;
  absl::Status status =
      FromProtobuf(google::protobuf::util::MessageToJsonString(roster, &json, options));
  if (!status.ok()) return status;
  return json;
}

absl::StatusOr<v1::RosterFile> ParseRoster(absl::string_view json) {
  v1::RosterFile roster;
  absl::Status status = FromProtobuf(
      google::protobuf::util::JsonStringToMessage({json.data(), json.size()}, &roster));
  if (!status.ok()) return status;
  const absl::StatusOr<crypto::Hash> root = RootOfPlaces(roster);
  if (!root.ok()) return root.status();
  if (root->view() != roster.summary().root()) {
    return absl::DataLossError("the roster's places do not give its root: it was changed");
  }
  return roster;
}

}  // namespace linkcert::client
