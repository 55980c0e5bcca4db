// Changes of standing without their acts, and the StatusRoot that covers them: for tests of what
// the registry answers, whatever the acts may be.
#ifndef LINKCERT_TESTS_SERVER_STANDING_FIXTURE_H_
#define LINKCERT_TESTS_SERVER_STANDING_FIXTURE_H_

#include <string>
#include <vector>

#include "crypto/checkpoint.h"
#include "proto/entry.h"
#include "rules/act_context.h"
#include "rules/status_map.h"
#include "tests/server/certificate_fixture.h"

namespace linkcert::server {

inline v1::StatusChange Change(v1::StandingState state,
                               v1::StatusReason reason = v1::STATUS_REASON_UNSPECIFIED) {
  v1::StatusChange change;
  change.set_state(state);
  change.set_reason(reason);
  return change;
}

class StandingTest : public CertificateTest {
 protected:
  // Logs a StatusRoot entry for the change, as if the entry at `stamp` had made it, and serves
  // anew.
  void ChangeStandingAt(const rules::Stamp& stamp, const std::vector<uint64_t>& things,
                        const v1::StatusChange& change) {
    const PublishedPtr published = registry_.log_->Latest();
    rules::Overlay overlay(published->view);
    rules::Admission admission;
    const rules::PreparedUnit unit;
    const rules::records::Registry registry;
    const v1::RuleSet rule_set;
    std::vector<v1::Key> signers(1);
    signers.front().set_organisation(rules::kAuthority);
    rules::ActContext context{overlay, unit, stamp, registry, rule_set, signers, admission};
    ASSERT_THAT(rules::ChangeStandings(context, things, change), IsOk());
    overlay.Apply(admission.effects);
    LogStatusRoot(*published, overlay);
    Serve({});
  }
  // As if the newest entry had made it.
  void ChangeStanding(const std::vector<uint64_t>& things, const v1::StatusChange& change) {
    const PublishedPtr published = registry_.log_->Latest();
    ChangeStandingAt({published->size - 1, published->logged_at}, things, change);
  }
  void LogStatusRoot() {
    const PublishedPtr published = registry_.log_->Latest();
    rules::Overlay overlay(published->view);
    LogStatusRoot(*published, overlay);
    Serve({});
  }

 private:
  void LogStatusRoot(const Published& published, rules::Overlay& overlay) {
    const v1::StatusRoot root = **rules::StatusRootOf(overlay);
    const auto admission = rules::AdmitStatusRoot(
        overlay, root, {.index = published.size, .logged_at = published.logged_at});
    ASSERT_THAT(admission, IsOk());
    overlay.Apply(admission->effects);
    storage::Batch batch;
    batch.entries = {proto::EncodeStatusRootEntry(published.logged_at, root.root())};
    crypto::TileTree tree = published.edge;
    tree.Append(crypto::HashLeaf(batch.entries.front()));
    for (crypto::Tile& tile : tree.TakeChangedTiles()) {
      batch.tiles.push_back({tile.level, tile.index, std::move(tile.hashes)});
    }
    for (const auto& [key, record] : overlay.changed()) {
      batch.records.push_back({key, rules::RecordBytes(*record)});
    }
    batch.head = crypto::FormatCheckpoint(
        {.origin = testing::kOrigin, .size = tree.size(), .root = tree.Root()});
    ASSERT_THAT(registry_.memory_->Commit(published.size, batch), IsOk());
  }
};

}  // namespace linkcert::server

#endif  // LINKCERT_TESTS_SERVER_STANDING_FIXTURE_H_
