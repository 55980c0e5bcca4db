// The log takes a new name and key: announced to the running server, begun while none runs.
#include "absl/strings/str_cat.h"
#include "server/log/begin_epoch.h"
#include "server/program/serve.h"
#include "storage/anchor.h"
#include "storage/rocksdb_store.h"
#include "tests/province/province.h"
#include "tests/testing/world_standing.h"

namespace linkcert::province {
namespace {

const std::vector<std::string> kBothOfAuthority = {"authority-1", "authority-2"};

}  // namespace

absl::Status Province::AnnounceLogKey(const std::string& origin, const std::string& key) {
  return PlayWave({Plain("", kBothOfAuthority, [this, origin, key] {
    return testing::RotateLogKey(world_, origin, key);
  })});
}

absl::Status Province::ChangeLogKey() {
  const std::string origin = absl::StrCat(testing::kOrigin, "/2");
  const std::string key = "log-2";
  absl::Status status = AnnounceLogKey(origin, key);
  if (status.ok()) status = Stop();
  if (status.ok()) status = BeginEpoch(origin, key);
  return status.ok() ? Start(origin, key) : status;
}

absl::Status Province::BeginEpoch(const std::string& origin, const std::string& key) {
  const std::string data = options_.directory + "/data";
  auto store = storage::OpenRocksDbStore(
      {.directory = server::StoreDirectory(data), .create_if_missing = false});
  if (!store.ok()) return store.status();
  auto anchor = storage::Anchor::Open(options_.directory + "/anchor");
  if (!anchor.ok()) return anchor.status();
  const server::EpochParts parts{.log = {.origin = origin, .key = &world_.Key(key)},
                                 .store = store->get(),
                                 .anchor = anchor->get(),
                                 .clock = clock_.get()};
  const absl::StatusOr<v1::BeginEpoch> draft = server::DraftBeginEpoch(parts);
  if (!draft.ok()) return draft.status();
  v1::Statement statement = world_.New();
  *statement.mutable_begin_epoch() = *draft;
  ledger_.Admitted("begin_epoch");
  return server::BeginEpoch(parts, world_.Sign(statement, kBothOfAuthority)).status();
}

}  // namespace linkcert::province
