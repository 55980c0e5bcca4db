#include "tests/bench/issue_bench.h"

#include <filesystem>
#include <utility>

#include "absl/strings/str_cat.h"
#include "proto/claims.h"
#include "proto/entry.h"
#include "tests/bench/ceilings.h"
#include "tests/bench/figure.h"
#include "tests/bench/load.h"

namespace linkcert::bench {
namespace {

constexpr uint32_t kLeavesPerBatch = 1000;

size_t LeafEntryBytes(const v1::IssueBatchRequest& request) {
  return proto::EncodeLeafEntry(testing::kIssueMs, request.leaves(0)).size();
}

// As sealed, of one certificate.
size_t ClaimsBytes(const v1::IssueBatchRequest& request) {
  size_t bytes = 100;  // place, nonce and tag
  for (uint32_t tag = 0; tag < proto::kClaimTags; ++tag) {
    bytes += request.vault_claims(static_cast<int>(tag)).size() + 2;
  }
  return bytes;
}

double BytesUnder(const std::string& directory) {
  double bytes = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(directory)) {
    if (file.is_regular_file()) bytes += static_cast<double>(file.file_size());
  }
  return bytes;
}

}  // namespace

std::vector<v1::IssueBatchRequest> IssueBench::Sign(int batches, uint32_t leaves, bool for_vault) {
  std::vector<v1::IssueBatchRequest> requests(batches);
  for (v1::IssueBatchRequest& request : requests) {
    testing::Unit unit =
        world_.SignBatch(world_.Batch(registry_.plan(), registry_.roster(), next_serial_), leaves);
    next_serial_ += leaves;
    request.set_signed_statement(unit.envelope);
    for (std::string& leaf : unit.leaves) request.add_leaves(std::move(leaf));
    for (std::vector<std::string>& claims : unit.claims) {
      if (!for_vault) break;
      for (std::string& claim : claims) request.add_vault_claims(std::move(claim));
    }
  }
  return requests;
}

absl::Status IssueBench::Batches(int batches) {
  std::vector<v1::IssueBatchRequest> requests = Sign(batches, kLeavesPerBatch);
  auto ceiling = StoreEntriesPerSecond(absl::StrCat(scratch_, "/rows"), kLeavesPerBatch,
                                       LeafEntryBytes(requests[0]), batches);
  if (!ceiling.ok()) return ceiling.status();
  auto result = RunIssueLoad(address_, requests, 8);
  if (!result.ok()) return result.status();
  Print({.name = "issue_batches_of_1000",
         .unit = "certificates/s",
         .ours = double{kLeavesPerBatch} * batches / result->seconds,
         .ceiling = *ceiling,
         .ceiling_of = "one thread, same rows through the store, one synced WriteBatch a batch",
         .more = LatencyFigures(*result)});
  return absl::OkStatus();
}

absl::Status IssueBench::BatchesForVault(int batches, const std::string& vault) {
  std::vector<v1::IssueBatchRequest> requests = Sign(batches, kLeavesPerBatch, true);
  auto log_rows = StoreEntriesPerSecond(absl::StrCat(scratch_, "/vault-rows-log"), kLeavesPerBatch,
                                        LeafEntryBytes(requests[0]), batches);
  if (!log_rows.ok()) return log_rows.status();
  auto vault_rows = VaultRowsPerSecond(absl::StrCat(scratch_, "/vault-rows"), kLeavesPerBatch,
                                       ClaimsBytes(requests[0]), batches);
  if (!vault_rows.ok()) return vault_rows.status();
  auto result = RunIssueLoad(address_, requests, 8);
  if (!result.ok()) return result.status();
  const double certificates = double{kLeavesPerBatch} * batches;
  auto more = LatencyFigures(*result);
  more.emplace_back("vault_bytes_per_certificate", BytesUnder(vault) / certificates);
  Print({.name = "issue_batches_of_1000_for_vault",
         .unit = "certificates/s",
         .ours = certificates / result->seconds,
         .ceiling = 1 / (1 / *log_rows + 1 / *vault_rows),
         .ceiling_of = "one thread, same rows of log and vault, two synced WriteBatches a batch",
         .more = more});
  return absl::OkStatus();
}

absl::Status IssueBench::Singles(int count) {
  std::vector<v1::IssueBatchRequest> requests = Sign(count, 1);
  auto ceiling = RunIssueLoad(echo_address_, requests, 64);
  if (!ceiling.ok()) return ceiling.status();
  auto result = RunIssueLoad(address_, requests, 64);
  if (!result.ok()) return result.status();
  Print({.name = "issue_singles_64_outstanding",
         .unit = "certificates/s",
         .ours = count / result->seconds,
         .ceiling = count / ceiling->seconds,
         .ceiling_of = "unary echo that verifies two P-256 signatures",
         .more = LatencyFigures(*result)});
  return absl::OkStatus();
}

absl::Status IssueBench::Idle(int count) {
  std::vector<v1::IssueBatchRequest> requests = Sign(count, 1);
  auto sync_ms = FdatasyncMs(scratch_);
  if (!sync_ms.ok()) return sync_ms.status();
  auto echo = RunIssueLoad(echo_address_, requests, 1);
  if (!echo.ok()) return echo.status();
  auto result = RunIssueLoad(address_, requests, 1);
  if (!result.ok()) return result.status();
  Print({.name = "issue_single_idle_p50",
         .unit = "ms",
         .ours = Quantile(result->latency_ms, 0.5),
         .ceiling = *sync_ms + Quantile(echo->latency_ms, 0.5),
         .ceiling_of = "fdatasync + echo that verifies two P-256 signatures",
         .more = {{"p99_ms", Quantile(result->latency_ms, 0.99)}, {"fdatasync_ms", *sync_ms}}});
  return absl::OkStatus();
}

}  // namespace linkcert::bench
