// Verifying and auditing without a server: what people at a gate and auditors wait for.
#ifndef LINKCERT_TESTS_BENCH_OFFLINE_BENCH_H_
#define LINKCERT_TESTS_BENCH_OFFLINE_BENCH_H_

#include <string>

#include "absl/status/status.h"
#include "tests/bench/sample_registry.h"

namespace linkcert::bench {

// One file, a new process each time. `verifier` is linkcert-verify, `empty` a static program that
// does nothing.
absl::Status VerifyColdFile(SampleRegistry& registry, const std::string& verifier,
                            const std::string& empty, const std::string& scratch, int runs);
// Many files of few batches under one checkpoint, read from a folder, two threads.
absl::Status VerifyManyFiles(SampleRegistry& registry, const std::string& scratch);
// A certificate set of all batches.
absl::Status VerifySet(SampleRegistry& registry, const std::string& scratch);
// Replay of the whole log with all rules, from memory.
absl::Status AuditLog(SampleRegistry& registry);

}  // namespace linkcert::bench

#endif  // LINKCERT_TESTS_BENCH_OFFLINE_BENCH_H_
