// A log in memory with many certificates, of which a thousand were revoked, and files from it.
#ifndef LINKCERT_TESTS_BENCH_SAMPLE_REGISTRY_H_
#define LINKCERT_TESTS_BENCH_SAMPLE_REGISTRY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "client/issue/certificate_builder.h"
#include "client/verify/trust.h"
#include "crypto/merkle.h"
#include "tests/testing/memory_log.h"
#include "tests/testing/world.h"

namespace linkcert::bench {

class SampleRegistry {
 public:
  // `batches` of `leaves` certificates each, all under one plan, and one more that is revoked.
  SampleRegistry(int batches, uint32_t leaves);

  size_t batches() const { return units_.size() - 1; }
  testing::MemoryLog& log() { return log_; }
  client::Trust Trust() { return log_.Trust(); }
  const std::string& policy() const { return policy_; }
  const std::string& genesis_hex() const { return genesis_hex_; }
  // A time at which the files are a day old.
  uint64_t now_ms() const { return testing::kIssueMs + 24ull * 3600 * 1000; }
  // The files of the first `count` certificates of a batch, all claims shown, with the newest
  // StatusRoot and all status proofs. None of them is revoked.
  std::vector<std::string> Files(size_t batch, uint32_t count);

 private:
  void Issue(const v1::Statement& batch, uint32_t leaves);
  void RevokeLastBatch();
  v1::LoggedEntry Logged(uint64_t index);
  void AddStatus(v1::CertificateFile& file);

  testing::World world_;
  testing::MemoryLog log_{world_};
  std::vector<testing::Unit> units_;
  std::vector<uint64_t> indexes_;  // of the batches
  uint64_t status_root_ = 0;
  client::BatchEvidence shared_;  // of the first batch
  std::vector<crypto::Hash> hashes_;
  crypto::NodeReader nodes_;
  std::string policy_;
  std::string genesis_hex_;
};

}  // namespace linkcert::bench

#endif  // LINKCERT_TESTS_BENCH_SAMPLE_REGISTRY_H_
