// A correction made of a certificate file is admitted, and the file made of it is valid.
#include "client/issue/version_maker.h"

#include "proto/claims.h"
#include "tests/client/client_fixture.h"
#include "tests/testing/reason_matcher.h"

namespace linkcert::client {
namespace {

using testing::HasReason;
using testing::IsOk;

class VersionMakerTest : public ClientTest {
 protected:
  v1::CertificateFile Whole(uint32_t position) {
    v1::CertificateFile file;
    EXPECT_TRUE(
        file.ParseFromString(log_.File(batch_, unit_, position, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})));
    return file;
  }
  absl::StatusOr<MadeVersions> Make(const std::vector<CertificateChange>& changes) {
    return MakeCorrection(changes, {.registry = world_.registry(),
                                    .signers = {world_.Key(leader_).public_key().id(),
                                                world_.Key(leader2_).public_key().id()},
                                    .now_ms = world_.now_ms()});
  }
  // Signed by both.
  testing::Unit UnitOf(MadeVersions made) {
    EXPECT_THAT(made.statement.Sign(world_.Key(leader_)), IsOk());
    EXPECT_THAT(made.statement.Sign(world_.Key(leader2_)), IsOk());
    return {.envelope = made.statement.Seal().value(),
            .leaves = std::move(made.leaves),
            .claims = std::move(made.claims)};
  }
};

TEST_F(VersionMakerTest, CorrectionIsAdmittedAndItsFilesAreValid) {
  auto made = Make({{.file = Whole(4), .values = {{proto::kTheoryScore, "83.0"}}},
                    {.file = Whole(1), .values = {{proto::kName, "虚构改"}}}});
  ASSERT_THAT(made, IsOk());
  const testing::Unit unit = UnitOf(*std::move(made));
  const uint64_t index = log_.Submit(unit);
  EXPECT_EQ(OutcomeOf(log_.File(index, unit, 0, {proto::kNumber, proto::kName})), "VALID");
  EXPECT_EQ(OutcomeOf(log_.File(index, unit, 1, {proto::kTheoryScore})), "VALID");
}

TEST_F(VersionMakerTest, NewerVersionIsCorrectedAgain) {
  const testing::Unit second =
      UnitOf(Make({{.file = Whole(0), .values = {{proto::kName, "虚构改"}}}}).value());
  batch_ = log_.Submit(second);
  unit_ = second;
  const testing::Unit third = UnitOf(
      Make({{.file = Whole(0), .version = 2, .values = {{proto::kName, "虚构丁"}}}}).value());
  EXPECT_EQ(OutcomeOf(log_.File(log_.Submit(third), third, 0, {})), "VALID");
}

TEST_F(VersionMakerTest, WhatTheRuleRefusesIsNotMade) {
  EXPECT_THAT(
      Make({{.file = Whole(0),
             .values = {{proto::kName, "虚构改"}, {proto::kIdNumber, "440524188001010014"}}}}),
      HasReason(proto::Reason::kCorrectionNotAllowed));
  EXPECT_THAT(Make({{.file = Whole(0), .values = {{proto::kTheoryScore, " 83"}}}}),
              HasReason(proto::Reason::kFieldOutOfRange));
  EXPECT_THAT(Make({{.file = Message(), .values = {{proto::kName, "虚构改"}}}}),
              HasReason(proto::Reason::kFieldMissing));
  const CertificateChange once = {.file = Whole(0), .values = {{proto::kName, "虚构改"}}};
  EXPECT_THAT(Make({once, once}), HasReason(proto::Reason::kLinksDisordered));
}

TEST_F(VersionMakerTest, OneStatementIsOfOneBatch) {
  const CertificateChange first = {.file = Whole(0), .values = {{proto::kName, "虚构改"}}};
  unit_ = Batch([](v1::IssueBatch&) {}, 101);
  batch_ = log_.Submit(unit_);
  EXPECT_THAT(Make({first, {.file = Whole(0), .values = {{proto::kName, "虚构改"}}}}),
              HasReason(proto::Reason::kOriginalBatchDiffers));
}

}  // namespace
}  // namespace linkcert::client
