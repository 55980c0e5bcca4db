#include "server/service/submission.h"

#include <utility>

#include "proto/refusal.h"

namespace linkcert::server {
namespace {

// In the pool.
void Answer(const Call& call, const Submission& submission,
            const absl::StatusOr<Sequenced>& outcome) {
  if (submission.after) submission.after(outcome);
  if (!outcome.ok()) {
    call.Finish(outcome.status());
    return;
  }
  const LogReader reader = call.parts().log->ReaderOf(outcome->published);
  absl::StatusOr<v1::Receipt> made = reader.ReceiptFor(outcome->placement);
  if (made.ok()) *submission.receipt = *std::move(made);
  call.Finish(made.status());
}

}  // namespace

void PrepareAndSubmit(const Call& call, const Submission& submission) {
  if (submission.abandonable && call.IsCancelled()) {
    call.Finish(absl::CancelledError("the caller no longer waits"));
    return;
  }
  RegistryLog& log = *call.parts().log;
  absl::StatusOr<rules::PreparedUnit> unit =
      log.Prepare(*submission.signed_statement, submission.leaves());
  absl::Status status = unit.status();
  if (status.ok()) status = submission.check_act(unit->statement.statement);
  if (status.ok() && submission.before) status = submission.before(*unit);
  if (!status.ok()) {
    call.Finish(status);
    return;
  }
  // Sequenced on another thread, which must not wait: the proof is made in the pool.
  status =
      log.Submit({.unit = *std::move(unit),
                  .is_abandoned =
                      [call, abandonable = submission.abandonable] {
                        return abandonable && call.IsCancelled();
                      },
                  .done =
                      [call, submission](absl::StatusOr<Sequenced> outcome) {
                        call.parts().pool->Add([call, submission, outcome = std::move(outcome)] {
                          Answer(call, submission, outcome);
                        });
                      }});
  if (!status.ok()) Answer(call, submission, status);
}

void Submit(const Call& call, Submission submission) {
  const size_t bytes = submission.size_bytes;
  const bool taken = call.parts().pool->TryAdd(
      [call, submission = std::move(submission)] { PrepareAndSubmit(call, submission); }, bytes);
  if (!taken) call.Finish(proto::Refuse(proto::Reason::kQueueFull));
}

}  // namespace linkcert::server
