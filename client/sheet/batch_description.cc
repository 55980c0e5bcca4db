#include "client/sheet/batch_description.h"

#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/local_file.h"
#include "client/sheet/roster.h"
#include "client/statement/json_fields.h"
#include "proto/identifiers.h"

namespace linkcert::client {
namespace {

constexpr size_t kIdSizeBytes = 16;
constexpr size_t kDigestSizeBytes = 32;
constexpr uint32_t kDocumentVersion = 1;

using BatchKey = std::tuple<std::string, std::string, uint32_t>;  // occupation, trade, level

SheetTerms ReadTerms(JsonFields& fields) {
  SheetTerms terms;
  terms.persons = ReadPersonTerms(fields);
  terms.issuer_name = fields.String("issuer_name");
  terms.issuing_name = fields.String("issuing_name", Need::kOptional);
  if (terms.issuing_name.empty()) terms.issuing_name = terms.issuer_name;
  JsonFields levels = fields.Object("levels");
  for (const char* digit : {"1", "2", "3", "4", "5", "6", "7", "8", "9", "T", "S"}) {
    if (levels.Has(digit)) terms.levels[digit] = levels.Number(digit);
  }
  fields.Include(levels.Finish());
  return terms;
}

void ReadOccupation(JsonFields& fields, v1::IssueBatch& batch) {
  JsonFields occupation = fields.Object("occupation");
  batch.mutable_occupation()->set_edition(occupation.String("edition"));
  batch.mutable_occupation()->set_code(occupation.String("code"));
  batch.set_occupation_name(occupation.String("name"));
  fields.Include(occupation.Finish());
}

void ReadRights(JsonFields& fields, v1::IssueBatch& batch) {
  batch.set_accreditation(fields.String("accreditation"));
  batch.set_chain(fields.String("chain", Need::kOptional));
  batch.set_standard(fields.String("standard"));
  batch.set_standard_version(fields.Number("standard_version"));
  ReadOccupation(fields, batch);
  batch.set_trade(fields.String("trade", Need::kOptional));
  batch.set_ladder(fields.String("ladder"));
  batch.set_level(fields.Number("level"));
  v1::CertificateClass certificate_class = v1::CERTIFICATE_CLASS_UNSPECIFIED;
  const std::string class_name = fields.String("class");
  if (!v1::CertificateClass_Parse("CERTIFICATE_CLASS_" + class_name, &certificate_class)) {
    fields.Fail("class", "must be STATE_LEVEL, ENTERPRISE or SPECIAL_ABILITY");
  }
  batch.set_certificate_class(certificate_class);
  v1::Route route = v1::ROUTE_UNSPECIFIED;
  if (!v1::Route_Parse("ROUTE_" + fields.String("route"), &route)) {
    fields.Fail("route", "must be EXAM, DIRECT, EXCEPTIONAL, COMPETITION, SCHOOL or CONVERT");
  }
  batch.set_route(route);
  batch.set_document_version(kDocumentVersion);
}

void ReadProcess(JsonFields& fields, v1::IssueBatch& batch) {
  batch.set_batch_number(fields.String("batch_number"));
  batch.set_plan(fields.Bytes("plan", kIdSizeBytes));
  batch.set_exam_start(fields.Date("exam_start"));
  batch.set_exam_end(fields.Date("exam_end"));
  batch.set_results_on(fields.Date("results_on", Need::kOptional));
  batch.set_publicity_from(fields.Date("publicity_from", Need::kOptional));
  batch.set_publicity_to(fields.Date("publicity_to", Need::kOptional));
  batch.set_issued_on(fields.Date("issued_on"));
  batch.set_valid_to(fields.Date("valid_to", Need::kOptional));
  batch.set_admitted(fields.Number("admitted"));
  batch.set_present(fields.Number("present"));
  batch.set_passed(fields.Number("passed"));
  const auto assign = [&](absl::string_view name, size_t size, auto* field) {
    for (std::string& item : fields.BytesList(name, size)) *field->Add() = std::move(item);
  };
  assign("assessors", kIdSizeBytes, batch.mutable_assessors());
  assign("supervisors", kIdSizeBytes, batch.mutable_supervisors());
  batch.set_companion_batch(fields.Bytes("companion_batch", kIdSizeBytes, Need::kOptional));
  batch.set_basis_digest(fields.Bytes("basis_digest", kDigestSizeBytes, Need::kOptional));
  for (std::string& item : fields.Strings("programmes")) batch.add_programmes(std::move(item));
  for (std::string& item : fields.Strings("references")) batch.add_references(std::move(item));
}

void ReadNumbers(JsonFields& fields, v1::IssueBatch& batch) {
  JsonFields numbers = fields.Object("numbers");
  v1::NumberBlock& block = *batch.mutable_numbers();
  block.set_prefix(numbers.String("prefix"));
  block.set_first(numbers.Number("first"));
  block.set_count(numbers.Number("count", Need::kOptional));
  for (const uint32_t serial : numbers.Numbers("voided")) block.add_voided(serial);
  if (block.first() == 0) numbers.Fail("first", "serials begin at 1");
  if (batch.certificate_class() == v1::CERTIFICATE_CLASS_STATE_LEVEL &&
      !proto::IsStateNumberPrefix(block.prefix())) {
    numbers.Fail("prefix", "must be filing code (13), year (2) and level (1)");
  }
  fields.Include(numbers.Finish());
}

void ReadRosterFile(JsonFields& fields, const std::string& path, BatchTerms& batch) {
  const absl::StatusOr<std::string> text = ReadLocalFile(path);
  if (!text.ok()) return fields.Fail("roster", text.status().message());
  const absl::StatusOr<v1::RosterFile> roster = ParseRoster(*text);
  if (!roster.ok()) return fields.Fail("roster", roster.status().message());
  *batch.batch.mutable_roster() = roster->summary();
  auto persons = std::make_shared<std::set<Person>>();
  for (const v1::RosterLeaf& place : roster->places()) {
    persons->insert({place.name(), place.id_type(), place.id_number(), "", place.organisation()});
  }
  batch.roster = std::move(persons);
}

// Either the name of a roster file, or its summary.
void ReadRoster(JsonFields& fields, const Json& json, const std::string& directory,
                BatchTerms& batch) {
  if (json.contains("roster") && json.at("roster").is_string()) {
    return ReadRosterFile(fields, PathIn(directory, fields.String("roster")), batch);
  }
  JsonFields roster = fields.Object("roster");
  v1::RosterSummary& summary = *batch.batch.mutable_roster();
  summary.set_root(roster.Bytes("root", kDigestSizeBytes));
  summary.set_total(roster.Number("total"));
  for (std::string& id : roster.Strings("organisations")) summary.add_organisations(std::move(id));
  fields.Include(roster.Finish());
}

absl::Status ReadBatch(const Json& json, const std::string& path, const std::string& directory,
                       BatchDescription& description) {
  JsonFields fields(json, path, directory);
  description.terms = ReadTerms(fields);
  BatchTerms batch;
  ReadRights(fields, batch.batch);
  ReadProcess(fields, batch.batch);
  ReadNumbers(fields, batch.batch);
  ReadRoster(fields, json, directory, batch);
  const std::string companion = fields.String("companion", Need::kOptional);
  if (!companion.empty()) batch.companion_directory = PathIn(directory, companion);
  description.batches.push_back(std::move(batch));
  return fields.Finish();
}

absl::Status CheckDistinct(const BatchDescription& description) {
  std::set<BatchKey> keys;
  std::set<std::string> numbers;
  for (const BatchTerms& terms : description.batches) {
    const v1::IssueBatch& batch = terms.batch;
    if (!keys.emplace(batch.occupation_name(), batch.trade(), batch.level()).second) {
      return absl::InvalidArgumentError("batches: two have one occupation, trade and level");
    }
    if (!numbers.insert(batch.batch_number()).second) {
      return absl::InvalidArgumentError(
          absl::StrCat("batches: two have the batch_number ", batch.batch_number()));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<BatchDescription> ParseBatchDescription(absl::string_view json,
                                                       const std::string& directory) {
  absl::StatusOr<Json> parsed = ParseJson(json);
  if (!parsed.ok()) return parsed.status();
  if (!parsed->is_object()) return absl::InvalidArgumentError("must be an object { … }");
  Json batches = Json::array({Json::object()});
  if (parsed->contains("batches")) batches = parsed->at("batches");
  parsed->erase("batches");
  if (!batches.is_array() || batches.empty()) {
    return absl::InvalidArgumentError("batches: must be a list [ … ] with at least one batch");
  }
  BatchDescription description;
  for (size_t i = 0; i < batches.size(); ++i) {
    if (!batches[i].is_object()) return absl::InvalidArgumentError("batches: must hold objects");
    Json merged = *parsed;
    merged.update(batches[i]);
    const std::string path = batches.size() == 1 ? "" : absl::StrCat("batches[", i, "]");
    absl::Status status = ReadBatch(merged, path, directory, description);
    if (!status.ok()) return status;
  }
  absl::Status status = CheckDistinct(description);
  if (!status.ok()) return status;
  return description;
}

absl::StatusOr<PersonTerms> ParsePersonTerms(absl::string_view json) {
  const absl::StatusOr<Json> parsed = ParseJson(json);
  if (!parsed.ok()) return parsed.status();
  Json members = Json::object();
  for (const char* name : {"employers", "id_types"}) {
    if (parsed->is_object() && parsed->contains(name)) members[name] = parsed->at(name);
  }
  JsonFields fields(members, "", "");
  PersonTerms terms = ReadPersonTerms(fields);
  absl::Status status = fields.Finish();
  if (!status.ok()) return status;
  return terms;
}

}  // namespace linkcert::client
