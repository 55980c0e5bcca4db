// The road of a write: prepared in the pool, sequenced, answered with its receipt.
#ifndef LINKCERT_SERVER_SERVICE_SUBMISSION_H_
#define LINKCERT_SERVER_SERVICE_SUBMISSION_H_

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "linkcert/v1/certificate_file.pb.h"
#include "rules/prepare.h"
#include "server/log/unit_queue.h"
#include "server/service/call.h"

namespace linkcert::server {

// What to submit. The pointers are the call's own.
struct Submission {
  size_t size_bytes = 0;  // of the request
  const std::string* signed_statement = nullptr;
  std::function<std::vector<std::string>()> leaves;  // asked once, in the pool
  // Whether this method takes such an act.
  std::function<absl::Status(const v1::Statement&)> check_act;
  // In the pool: what must be durable before the unit is sequenced. May be empty.
  std::function<absl::Status(const rules::PreparedUnit&)> before = {};
  // In the pool, exactly once if `before` was OK: how it ended. May be empty.
  std::function<void(const absl::StatusOr<Sequenced>&)> after = {};
  v1::Receipt* receipt = nullptr;
  // Dropped when nobody waits for the answer any more. Not so what the registry itself must log.
  bool abandonable = true;
};

// Finishes the call with the receipt once the unit is durable and published, or with the refusal.
// A call that expires while it waits for the sequencer is dropped; one that was taken is logged,
// whether or not anyone still waits for the answer.
void Submit(const Call& call, Submission submission);
// The same in the caller's thread, which is one of the pool's.
void PrepareAndSubmit(const Call& call, const Submission& submission);

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_SERVICE_SUBMISSION_H_
