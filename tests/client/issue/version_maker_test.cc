// A correction or a reissue made of certificate files is admitted, and the files made of it are
// valid.
#include "client/issue/version_maker.h"

#include <gmock/gmock.h>

#include "client/issue/pending_batch.h"
#include "client/issue/pending_check.h"
#include "proto/certificate_leaf.h"
#include "proto/claims.h"
#include "tests/client/client_fixture.h"
#include "tests/testing/reason_matcher.h"
#include "tests/testing/temp_dir.h"

namespace linkcert::client {
namespace {

using testing::HasCode;
using testing::HasReason;
using testing::IsOk;
using ::testing::SizeIs;

class VersionMakerTest : public ClientTest {
 protected:
  absl::StatusOr<OwnCertificate> Open(absl::string_view file) {
    Verifier verifier(log_.Trust(), {.now_ms = now_ms_});
    return OpenOwnCertificate(file, verifier.Verify(file));
  }
  std::string Whole(uint32_t position) {
    return log_.File(batch_, unit_, position, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
  }
  OwnCertificate Own(uint32_t position) { return Open(Whole(position)).value(); }
  absl::StatusOr<std::vector<MadeBatch>> Make(const std::vector<CertificateChange>& changes,
                                              VersionKind kind = VersionKind::kCorrection) {
    return MakeVersions(
        kind, changes,
        {.registry = world_.registry(),
         .signers = {world_.Key(leader_).public_key().id(), world_.Key(leader2_).public_key().id()},
         .now_ms = world_.now_ms()});
  }
  // Signed by both.
  testing::Unit UnitOf(absl::StatusOr<std::vector<MadeBatch>> all) {
    MadeBatch& made = all->front();
    EXPECT_THAT(made.statement.Sign(world_.Key(leader_)), IsOk());
    EXPECT_THAT(made.statement.Sign(world_.Key(leader2_)), IsOk());
    testing::Unit unit;
    unit.envelope = made.statement.Seal().value();
    for (const v1::PendingCertificate& certificate : made.pending.certificates()) {
      unit.leaves.push_back(certificate.leaf());
      unit.claims.emplace_back(certificate.claims().begin(), certificate.claims().end());
    }
    return unit;
  }
  // Goes on with the certificates of that unit.
  void Submit(testing::Unit unit) {
    unit_ = std::move(unit);
    batch_ = log_.Submit(unit_);
  }
};

TEST_F(VersionMakerTest, CorrectionIsAdmittedAndItsFilesAreValid) {
  Submit(UnitOf(Make({{.certificate = Own(4), .values = {{proto::kTheoryScore, "83.0"}}},
                      {.certificate = Own(1), .values = {{proto::kName, "虚构改"}}}})));
  EXPECT_EQ(OutcomeOf(log_.File(batch_, unit_, 0, {proto::kNumber, proto::kName})), "VALID");
  EXPECT_EQ(OutcomeOf(log_.File(batch_, unit_, 1, {proto::kTheoryScore})), "VALID");
}

TEST_F(VersionMakerTest, NewerVersionIsCorrectedAgain) {
  Submit(UnitOf(Make({{.certificate = Own(0), .values = {{proto::kName, "虚构改"}}}})));
  EXPECT_EQ(Own(0).version, 2u);
  Submit(UnitOf(Make({{.certificate = Own(0), .values = {{proto::kName, "虚构丁"}}}})));
  EXPECT_EQ(OutcomeOf(log_.File(batch_, unit_, 0, {})), "VALID");
}

TEST_F(VersionMakerTest, ReissueKeepsValuesAndNoSalt) {
  const OwnCertificate before = Own(3);
  Submit(UnitOf(Make({{.certificate = before}}, VersionKind::kReissue)));
  const OwnCertificate after = Own(0);
  EXPECT_EQ(after.values, before.values);
  for (size_t i = 0; i < after.claims.size(); ++i) EXPECT_NE(after.claims[i], before.claims[i]);
  EXPECT_EQ(OutcomeOf(log_.File(batch_, unit_, 0, {proto::kNumber})), "VALID");
}

TEST_F(VersionMakerTest, RowSaysWhatTheNewCertificateSays) {
  const OwnCertificate own = Own(2);
  const auto made = Make({{.certificate = own, .values = {{proto::kName, "虚构改"}}, .line = 7}});
  ASSERT_THAT(made, IsOk());
  const v1::PendingCertificate& row = made->front().pending.certificates(0);
  EXPECT_EQ(row.line(), 7u);
  EXPECT_EQ(row.cells(0), "虚构改");
  EXPECT_EQ(row.cells(7), own.values[proto::kNumber - 1]);
  EXPECT_THAT(CheckPending(made->front().statement, made->front().pending), IsOk());
}

TEST_F(VersionMakerTest, WhatIsPreparedIsReadBack) {
  const testing::TempDir directory;
  const std::string out = directory.file("out");
  const auto made = Make({{.certificate = Own(0), .values = {{proto::kName, "虚构改"}}}});
  ASSERT_THAT(WritePendingBatches(out, *made), IsOk());
  const auto read = ReadPendingBatches(out);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(NameOf(read->front()), absl::StrCat("correct_certificates of batch ", batch_));
  EXPECT_TRUE(read->front().Leaves().front() == made->front().pending.certificates(0).leaf());
}

TEST_F(VersionMakerTest, WhatTheRuleRefusesIsNotMade) {
  EXPECT_THAT(
      Make({{.certificate = Own(0),
             .values = {{proto::kName, "虚构改"}, {proto::kIdNumber, "440524188001010014"}}}}),
      HasReason(proto::Reason::kCorrectionNotAllowed));
  EXPECT_THAT(Make({{.certificate = Own(0), .values = {{proto::kTheoryScore, " 83"}}}}),
              HasReason(proto::Reason::kFieldOutOfRange));
  const CertificateChange once = {.certificate = Own(0), .values = {{proto::kName, "虚构改"}}};
  EXPECT_THAT(Make({once, once}), HasReason(proto::Reason::kLinksDisordered));
}

TEST_F(VersionMakerTest, EmployerThatNoVerifierWouldTakeIsNotSigned) {
  CertificateChange change = {.certificate = Own(0),
                              .values = {{proto::kEmployer, "别家（虚构）"}}};
  EXPECT_THAT(Make({change}), IsOk());
  change.certificate.roster.clear_organisations();
  change.certificate.roster.add_organisations(testing::kLeader);
  EXPECT_THAT(Make({change}), HasReason(proto::Reason::kClaimEmployerNotOnRoster));
}

TEST_F(VersionMakerTest, FileThatHidesAClaimIsNotTheIssuers) {
  EXPECT_THAT(Open(File()), HasReason(proto::Reason::kFieldMissing));
}

// The registry cannot tell from a reissue whose values it has.
TEST_F(VersionMakerTest, FileOfAnotherCertificatesValuesIsNotTaken) {
  v1::CertificateFile file;
  v1::CertificateFile other;
  ASSERT_TRUE(file.ParseFromString(Whole(0)) && other.ParseFromString(Whole(1)));
  file.set_leaf(other.leaf());
  *file.mutable_claims() = other.claims();
  EXPECT_THAT(Open(file.SerializeAsString()), HasCode(absl::StatusCode::kDataLoss));
}

TEST_F(VersionMakerTest, OneStatementIsOfOneBatch) {
  const CertificateChange first = {.certificate = Own(0), .values = {{proto::kName, "虚构改"}}};
  Submit(Batch([](v1::IssueBatch&) {}, 101));
  const auto made = Make({{.certificate = Own(0), .values = {{proto::kName, "虚构改"}}}, first});
  ASSERT_THAT(made, IsOk());
  ASSERT_THAT(*made, SizeIs(2));
  EXPECT_EQ(made->back().statement.statement().correct_certificates().original_batch(), batch_);
}

TEST_F(VersionMakerTest, MoreThanAStatementHoldsBecomeTwo) {
  std::vector<CertificateChange> changes(65, {.certificate = Own(0)});
  for (uint64_t i = 0; i < changes.size(); ++i) {
    changes[i].certificate.certificate += i;
    changes[i].values = {{proto::kName, "虚构改"}};
  }
  const auto made = Make(changes);
  ASSERT_THAT(made, IsOk());
  ASSERT_THAT(*made, SizeIs(2));
  EXPECT_EQ(made->front().pending.certificates_size(), 64);
}

}  // namespace
}  // namespace linkcert::client
