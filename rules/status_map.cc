#include "rules/status_map.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "crypto/sparse_map.h"
#include "proto/status_proof.h"
#include "rules/standing.h"

namespace linkcert::rules {
namespace {

using proto::Reason;
using proto::Refuse;

constexpr int kMaxChanges = 64;  // of one thing
constexpr uint64_t kMaxUncoveredMs = 1000;
constexpr uint64_t kMaxBetweenRootsMs = 60ull * 60 * 1000;

absl::StatusOr<crypto::MapSubtree> ReadSubtree(const records::StatusSubtree& record) {
  crypto::MapSubtree subtree;
  if (record.hash().empty()) return subtree;
  absl::StatusOr<crypto::Hash> hash = crypto::Hash::FromBytes(record.hash());
  if (!hash.ok()) return absl::DataLossError("a node of the status map is damaged");
  subtree.hash = *hash;
  if (record.has_only()) subtree.only_key = record.only().key();
  return subtree;
}

records::StatusSubtree WriteSubtree(const crypto::MapSubtree& subtree) {
  records::StatusSubtree record;
  if (!subtree.empty()) record.set_hash(subtree.hash.str());
  if (subtree.only_key) record.mutable_only()->set_key(*subtree.only_key);
  return record;
}

crypto::MapNodeReader NodesIn(const View& view) {
  return [&view](const crypto::MapPlace& place) -> absl::StatusOr<crypto::MapNode> {
    auto record = FindStatusNode(view, place.depth, place.prefix);
    if (!record.ok()) return record.status();
    if (*record == nullptr) return absl::DataLossError("a node of the status map is missing");
    absl::StatusOr<crypto::MapSubtree> left = ReadSubtree((*record)->left());
    absl::StatusOr<crypto::MapSubtree> right = ReadSubtree((*record)->right());
    if (!left.ok()) return left.status();
    if (!right.ok()) return right.status();
    return crypto::MapNode{.left = *left, .right = *right};
  };
}

// How many changes may have to follow: a final one after any other, before it the end of a
// suspension, and after an issuer's suspension the authority's with its end. So no issuer can use a
// history up to stay out of supervision's reach.
int ChangesToFollow(v1::StandingState state, bool by_authority) {
  if (IsFinal(state)) return 0;
  if (state == v1::STANDING_STATE_IN_FORCE) return 1;
  return by_authority ? 2 : 4;
}

absl::Status CheckRoom(const v1::StatusHistory& history, v1::StandingState state,
                       bool by_authority) {
  const int kept_free = ChangesToFollow(state, by_authority);
  return history.changes_size() < kMaxChanges - kept_free ? absl::OkStatus()
                                                          : Refuse(Reason::kStatusHistoryFull);
}

absl::StatusOr<records::StatusMap> RequireMap(const View& view) {
  auto map = FindStatusMap(view);
  if (!map.ok()) return map.status();
  if (*map == nullptr) return Refuse(Reason::kGenesisExpected);
  return **map;
}

// Puts the leaves into the map and writes every record of it that changes.
absl::Status MoveRoot(ActContext& context, absl::Span<const crypto::MapLeaf> leaves) {
  absl::StatusOr<records::StatusMap> map = RequireMap(context.view);
  if (!map.ok()) return map.status();
  absl::StatusOr<crypto::MapSubtree> root = ReadSubtree(map->root());
  if (!root.ok()) return root.status();
  auto change = crypto::PutLeaves(*root, leaves, NodesIn(context.view));
  if (!change.ok()) return change.status();
  for (const auto& [place, node] : change->nodes) {
    records::StatusNode record;
    *record.mutable_left() = WriteSubtree(node.left);
    *record.mutable_right() = WriteSubtree(node.right);
    context.Write(StatusNodeKey(place.depth, place.prefix), std::move(record),
                  &Record::mutable_status_node);
  }
  *map->mutable_root() = WriteSubtree(change->root);
  if (map->changed_at() == 0) map->set_changed_at(context.stamp.logged_at);
  context.Write(StatusMapKey(), *std::move(map), &Record::mutable_status_map);
  return absl::OkStatus();
}

v1::StatusRoot RootIn(const records::StatusMap& map) {
  v1::StatusRoot root;
  root.set_root(map.root().hash().empty() ? crypto::Hash().str() : map.root().hash());
  return root;
}

void NoteDelay(const records::StatusMap& map, const Stamp& stamp, Admission& admission) {
  if (map.changed_at() != 0 && stamp.logged_at > map.changed_at() + kMaxUncoveredMs) {
    admission.warnings.push_back({.reason = Reason::kStatusRootLate,
                                  .detail = absl::StrCat(stamp.logged_at - map.changed_at(), " ms"),
                                  .breach = true});
  }
  if (stamp.logged_at > map.newest_root().at() + kMaxBetweenRootsMs) {
    admission.warnings.push_back(
        {.reason = Reason::kStatusRootGapWarning,
         .detail = absl::StrCat((stamp.logged_at - map.newest_root().at()) / 60'000, " min")});
  }
}

}  // namespace

absl::StatusOr<v1::StatusHistory> StandingOf(const View& view, uint64_t index) {
  auto history = FindStatus(view, index);
  if (!history.ok()) return history.status();
  return *history == nullptr ? v1::StatusHistory() : **history;
}

absl::Status ChangeStandings(ActContext& context, absl::Span<const uint64_t> things,
                             v1::StatusChange change) {
  change.set_logged_at(context.stamp.logged_at);
  change.set_entry_index(context.stamp.index);
  const bool by_authority = context.first_organisation() == kAuthority;
  std::vector<crypto::MapLeaf> leaves;
  leaves.reserve(things.size());
  for (uint64_t thing : things) {
    absl::StatusOr<v1::StatusHistory> history = StandingOf(context.view, thing);
    if (!history.ok()) return history.status();
    absl::Status room = CheckRoom(*history, change.state(), by_authority);
    if (!room.ok()) return room;
    *history->add_changes() = change;
    const std::string value = proto::EncodeStatusHistory(*history);
    leaves.push_back({.key = thing, .hash = crypto::HashMapLeaf(thing, value)});
    context.Write(StatusKey(thing), *std::move(history), &Record::mutable_status);
  }
  return MoveRoot(context, leaves);
}

absl::StatusOr<v1::StatusProof> ProveStatus(const View& view, uint64_t index) {
  absl::StatusOr<records::StatusMap> map = RequireMap(view);
  if (!map.ok()) return map.status();
  absl::StatusOr<crypto::MapSubtree> root = ReadSubtree(map->root());
  if (!root.ok()) return root.status();
  auto path = crypto::FindMapPath(*root, index, NodesIn(view));
  if (!path.ok()) return path.status();
  if (!path->end_key) return proto::MakeStatusProof(index, *path, "");
  absl::StatusOr<v1::StatusHistory> end = StandingOf(view, *path->end_key);
  if (!end.ok()) return end.status();
  return proto::MakeStatusProof(index, *path, proto::EncodeStatusHistory(*end));
}

absl::StatusOr<std::optional<v1::StatusRoot>> StatusRootOf(const View& view) {
  auto map = FindStatusMap(view);
  if (!map.ok()) return map.status();
  if (*map == nullptr) return std::nullopt;
  return RootIn(**map);
}

absl::StatusOr<bool> HasUncoveredChange(const View& view) {
  auto map = FindStatusMap(view);
  if (!map.ok()) return map.status();
  return *map != nullptr && (*map)->changed_at() != 0;
}

absl::StatusOr<bool> IsStatusRootDue(const View& view, proto::LogTime at) {
  auto map = FindStatusMap(view);
  if (!map.ok()) return map.status();
  if (*map == nullptr) return false;
  const uint64_t changed_at = (*map)->changed_at();
  return (changed_at != 0 && at > changed_at + kMaxUncoveredMs) ||
         at > (*map)->newest_root().at() + kMaxBetweenRootsMs;
}

absl::StatusOr<Admission> AdmitStatusRoot(const View& view, const v1::StatusRoot& status_root,
                                          const Stamp& stamp) {
  absl::StatusOr<records::StatusMap> map = RequireMap(view);
  if (!map.ok()) return map.status();
  if (status_root.root() != RootIn(*map).root()) return Refuse(Reason::kStatusRootDiffers);
  Admission admission;
  NoteDelay(*map, stamp, admission);
  map->clear_changed_at();
  map->mutable_newest_root()->set_index(stamp.index);
  map->mutable_newest_root()->set_at(stamp.logged_at);
  auto record = std::make_shared<Record>();
  *record->mutable_status_map() = *std::move(map);
  admission.effects.push_back({StatusMapKey(), std::move(record)});
  return admission;
}

}  // namespace linkcert::rules
