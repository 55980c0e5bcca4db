// What the machine allows, measured in the same run as our own figures.
#ifndef LINKCERT_TESTS_BENCH_CEILINGS_H_
#define LINKCERT_TESTS_BENCH_CEILINGS_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"

namespace linkcert::bench {

// Entries a second that one thread writes in batches of `batch` entries of `entry_bytes`, with
// their tiles and a few records, each batch one synced WriteBatch.
absl::StatusOr<double> StoreEntriesPerSecond(const std::string& directory, size_t batch,
                                             size_t entry_bytes, int commits);

// Certificates a second that one thread writes as rows of the vault, sealed already: claims of
// `claims_bytes`, a key and three look-ups each, in batches, each one synced write.
absl::StatusOr<double> VaultRowsPerSecond(const std::string& directory, size_t batch,
                                          size_t claims_bytes, int commits);

// Median milliseconds of an fdatasync after a small append.
absl::StatusOr<double> FdatasyncMs(const std::string& directory);

// Serves IssuanceService.IssueBatch as an echo that verifies two P-256 signatures of a fixed
// message and answers with a receipt of the usual size, and VerificationService with verdicts of
// the usual size; writes its port to `port_file`; never returns.
int RunEchoServer(const std::string& port_file);

}  // namespace linkcert::bench

#endif  // LINKCERT_TESTS_BENCH_CEILINGS_H_
