#include "client/statistics/statistics.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "client/statistics/batch_facts.h"
#include "rules/records.h"

namespace linkcert::client {
namespace {

constexpr std::array<absl::string_view, 9> kDimensions = {
    "chain", "issuer", "province", "occupation", "level", "class", "route", "programme", "year"};

struct Examination {
  uint32_t present = 0;
  uint32_t passed = 0;
};

// Counts on their way: firms, issuers and examinations are counted once however often they come.
// So who sat for two certificates is one in the total, and one under each class.
struct Cell {
  std::string name;
  Counts counts;
  std::set<std::string> issuers;
  std::set<std::string> firms;
  std::map<const v1::Plan*, Examination> examinations;

  void Add(const BatchFacts& facts) {
    issuers.insert(facts.batch.organisation());
    const auto& on_roster = facts.plan.roster().roster().organisations();
    firms.insert(on_roster.begin(), on_roster.end());
    counts.batches += 1;
    counts.certified += facts.batch.leaf_count();
    counts.revoked += facts.revoked;
    counts.suspended += facts.suspended;
    examinations.insert({&facts.plan, {facts.batch.present(), facts.batch.passed()}});
  }

  void Add(const Cell& other) {
    issuers.insert(other.issuers.begin(), other.issuers.end());
    firms.insert(other.firms.begin(), other.firms.end());
    counts.batches += other.counts.batches;
    counts.certified += other.counts.certified;
    counts.revoked += other.counts.revoked;
    counts.suspended += other.counts.suspended;
    examinations.insert(other.examinations.begin(), other.examinations.end());
  }

  Counts Finish() const {
    Counts finished = counts;
    finished.issuers = issuers.size();
    finished.firms = firms.size();
    for (const auto& [plan, examination] : examinations) {
      finished.assessed += examination.present;
      finished.passed += examination.passed;
    }
    return finished;
  }
};

struct Label {
  std::string key;
  std::string name;
};

std::string EnumLabel(const std::string& name, absl::string_view prefix) {
  return name.substr(std::min(prefix.size(), name.size()));
}

absl::StatusOr<Label> ChainLabel(const rules::State& state, const std::string& chain) {
  const auto found = rules::FindChain(state, chain);
  if (!found.ok()) return found.status();
  return Label{chain, *found == nullptr ? "" : (*found)->definition().name()};
}

absl::StatusOr<Label> IssuerLabel(const rules::State& state, const std::string& issuer,
                                  bool province) {
  const auto found = rules::FindOrganisation(state, issuer);
  if (!found.ok()) return found.status();
  if (*found == nullptr) return absl::DataLossError(absl::StrCat("no organisation ", issuer));
  const v1::RegisterOrganisation& registration = (*found)->registration();
  return province ? Label{registration.province(), ""} : Label{issuer, registration.name()};
}

absl::StatusOr<Label> LevelLabel(const rules::State& state, const v1::PlanBatch& plan) {
  const auto found = rules::FindLadder(state, plan.ladder());
  if (!found.ok()) return found.status();
  Label label = {absl::StrCat(plan.ladder(), ":", plan.level()), ""};
  if (*found == nullptr) return label;
  for (const v1::LadderLevel& level : (*found)->definition().levels()) {
    if (level.ordinal() == plan.level()) label.name = level.name();
  }
  return label;
}

// The groups that a batch counts in: one, but for programmes.
absl::StatusOr<std::vector<Label>> LabelsOf(const rules::State& state, const BatchFacts& facts,
                                            Dimension by) {
  const v1::PlanBatch& plan = facts.plan.plan();
  const auto one = [](absl::StatusOr<Label> label) -> absl::StatusOr<std::vector<Label>> {
    if (!label.ok()) return label.status();
    return std::vector<Label>{*std::move(label)};
  };
  switch (by) {
    case Dimension::kChain:
      return one(ChainLabel(state, plan.chain()));
    case Dimension::kIssuer:
    case Dimension::kProvince:
      return one(IssuerLabel(state, facts.batch.organisation(), by == Dimension::kProvince));
    case Dimension::kOccupation:
      return one(Label{absl::StrCat(plan.occupation().edition(), ":", plan.occupation().code()),
                       facts.batch.occupation_name()});
    case Dimension::kLevel:
      return one(LevelLabel(state, plan));
    case Dimension::kClass:
      return one(Label{EnumLabel(v1::CertificateClass_Name(facts.batch.certificate_class()),
                                 "CERTIFICATE_CLASS_"),
                       ""});
    case Dimension::kRoute:
      return one(Label{EnumLabel(v1::Route_Name(plan.route()), "ROUTE_"), ""});
    case Dimension::kYear:
      return one(Label{absl::StrCat(proto::YearOf(facts.batch.issued_on())), ""});
    case Dimension::kProgramme:
      break;
  }
  std::vector<Label> labels;
  for (const std::string& programme : facts.batch.programmes()) labels.push_back({programme, ""});
  if (labels.empty()) labels.emplace_back();
  return labels;
}

bool InPeriod(const rules::records::IssuedBatch& batch, const StatisticsOptions& options) {
  const proto::CivilDate day = batch.issued_on();
  return (options.from == 0 || day >= options.from) && (options.to == 0 || day <= options.to);
}

struct Cells {
  Cell total;
  std::map<std::string, Cell> groups;
};

absl::StatusOr<Cells> Gather(const rules::State& state, const StatisticsOptions& options) {
  Cells cells;
  absl::Status failed;
  const auto take = [&](const BatchFacts& facts) {
    if (!failed.ok()) return;
    const absl::StatusOr<std::vector<Label>> labels = LabelsOf(state, facts, options.by);
    failed = labels.status();
    if (!failed.ok()) return;
    cells.total.Add(facts);
    for (const Label& label : *labels) {
      Cell& cell = cells.groups[label.key];
      cell.name = label.name;
      cell.Add(facts);
    }
  };
  const auto counts = [&](const auto& batch) { return InPeriod(batch, options); };
  absl::Status status = ForEachBatch(state, counts, take);
  if (status.ok()) status = failed;
  if (!status.ok()) return status;
  return cells;
}

using Sorted = std::vector<std::pair<std::string, Cell>>;

Sorted MostFirst(std::map<std::string, Cell> groups) {
  Sorted sorted(std::make_move_iterator(groups.begin()), std::make_move_iterator(groups.end()));
  absl::c_stable_sort(sorted, [](const auto& a, const auto& b) {
    return a.second.counts.certified > b.second.counts.certified;
  });
  return sorted;
}

// Takes the small groups off the end; another one, however large, when they alone would tell.
void MergeSmall(Sorted& groups, uint64_t minimum, Statistics& statistics) {
  const auto small = [&] { return groups.back().second.counts.certified < minimum; };
  if (groups.empty() || !small()) return;
  Cell merged;
  const auto take_last = [&] {
    merged.Add(groups.back().second);
    groups.pop_back();
    ++statistics.merged_groups;
  };
  while (!groups.empty() && small()) take_last();
  const auto tells = [&] {
    return statistics.merged_groups < 2 || merged.counts.certified < minimum;
  };
  while (!groups.empty() && tells()) take_last();
  statistics.merged = merged.Finish();
}

}  // namespace

std::optional<Dimension> ParseDimension(absl::string_view name) {
  const auto found = absl::c_find(kDimensions, name);
  if (found == kDimensions.end()) return std::nullopt;
  return static_cast<Dimension>(found - kDimensions.begin());
}

absl::string_view NameOf(Dimension dimension) {
  return kDimensions[static_cast<size_t>(dimension)];
}

std::vector<std::string> DimensionNames() { return {kDimensions.begin(), kDimensions.end()}; }

absl::StatusOr<Statistics> CountCertificates(const rules::State& state,
                                             const StatisticsOptions& options) {
  absl::StatusOr<Cells> cells = Gather(state, options);
  if (!cells.ok()) return cells.status();
  Statistics statistics;
  const uint64_t certified = cells->total.counts.certified;
  statistics.withheld = certified > 0 && certified < options.minimum;
  if (statistics.withheld) return statistics;
  statistics.total = cells->total.Finish();
  Sorted sorted = MostFirst(std::move(cells->groups));
  MergeSmall(sorted, options.minimum, statistics);
  for (auto& [key, cell] : sorted) statistics.groups.push_back({key, cell.name, cell.Finish()});
  return statistics;
}

}  // namespace linkcert::client
