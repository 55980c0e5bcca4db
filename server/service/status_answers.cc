#include "server/service/status_answers.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "linkcert/v1/certificate_file.pb.h"
#include "proto/refusal.h"
#include "proto/status_proof.h"
#include "rules/records.h"
#include "rules/status_map.h"
#include "server/service/paged_stream.h"

namespace linkcert::server {
namespace {

using proto::Reason;
using proto::Refuse;
using MapStream = PagedStream<v1::GetStatusMapResponse>;

constexpr char kRowPrefix[] = "status/";  // of rules::StatusKey: hexadecimal, so ascending
constexpr size_t kRowsAtOnce = 256;
constexpr size_t kMaxAnswerBytes = size_t{1} << 20;
constexpr size_t kMaxFramingBytes = 8;  // of an item in the answer

absl::StatusOr<v1::LoggedEntry> NewestStatusRoot(const LogReader& reader) {
  const Published& published = reader.published();
  const auto map = rules::FindStatusMap(published.view);
  if (!map.ok()) return map.status();
  // Until the first StatusRoot the record names genesis, entry 0.
  if (*map == nullptr || (*map)->newest_root().index() == 0) {
    return Refuse(Reason::kStatusNotProven, "no StatusRoot was logged yet");
  }
  return reader.EntryWithPath((*map)->newest_root().index(), published.size);
}

// The rows of one published log, a page at a time; the header goes first.
class MapPages {
 public:
  explicit MapPages(const LogReader& reader) : reader_(reader) {}

  absl::StatusOr<bool> operator()(v1::GetStatusMapResponse* answer) {
    if (!has_header_) {
      has_header_ = true;
      absl::Status status = AddHeader(answer);
      if (!status.ok()) return status;
      return true;
    }
    auto rows = reader_.published().snapshot->ListRecords(kRowPrefix, after_key_, kRowsAtOnce);
    if (!rows.ok()) return rows.status();
    size_t bytes = 0;
    for (storage::RecordRow& row : *rows) {
      absl::StatusOr<std::string> item = ItemOf(row);
      if (!item.ok()) return item.status();
      bytes += item->size() + kMaxFramingBytes;
      if (answer->items_size() > 0 && bytes > kMaxAnswerBytes) break;
      answer->add_items(*std::move(item));
      after_key_ = std::move(row.key);
    }
    return answer->items_size() > 0;
  }

 private:
  absl::Status AddHeader(v1::GetStatusMapResponse* answer) const {
    absl::StatusOr<v1::LoggedEntry> status_root = NewestStatusRoot(reader_);
    if (!status_root.ok()) return status_root.status();
    absl::StatusOr<v1::LoggedEntry> genesis = reader_.EntryWithPath(0, reader_.published().size);
    if (!genesis.ok()) return genesis.status();
    v1::StatusMapItem item;
    item.mutable_header()->set_checkpoint(reader_.published().checkpoint);
    *item.mutable_header()->mutable_genesis() = *std::move(genesis);
    *item.mutable_header()->mutable_status_root() = *std::move(status_root);
    answer->add_items(item.SerializeAsString());
    return absl::OkStatus();
  }

  absl::StatusOr<std::string> ItemOf(const storage::RecordRow& row) const {
    absl::StatusOr<rules::RecordPtr> record = ParseRecord(row.key, row.value);
    if (!record.ok()) return record.status();
    v1::StatusMapItem item;
    uint64_t key = 0;
    const absl::string_view digits = absl::string_view(row.key).substr(sizeof(kRowPrefix) - 1);
    if (!(*record)->has_status() || !absl::SimpleHexAtoi(digits, &key)) {
      return absl::DataLossError(absl::StrCat("no status history stands under ", row.key));
    }
    item.mutable_row()->set_key(key);
    item.mutable_row()->set_history(proto::EncodeStatusHistory((*record)->status()));
    return item.SerializeAsString();
  }

  LogReader reader_;
  bool has_header_ = false;
  std::string after_key_;  // the last one handed out
};

}  // namespace

absl::Status ProveStandings(const LogReader& reader, const v1::GetStatusProofRequest& request,
                            v1::GetStatusProofResponse* response) {
  if (request.keys_size() > kMaxStatusKeys || request.entries_size() > kMaxStatusEntries) {
    return Refuse(Reason::kRequestMalformed, absl::StrCat("up to ", kMaxStatusKeys, " keys and ",
                                                          kMaxStatusEntries, " entries"));
  }
  const Published& published = reader.published();
  absl::StatusOr<v1::LoggedEntry> status_root = NewestStatusRoot(reader);
  if (!status_root.ok()) return status_root.status();
  *response->mutable_status_root() = *std::move(status_root);
  for (uint64_t key : request.keys()) {
    if (key >= published.size) return Refuse(Reason::kEntryNotLogged, absl::StrCat(key));
    absl::StatusOr<v1::StatusProof> proof = rules::ProveStatus(published.view, key);
    if (!proof.ok()) return proof.status();
    *response->add_proofs() = *std::move(proof);
  }
  for (uint64_t index : request.entries()) {
    absl::StatusOr<v1::LoggedEntry> entry = reader.EntryWithPath(index, published.size);
    if (!entry.ok()) return entry.status();
    *response->add_entries() = *std::move(entry);
  }
  response->set_checkpoint(published.checkpoint);
  return absl::OkStatus();
}

grpc::ServerWriteReactor<v1::GetStatusMapResponse>* StreamStatusMap(
    const ServiceParts& parts, grpc::CallbackServerContext* context) {
  return MapStream::Start(parts, context, "GetStatusMap", [&](const Caller&) {
    return absl::StatusOr<MapStream::NextPage>(MapPages(parts.log->Reader()));
  });
}

}  // namespace linkcert::server
