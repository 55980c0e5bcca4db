#include "tests/province/ledger.h"

#include <set>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"

namespace linkcert::province {
namespace {

using client::Counts;
using client::Dimension;

const std::string& KeyOf(const IssuedBatch& batch, Dimension by) {
  switch (by) {
    case Dimension::kChain:
      return batch.chain;
    case Dimension::kIssuer:
      return batch.issuer;
    case Dimension::kLevel:
      return batch.level;
    case Dimension::kProgramme:
      return batch.programme;
    case Dimension::kClass:
      return batch.certificate_class;
    default:
      return batch.occupation;
  }
}

struct Group {
  Counts counts;
  std::set<std::string> examinations;
};

void AddTo(Group& group, const IssuedBatch& batch) {
  Counts& counts = group.counts;
  counts.batches += 1;
  if (group.examinations.insert(batch.examination).second) {
    counts.assessed += batch.present;
    counts.passed += batch.passed;
  }
  counts.certified += batch.certificates;
  counts.revoked += batch.fallen ? batch.certificates : batch.revoked;
  counts.suspended += batch.fallen ? 0 : batch.suspended;
}

std::string Show(const Counts& counts) {
  return absl::StrCat(counts.batches, " batches, ", counts.assessed, " assessed, ", counts.passed,
                      " passed, ", counts.certified, " certified, ", counts.revoked, " revoked, ",
                      counts.suspended, " suspended");
}

void Differ(const std::string& what, const std::string& ours, const std::string& theirs,
            std::vector<std::string>& differences) {
  if (ours == theirs) return;
  differences.push_back(absl::StrCat(what, ": generated ", ours, "; found ", theirs));
}

}  // namespace

IssuedBatch* Ledger::Add(IssuedBatch batch) {
  batches_.push_back(std::move(batch));
  return by_index_[batches_.back().index] = &batches_.back();
}

void Ledger::KeyStolen(const std::string& key, uint64_t since_ms) {
  for (IssuedBatch& batch : batches_) {
    batch.fallen |= batch.at_ms >= since_ms && absl::c_linear_search(batch.signers, key);
  }
}

uint64_t Ledger::certificates() const {
  uint64_t certificates = 0;
  for (const IssuedBatch& batch : batches_) certificates += batch.certificates;
  return certificates;
}

std::vector<std::string> Ledger::Compare(const client::AuditReport& report) const {
  std::vector<std::string> differences;
  for (const client::AuditFinding& finding : report.findings) {
    if (finding.warning) continue;
    differences.push_back(absl::StrCat("finding at entry ", finding.index, ": ",
                                       std::string(proto::Describe(finding.reason).name), " ",
                                       finding.detail));
  }
  Differ("certificates", absl::StrCat(certificates() + versions_),
         absl::StrCat(report.certificates), differences);
  std::set<std::string> acts;
  for (const auto& [act, count] : report.statements) acts.insert(act);
  for (const auto& [act, count] : statements_) acts.insert(act);
  for (const std::string& act : acts) {
    const auto ours = statements_.find(act);
    const auto theirs = report.statements.find(act);
    Differ(act, absl::StrCat(ours == statements_.end() ? 0 : ours->second),
           absl::StrCat(theirs == report.statements.end() ? 0 : theirs->second), differences);
  }
  return differences;
}

std::vector<std::string> Ledger::Compare(Dimension by, const client::Statistics& statistics) const {
  std::map<std::string, Group> ours;
  for (const IssuedBatch& batch : batches_) AddTo(ours[KeyOf(batch, by)], batch);
  std::map<std::string, Counts> theirs;
  for (const client::Group& group : statistics.groups) theirs[group.key] = group.counts;
  std::vector<std::string> differences;
  for (const auto& [key, group] : ours) {
    const std::string name = absl::StrCat(std::string(client::NameOf(by)), " ", key);
    Differ(name, Show(group.counts), Show(theirs[key]), differences);
  }
  Differ("groups", absl::StrCat(ours.size()), absl::StrCat(statistics.groups.size()), differences);
  return differences;
}

}  // namespace linkcert::province
