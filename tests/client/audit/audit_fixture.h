// Audits of a log of scene 1, directly or as a directory that tests damage.
#ifndef LINKCERT_TESTS_CLIENT_AUDIT_AUDIT_FIXTURE_H_
#define LINKCERT_TESTS_CLIENT_AUDIT_AUDIT_FIXTURE_H_

#include <functional>
#include <string>
#include <vector>

#include "client/audit/audit.h"
#include "client/audit/export_log.h"
#include "client/audit/tile_directory.h"
#include "client/local_file.h"
#include "crypto/tiles.h"
#include "proto/refusal.h"
#include "rules/rule_sets.h"
#include "tests/client/client_fixture.h"
#include "tests/testing/temp_dir.h"

namespace linkcert::client {

// "12 SIGNATURE_INVALID detail" of each finding, warnings left out.
inline std::vector<std::string> Findings(const AuditReport& report) {
  std::vector<std::string> lines;
  for (const AuditFinding& finding : report.findings) {
    if (finding.warning) continue;
    lines.push_back(absl::StrCat(finding.index, " ", proto::Describe(finding.reason).name,
                                 finding.detail.empty() ? "" : " ", finding.detail));
  }
  return lines;
}

// Audits a copy of the log as a directory, which tests damage.
class AuditTest : public ClientTest {
 protected:
  void SetUp() override {
    ClientTest::SetUp();
    size_ = log_.entries().size();
  }

  // Copies the log; then bundle 0 is written anew from `entries`.
  void ExportAs(const std::vector<std::string>& entries) {
    ASSERT_THAT(ExportLog(log_, copy_), testing::IsOk());
    std::string bundle;
    for (const std::string& entry : entries) {
      ASSERT_THAT(crypto::AppendToEntryBundle(entry, &bundle), testing::IsOk());
    }
    const std::string path =
        absl::StrCat(copy_, "/", crypto::EntryBundlePath(0, static_cast<uint32_t>(size_)));
    ASSERT_THAT(WriteLocalFile(path, bundle, FileAccess::kPublic), testing::IsOk());
  }
  AuditReport AuditCopy(const std::string& state_path = "") {
    absl::StatusOr<OpenedLog> log = OpenTileDirectory(copy_);
    EXPECT_THAT(log, testing::IsOk());
    return Run(*log->source, log->hash_tiles, state_path);
  }
  AuditReport AuditDirectly(const std::string& state_path = "") {
    return Run(log_, {}, state_path);
  }
  AuditReport Run(LogSource& source, const crypto::TileTree::TileReader& tiles,
                  const std::string& state_path) {
    return Run(source, tiles, state_path, log_.Trust());
  }
  AuditReport Run(LogSource& source, const crypto::TileTree::TileReader& tiles,
                  const std::string& state_path, const Trust& trust) {
    absl::StatusOr<AuditReport> report = Audit(
        source, trust,
        {.now_ms = now_ms_, .state_path = state_path, .hash_tiles = tiles, .on_progress = {}});
    EXPECT_THAT(report, testing::IsOk());
    return report.ok() ? *report : AuditReport();
  }
  // Seven more certificates.
  void Grow(uint32_t first_serial) {
    log_.Submit(Batch([](v1::IssueBatch&) {}, first_serial));
  }

  // Version 2 of the rule set, past the rules of this version.
  void ForceRuleSet(const std::function<void(v1::RuleSet&)>& change) {
    v1::Statement publish = world_.New();
    v1::RuleSet& rule_set = *publish.mutable_publish_rule_set()->mutable_rule_set();
    rule_set = rules::DefaultRuleSet();
    rule_set.set_version(2);
    change(rule_set);
    log_.Force({.envelope = world_.Sign(publish, {"authority-1", "authority-2"}),
                .leaves = {},
                .claims = {}});
  }

  testing::TempDir dir_;
  const std::string copy_ = dir_.file("copy");
  const std::string state_ = dir_.file("audit.state");
  uint64_t size_ = 0;
};

}  // namespace linkcert::client

#endif  // LINKCERT_TESTS_CLIENT_AUDIT_AUDIT_FIXTURE_H_
