#include "tests/bench/sample_registry.h"

#include <numeric>
#include <utility>

#include "absl/strings/escaping.h"

namespace linkcert::bench {
namespace {

constexpr uint32_t kRoster = 1000000;  // people, enough for every batch

std::vector<crypto::Hash> HashAll(const std::vector<std::string>& entries) {
  std::vector<crypto::Hash> hashes;
  hashes.reserve(entries.size());
  for (const std::string& entry : entries) hashes.push_back(crypto::HashLeaf(entry));
  return hashes;
}

}  // namespace

SampleRegistry::SampleRegistry(int batches, uint32_t leaves) {
  log_.Found();
  const v1::Statement plan = world_.Plan();
  const v1::Statement roster = world_.SealRoster(plan, kRoster);
  const std::string leader = std::string(testing::kLeader) + "-1";
  log_.Submit(world_.Sign(plan, {leader}));
  log_.Submit(world_.Sign(roster, {leader}));
  world_.set_now_ms(testing::kIssueMs);
  for (int i = 0; i < batches; ++i) {
    const uint32_t first_serial = 1 + static_cast<uint32_t>(i) * leaves;
    units_.push_back(world_.SignBatch(world_.Batch(plan, roster, first_serial), leaves));
    indexes_.push_back(log_.Submit(units_.back()));
  }
  log_.SubmitStatusRoot();
  shared_ = log_.Evidence(indexes_[0]);
  hashes_ = HashAll(log_.entries());
  nodes_ = crypto::NodesOf(hashes_);
  policy_ = log_.PolicyText();
  genesis_hex_ = absl::BytesToHexString(world_.registry());
}

v1::LoggedEntry SampleRegistry::Logged(uint64_t index) {
  v1::LoggedEntry logged;
  logged.set_index(index);
  logged.set_entry(log_.entries()[index]);
  const crypto::Path path = *crypto::InclusionPath(index, hashes_.size(), nodes_);
  for (const crypto::Hash& hash : path) logged.add_path(hash.str());
  return logged;
}

std::vector<std::string> SampleRegistry::Files(size_t batch, uint32_t count) {
  client::BatchEvidence evidence = shared_;
  evidence.batch = Logged(indexes_[batch]);
  for (v1::LoggedEntry& entry : evidence.entries) {
    if (entry.index() == indexes_[0]) entry = evidence.batch;
  }
  const auto builder = *client::CertificateBuilder::Create(evidence, units_[batch].leaves);
  std::vector<uint32_t> tags(units_[batch].claims[0].size());
  std::iota(tags.begin(), tags.end(), 1u);
  std::vector<std::string> files;
  for (uint32_t position = 0; position < count; ++position) {
    files.push_back(*builder.Build(position, units_[batch].claims[position], tags));
  }
  return files;
}

}  // namespace linkcert::bench
