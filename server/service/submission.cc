#include "server/service/submission.h"

#include <utility>

#include "proto/refusal.h"

namespace linkcert::server {
namespace {

// On the sequencer's thread: the proof is made elsewhere.
void AnswerSequenced(const Call& call, v1::Receipt* receipt, absl::StatusOr<Sequenced> outcome) {
  if (!outcome.ok()) {
    call.parts().pool->Add([call, status = outcome.status()] { call.Finish(status); });
    return;
  }
  call.parts().pool->Add([call, receipt, sequenced = *std::move(outcome)] {
    const LogReader reader = call.parts().log->ReaderOf(sequenced.published);
    absl::StatusOr<v1::Receipt> made = reader.ReceiptFor(sequenced.placement);
    if (made.ok()) *receipt = *std::move(made);
    call.Finish(made.status());
  });
}

void PrepareAndQueue(const Call& call, const Submission& submission) {
  if (call.IsCancelled()) {
    call.Finish(absl::CancelledError("the caller no longer waits"));
    return;
  }
  RegistryLog& log = *call.parts().log;
  absl::StatusOr<rules::PreparedUnit> unit =
      log.Prepare(*submission.signed_statement, submission.leaves());
  absl::Status status = unit.status();
  if (status.ok()) status = submission.check_act(unit->statement.statement);
  if (status.ok()) {
    status =
        log.Submit({.unit = *std::move(unit),
                    .is_abandoned = [call] { return call.IsCancelled(); },
                    .done =
                        [call, receipt = submission.receipt](absl::StatusOr<Sequenced> outcome) {
                          AnswerSequenced(call, receipt, std::move(outcome));
                        }});
  }
  if (!status.ok()) call.Finish(status);
}

}  // namespace

void Submit(const Call& call, Submission submission) {
  const size_t bytes = submission.size_bytes;
  const bool taken = call.parts().pool->TryAdd(
      [call, submission = std::move(submission)] { PrepareAndQueue(call, submission); }, bytes);
  if (!taken) call.Finish(proto::Refuse(proto::Reason::kQueueFull));
}

}  // namespace linkcert::server
