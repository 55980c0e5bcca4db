// The published vectors are a log that the rules accept whole.
#include <fstream>
#include <nlohmann/json.hpp>

#include "absl/strings/escaping.h"
#include "rules/replay.h"
#include "rules/status_map.h"
#include "tests/rules/rules_fixture.h"

namespace linkcert::rules {
namespace {

nlohmann::json Vectors(const std::string& name) {
  std::ifstream in(absl::StrCat(LINKCERT_VECTORS_DIR, "/", name));
  return nlohmann::json::parse(in, nullptr, /*allow_exceptions=*/false);
}

TEST(VectorsReplayTest, LogOfTheVectorsBreaksNoRule) {
  std::vector<std::string> findings;
  Replay replay(State(), 0, 0, [&](const Finding& finding) {
    if (finding.reason == proto::Reason::kStatusRootGapWarning) return;  // it sleeps for weeks
    findings.push_back(absl::StrCat(finding.index, " ", proto::Describe(finding.reason).name));
  });
  const nlohmann::json log = Vectors("linkcert-log.json");
  ASSERT_GT(log["entries"].size(), 20u);
  for (const auto& entry : log["entries"]) {
    EXPECT_THAT(replay.Add(absl::HexStringToBytes(entry["entry"].get<std::string>())),
                testing::IsOk());
  }
  replay.Finish();
  EXPECT_THAT(findings, ::testing::IsEmpty());
  const std::string root = Vectors("linkcert-status.json")["root"];
  EXPECT_EQ((*StatusRootOf(replay.state()))->root(), absl::HexStringToBytes(root));
}

}  // namespace
}  // namespace linkcert::rules
