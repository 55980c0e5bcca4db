// The language of the client tests: a log of scene 1 with one batch of seven, and certificate files
// from it.
#ifndef LINKCERT_TESTS_CLIENT_CLIENT_FIXTURE_H_
#define LINKCERT_TESTS_CLIENT_CLIENT_FIXTURE_H_

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/render/render.h"
#include "client/verify/verify.h"
#include "proto/claims.h"
#include "tests/testing/memory_log.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/world.h"

namespace linkcert::client {

// "VALID", or the conclusion, check and reason of the first check that did not pass (the status
// and employer checks that only bound what "valid" says left out): "INVALID CLAIMS
// CLAIMS_ROOT_DIFFERS".
inline std::string Outcome(const Verification& verification) {
  const std::string conclusion(NameOf(verification.verdict.conclusion()));
  for (const v1::Check& check : verification.verdict.checks()) {
    const bool bounds = check.reason() == "STATUS_NOT_PROVEN" ||
                        (check.name() == "EMPLOYER" && check.reason() == "EVIDENCE_MISSING");
    if (check.result() == v1::CHECK_RESULT_PASS || bounds) continue;
    return absl::StrCat(conclusion, " ", check.name(), " ", check.reason());
  }
  return conclusion;
}

class ClientTest : public ::testing::Test {
 protected:
  using Change = std::function<void(v1::IssueBatch&)>;

  void SetUp() override {
    log_.Found();
    for (int i = 0; i < 3; ++i) {
      plans_.push_back(world_.Plan());
      rosters_.push_back(world_.SealRoster(plans_.back()));
      log_.Submit(world_.Sign(plans_.back(), {leader_}));
      log_.Submit(world_.Sign(rosters_.back(), {leader_}));
    }
    world_.set_now_ms(testing::kIssueMs);
    unit_ = Batch();
    batch_ = log_.Submit(unit_);
    now_ms_ = testing::kIssueMs + kDayMs;
  }

  // Serials from 1, 101 or 201 on, each of a plan of its own. `change` is made after leaves and
  // numbers are set, before signing.
  testing::Unit Batch(
      const Change& change = [](v1::IssueBatch&) {}, uint32_t first_serial = 1,
      std::vector<std::string> keys = {}) {
    const size_t plan = first_serial / 100;
    v1::Statement batch = world_.Batch(plans_[plan], rosters_[plan], first_serial);
    testing::Unit unit = world_.MakeLeaves(batch, 7);
    change(*batch.mutable_issue_batch());
    if (keys.empty()) keys = {leader_, leader2_};
    return world_.SignBatchAs(std::move(batch), std::move(unit), keys);
  }

  // Shows number, name and employer.
  std::string File(uint32_t position = 0) {
    return log_.File(batch_, unit_, position, {proto::kNumber, proto::kName, proto::kEmployer});
  }
  v1::CertificateFile Message(uint32_t position = 0) {
    v1::CertificateFile file;
    EXPECT_TRUE(file.ParseFromString(File(position)));
    return file;
  }

  Verification Verify(absl::string_view file, const Trust& trust) {
    return Verifier(trust, {.now_ms = now_ms_}).Verify(file);
  }
  std::string OutcomeOf(absl::string_view file) { return Outcome(Verify(file, log_.Trust())); }
  std::string OutcomeOf(const v1::CertificateFile& file) {
    return OutcomeOf(file.SerializeAsString());
  }
  // A batch that the rules would refuse, written past them.
  std::string OutcomeOfForced(const testing::Unit& unit) {
    const uint64_t batch = log_.Force(unit);
    return OutcomeOf(log_.File(batch, unit, 0, {}));
  }

  const std::string leader_ = absl::StrCat(testing::kLeader, "-1");
  const std::string leader2_ = absl::StrCat(testing::kLeader, "-2");
  testing::World world_;
  testing::MemoryLog log_{world_};
  std::vector<v1::Statement> plans_;
  std::vector<v1::Statement> rosters_;
  testing::Unit unit_;
  uint64_t batch_ = 0;
  uint64_t now_ms_ = 0;
};

}  // namespace linkcert::client

#endif  // LINKCERT_TESTS_CLIENT_CLIENT_FIXTURE_H_
