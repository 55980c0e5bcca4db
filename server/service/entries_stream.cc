#include "server/service/entries_stream.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "proto/refusal.h"
#include "server/service/grpc_status.h"

namespace linkcert::server {
namespace {

constexpr size_t kMaxAnswerBytes = size_t{1} << 20;

class EntriesStream final : public grpc::ServerWriteReactor<v1::GetEntriesResponse> {
 public:
  EntriesStream(const ServiceParts& parts, PublishedPtr published, uint64_t begin, uint64_t end)
      : parts_(parts), published_(std::move(published)), next_(begin), end_(end) {}

  void Begin(const absl::Status& status) {
    if (!status.ok()) {
      End(status);
    } else if (!parts_.pool->TryAdd([this] { WriteNext(); })) {
      End(proto::Refuse(proto::Reason::kQueueFull));
    }
  }

  void OnWriteDone(bool ok) override {
    if (!ok) {
      End(absl::CancelledError("the reader is gone"));
    } else if (next_ == end_) {
      End(absl::OkStatus());
    } else {
      parts_.pool->Add([this] { WriteNext(); });
    }
  }

  void OnDone() override { delete this; }

 private:
  // One bundle at most, so that each message is one row of the store or few.
  void WriteNext() {
    if (next_ == end_) return End(absl::OkStatus());
    const uint64_t bundle_end = (next_ / crypto::kTileWidth + 1) * crypto::kTileWidth;
    auto entries =
        published_->snapshot->ReadEntries(next_, std::min(bundle_end, end_), kMaxAnswerBytes);
    if (!entries.ok()) return End(entries.status());
    answer_.Clear();
    answer_.set_begin(next_);
    for (std::string& entry : *entries) answer_.add_entries(std::move(entry));
    next_ += entries->size();
    StartWrite(&answer_);
  }

  void End(const absl::Status& status) {
    parts_.refusals->Note("GetEntries", status);
    Finish(ToGrpcStatus(status));
  }

  const ServiceParts parts_;
  const PublishedPtr published_;
  // Touched by one thread at a time: gRPC's after a write, or the pool's before the next.
  uint64_t next_;
  const uint64_t end_;
  v1::GetEntriesResponse answer_;
};

}  // namespace

grpc::ServerWriteReactor<v1::GetEntriesResponse>* StreamEntries(
    const ServiceParts& parts, const v1::GetEntriesRequest& request) {
  PublishedPtr published = parts.log->Latest();
  const uint64_t size = published->size;
  const uint64_t end = request.end() == 0 ? size : request.end();
  absl::Status status;
  if (request.begin() > end || end > size) {
    status = proto::Refuse(
        proto::Reason::kEntryNotLogged,
        absl::StrCat("[", request.begin(), ", ", end, ") of a log of ", size, " entries"));
  }
  auto* stream = new EntriesStream(parts, std::move(published), request.begin(), end);
  stream->Begin(status);
  return stream;
}

}  // namespace linkcert::server
