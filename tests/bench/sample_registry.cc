#include "tests/bench/sample_registry.h"

#include <numeric>
#include <set>
#include <utility>

#include "absl/strings/escaping.h"
#include "proto/canonical.h"
#include "proto/certificate_leaf.h"
#include "tests/testing/world_standing.h"

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
  for (int i = 0; i <= batches; ++i) {
    Issue(world_.Batch(plan, roster, 1 + static_cast<uint32_t>(i) * leaves), leaves);
  }
  RevokeLastBatch();
  shared_ = log_.Evidence(indexes_[0]);
  hashes_ = HashAll(log_.entries());
  nodes_ = crypto::NodesOf(hashes_);
  policy_ = log_.PolicyText();
  genesis_hex_ = absl::BytesToHexString(world_.registry());
}

void SampleRegistry::Issue(const v1::Statement& batch, uint32_t leaves) {
  units_.push_back(world_.SignBatch(batch, leaves));
  indexes_.push_back(log_.Submit(units_.back()));
}

void SampleRegistry::RevokeLastBatch() {
  const uint64_t first = indexes_.back() + 1;
  const v1::Statement act =
      testing::RevokeCertificates(world_, {{first, first + units_.back().leaves.size()}});
  const std::string leader = testing::kLeader;
  status_root_ =
      log_.StatusRootAfter(log_.Submit(world_.Sign(act, {leader + "-1", leader + "-2"})));
}

void SampleRegistry::AddStatus(v1::CertificateFile& file) {
  *file.mutable_status_root() = Logged(status_root_);
  std::set<uint64_t> things = {file.accreditation().index(), file.batch().index()};
  for (const v1::LoggedEntry& key : file.issuer_keys()) things.insert(key.index());
  for (uint64_t thing : things) *file.add_status() = log_.Status(thing);
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
    v1::CertificateFile file;
    file.ParseFromString(*builder.Build(position, units_[batch].claims[position], tags));
    AddStatus(file);
    *file.mutable_certificate_status() = log_.Status(proto::LeafIndex(indexes_[batch], position));
    files.push_back(*proto::EncodeCanonical(file));
  }
  return files;
}

}  // namespace linkcert::bench
