#include "client/refresh/status_map_copy.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/logged_entry.h"
#include "client/verify/file_parts.h"
#include "proto/canonical.h"
#include "proto/refusal.h"
#include "proto/status_proof.h"
#include "proto/wire.h"

namespace linkcert::client {
namespace {

using proto::Reason;
using proto::Refuse;

void AppendItem(const v1::StatusMapItem& item, std::string& out) {
  const std::string bytes = item.SerializeAsString();
  proto::AppendVarint(out, bytes.size());
  out += bytes;
}

crypto::MapNodeReader NodesIn(const std::map<crypto::MapPlace, crypto::MapNode>& nodes) {
  return [&nodes](const crypto::MapPlace& place) -> absl::StatusOr<crypto::MapNode> {
    const auto node = nodes.find(place);
    if (node == nodes.end()) return absl::InternalError("a node of the status map is missing");
    return node->second;
  };
}

}  // namespace

absl::StatusOr<StatusMapCopy> StatusMapCopy::Fetch(StatusSource& source, const Trust& trust,
                                                   uint64_t now_ms) {
  StatusMapCopy copy;
  absl::Status status =
      source.GetStatusMap([&](absl::string_view item) { return copy.Take(item); });
  if (status.ok()) status = copy.Check(trust, now_ms);
  if (!status.ok()) return status;
  return copy;
}

absl::StatusOr<StatusMapCopy> StatusMapCopy::Parse(absl::string_view file, const Trust& trust,
                                                   uint64_t now_ms) {
  StatusMapCopy copy;
  absl::Status status;
  while (status.ok() && !file.empty()) {
    absl::string_view item;
    status = proto::TakeDelimited(file, item) ? copy.Take(item)
                                              : Refuse(Reason::kNotCanonical, "an item is cut off");
  }
  if (status.ok()) status = copy.Check(trust, now_ms);
  if (!status.ok()) return status;
  return copy;
}

std::string StatusMapCopy::Encode() const {
  std::string file;
  v1::StatusMapItem item;
  *item.mutable_header() = header_;
  AppendItem(item, file);
  for (const auto& [key, history] : rows_) {
    item.mutable_row()->set_key(key);
    item.mutable_row()->set_history(history);
    AppendItem(item, file);
  }
  return file;
}

absl::Status StatusMapCopy::Take(absl::string_view bytes) {
  if (bytes.size() > kMaxStatusMapItemBytes) return Refuse(Reason::kMessageTooLarge);
  absl::StatusOr<v1::StatusMapItem> item = proto::DecodeCanonical<v1::StatusMapItem>(bytes);
  if (!item.ok()) return item.status();
  if (item->has_header() == has_header_) {
    return Refuse(Reason::kFieldOutOfRange, "the header comes first, once");
  }
  if (item->has_row()) return TakeRow(item->row());
  header_ = std::move(*item->mutable_header());
  has_header_ = true;
  return absl::OkStatus();
}

absl::Status StatusMapCopy::TakeRow(const v1::StatusMapRow& row) {
  if (!rows_.empty() && row.key() <= rows_.rbegin()->first) {
    return Refuse(Reason::kFieldOutOfRange, absl::StrCat("row ", row.key(), " is out of order"));
  }
  const absl::StatusOr<v1::StatusHistory> history = proto::DecodeStatusHistory(row.history());
  if (!history.ok()) return history.status();
  rows_.emplace_hint(rows_.end(), row.key(), row.history());
  return absl::OkStatus();
}

absl::Status StatusMapCopy::CheckRegistry(const Trust& trust, uint64_t now_ms) const {
  if (!has_header_) return Refuse(Reason::kFieldMissing, "header");
  const auto evaluated = trust.policy.Evaluate(header_.checkpoint(), now_ms / 1000);
  if (!evaluated.ok()) {
    return Refuse(Reason::kCheckpointInvalid, evaluated.status().message());
  }
  const absl::StatusOr<LoggedStatement> genesis = OpenLoggedEntry(header_.genesis());
  if (!genesis.ok()) return genesis.status();
  if (genesis->index != 0 || genesis->sealed.digest != trust.genesis) {
    return Refuse(Reason::kGenesisDiffers);
  }
  absl::Status status = CheckLogged(header_.genesis(), evaluated->checkpoint);
  return status.ok() ? CheckLogged(header_.status_root(), evaluated->checkpoint) : status;
}

absl::Status StatusMapCopy::BuildTree() {
  std::vector<crypto::MapLeaf> leaves;
  leaves.reserve(rows_.size());
  for (const auto& [key, history] : rows_) {
    leaves.push_back({.key = key, .hash = crypto::HashMapLeaf(key, history)});
  }
  absl::StatusOr<crypto::MapChange> change = crypto::PutLeaves({}, leaves, NodesIn(nodes_));
  if (!change.ok()) return change.status();
  root_ = change->root;
  nodes_.insert(change->nodes.begin(), change->nodes.end());
  return absl::OkStatus();
}

absl::Status StatusMapCopy::Check(const Trust& trust, uint64_t now_ms) {
  absl::Status status = CheckRegistry(trust, now_ms);
  if (!status.ok()) return status;
  const absl::StatusOr<LoggedStatusRoot> logged = OpenStatusRoot(header_.status_root());
  if (!logged.ok()) return logged.status();
  logged_at_ = logged->logged_at;
  status = BuildTree();
  if (!status.ok()) return status;
  return root_.hash == logged->root ? absl::OkStatus() : Refuse(Reason::kStatusRootDiffers);
}

absl::StatusOr<v1::StatusProof> StatusMapCopy::Prove(uint64_t key) const {
  const absl::StatusOr<crypto::MapPath> path = crypto::FindMapPath(root_, key, NodesIn(nodes_));
  if (!path.ok()) return path.status();
  const std::string end = path->end_key ? rows_.at(*path->end_key) : std::string();
  return proto::MakeStatusProof(key, *path, end);
}

}  // namespace linkcert::client
