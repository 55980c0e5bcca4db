#include "server/service/entries_stream.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "proto/refusal.h"
#include "server/service/paged_stream.h"

namespace linkcert::server {
namespace {

using Stream = PagedStream<v1::GetEntriesResponse>;

constexpr size_t kMaxAnswerBytes = size_t{1} << 20;

// Hands out [next, end) of one published log.
class EntryPages {
 public:
  EntryPages(PublishedPtr published, uint64_t begin, uint64_t end)
      : published_(std::move(published)), next_(begin), end_(end) {}

  // One bundle at most, so that each message is one row of the store or few.
  absl::StatusOr<bool> operator()(v1::GetEntriesResponse* answer) {
    if (next_ == end_) return false;
    const uint64_t bundle_end = (next_ / crypto::kTileWidth + 1) * crypto::kTileWidth;
    auto entries =
        published_->snapshot->ReadEntries(next_, std::min(bundle_end, end_), kMaxAnswerBytes);
    if (!entries.ok()) return entries.status();
    answer->set_begin(next_);
    for (std::string& entry : *entries) answer->add_entries(std::move(entry));
    next_ += entries->size();
    return true;
  }

 private:
  PublishedPtr published_;
  uint64_t next_;
  uint64_t end_;
};

absl::StatusOr<Stream::NextPage> PagesOf(PublishedPtr published,
                                         const v1::GetEntriesRequest& request) {
  const uint64_t size = published->size;
  const uint64_t end = request.end() == 0 ? size : request.end();
  if (request.begin() > end || end > size) {
    return proto::Refuse(
        proto::Reason::kEntryNotLogged,
        absl::StrCat("[", request.begin(), ", ", end, ") of a log of ", size, " entries"));
  }
  return EntryPages(std::move(published), request.begin(), end);
}

}  // namespace

grpc::ServerWriteReactor<v1::GetEntriesResponse>* StreamEntries(
    const ServiceParts& parts, grpc::CallbackServerContext* context,
    const v1::GetEntriesRequest& request) {
  return Stream::Start(parts, context, "GetEntries",
                       [&](const Caller&) { return PagesOf(parts.log->Latest(), request); });
}

}  // namespace linkcert::server
