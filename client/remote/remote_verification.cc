// Remote's part that asks about certificates: one, a team, a whole sheet.
#include <deque>
#include <utility>

#include "client/remote/remote.h"
#include "client/remote/remote_calls.h"

namespace linkcert::client {
namespace {

using Clock = std::chrono::steady_clock;
using RowStream = grpc::ClientReaderWriter<v1::StreamVerifyRequest, v1::StreamVerifyResponse>;

// The server reads one message while it works on another.
constexpr size_t kMessagesAhead = 2;

bool AnswersAll(const v1::StreamVerifyRequest& asked, const v1::StreamVerifyResponse& answer) {
  bool all = asked.rows_size() == answer.results_size();
  for (int i = 0; all && i < asked.rows_size(); ++i) {
    all = asked.rows(i).row() == answer.results(i).row();
  }
  return all;
}

// The rows of one sheet on their way through as many streams as it takes.
class RowQuestions {
 public:
  RowQuestions(Remote::NextRows next, Remote::OnAnswer on_answer)
      : next_(next), on_answer_(on_answer) {}

  bool is_done() const { return at_end_ && unanswered_.empty(); }
  uint64_t answers() const { return answers_; }

  // Asks what is left until all is answered or the stream breaks; what was answered until then is
  // taken. An error is ours: the answers cannot be used.
  absl::Status Ask(RowStream& stream) {
    bool writable = true;
    for (const v1::StreamVerifyRequest& message : unanswered_) {
      writable = writable && stream.Write(message);
    }
    v1::StreamVerifyResponse answer;
    while (true) {
      if (writable) writable = WriteAhead(stream);
      if (unanswered_.empty() || !stream.Read(&answer)) return absl::OkStatus();
      if (!AnswersAll(unanswered_.front(), answer)) {
        return absl::DataLossError("the registry answers about other rows");
      }
      on_answer_(answer);
      unanswered_.pop_front();
      ++answers_;
    }
  }

 private:
  // False when the stream takes no more.
  bool WriteAhead(RowStream& stream) {
    while (!at_end_ && unanswered_.size() < kMessagesAhead) {
      v1::StreamVerifyRequest message;
      at_end_ = !next_(message);
      if (at_end_) break;
      unanswered_.push_back(std::move(message));
      if (!stream.Write(unanswered_.back())) return false;
    }
    return true;
  }

  Remote::NextRows next_;
  Remote::OnAnswer on_answer_;
  std::deque<v1::StreamVerifyRequest> unanswered_;
  bool at_end_ = false;
  uint64_t answers_ = 0;  // messages
};

}  // namespace

absl::StatusOr<v1::Verdict> Remote::Verify(const v1::VerifyCertificateRequest& request) {
  v1::Verdict verdict;
  absl::Status status = WithRetries(deadline_ms_, [&](grpc::ClientContext& context) {
    return stubs_->verification->VerifyCertificate(&context, request, &verdict);
  });
  if (!status.ok()) return status;
  return verdict;
}

absl::StatusOr<v1::TeamVerdict> Remote::VerifyTeam(const v1::VerifyTeamRequest& request) {
  v1::TeamVerdict verdict;
  absl::Status status = WithRetries(deadline_ms_, [&](grpc::ClientContext& context) {
    return stubs_->verification->VerifyTeam(&context, request, &verdict);
  });
  if (!status.ok()) return status;
  return verdict;
}

absl::Status Remote::VerifyRows(NextRows next, OnAnswer on_answer) {
  RowQuestions questions(next, on_answer);
  Clock::time_point last_answer = Clock::now();
  for (uint32_t attempt = 0;; ++attempt) {
    const uint64_t answers_before = questions.answers();
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + kStreamDeadline);
    const auto stream = stubs_->verification->StreamVerify(&context);
    absl::Status status = questions.Ask(*stream);
    if (status.ok() && questions.is_done()) stream->WritesDone();
    if (!status.ok()) context.TryCancel();
    const grpc::Status finished = stream->Finish();
    if (!status.ok()) return status;
    if (questions.is_done()) return absl::OkStatus();
    if (finished.ok()) return absl::DataLossError("the registry left rows unanswered");
    const bool moved = questions.answers() > answers_before;
    if (moved) last_answer = Clock::now();
    if (moved) attempt = 0;
    const bool took_long = finished.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED && moved;
    const auto delay_ms = took_long ? std::optional<uint64_t>(0) : RetryDelayMs(finished, attempt);
    if (!delay_ms) return FromGrpc(finished);
    const auto delay = std::chrono::milliseconds(*delay_ms);
    if (Clock::now() + delay > last_answer + std::chrono::milliseconds(deadline_ms_)) {
      return FromGrpc(finished);
    }
    std::this_thread::sleep_for(delay);
  }
}

}  // namespace linkcert::client
