// A RocksDB environment on the real file system whose n-th write or sync fails once. Syncs are
// counted, never done: no test cuts the power, and all are quicker.
#ifndef LINKCERT_TESTS_TESTING_FAULT_ENV_H_
#define LINKCERT_TESTS_TESTING_FAULT_ENV_H_

#include <atomic>
#include <memory>

#include "rocksdb/env.h"
#include "rocksdb/file_system.h"

namespace linkcert::testing {

enum class FileFault {
  kNotDone,      // an error, and nothing happens
  kDoneAndFail,  // the call does its work and yet reports an error
};

// Shared by the environment and the files it opens. Thread-safe.
struct FaultPlan {
  int64_t fail_at = -1;  // 0-based; -1: never
  FileFault fault = FileFault::kNotDone;
  std::atomic<int64_t> calls{0};  // writes and syncs of files, syncs of directories
  std::atomic<int64_t> syncs{0};

  bool hit() const { return fail_at >= 0 && calls > fail_at; }
};

// `plan` must outlive the environment and the files it opens.
std::unique_ptr<rocksdb::Env> NewFaultEnv(FaultPlan* plan);

}  // namespace linkcert::testing

#endif  // LINKCERT_TESTS_TESTING_FAULT_ENV_H_
