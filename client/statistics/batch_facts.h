// The batches of a replayed log, one by one, as statistics count them. Corrections and reissues are
// no batches of their own: what becomes of them becomes of the certificates they are versions of.
// Thread-safe.
#ifndef LINKCERT_CLIENT_STATISTICS_BATCH_FACTS_H_
#define LINKCERT_CLIENT_STATISTICS_BATCH_FACTS_H_

#include <cstdint>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "rules/state.h"

namespace linkcert::client {

struct BatchFacts {
  uint64_t index = 0;  // in the log
  const rules::records::IssuedBatch& batch;
  // The same object for all batches of a plan, as long as the state lives: they are of one
  // examination, and each says again who sat and who passed.
  const v1::Plan& plan;
  // Certificates of it that are so now; of a batch that was voided, or fell with the key of one who
  // signed it (R22), all are revoked.
  uint32_t revoked = 0;
  uint32_t suspended = 0;
};

// Those that count, in log order. DataLoss when records contradict each other.
absl::Status ForEachBatch(const rules::State& state,
                          absl::FunctionRef<bool(const rules::records::IssuedBatch&)> counts,
                          absl::FunctionRef<void(const BatchFacts&)> take);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_STATISTICS_BATCH_FACTS_H_
