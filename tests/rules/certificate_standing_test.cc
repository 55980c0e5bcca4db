// Suspended, reinstated, revoked, voided: each line of docs/RULES.md broken alone (R16, R20).
#include "tests/rules/issued_fixture.h"

namespace linkcert::rules {
namespace {

using testing::RecordFinding;
using testing::ReinstateCertificates;
using testing::RevokeCertificates;
using testing::SuspendCertificates;
using testing::VoidBatch;

class CertificateStandingTest : public IssuedTest {
 protected:
  std::string Suspend(const std::vector<Indexes>& certificates, const Keys& keys) {
    return Outcome(SuspendCertificates(world_, certificates), keys);
  }
  std::string Reinstate(uint64_t suspension, const std::vector<Indexes>& certificates,
                        const Keys& keys) {
    return Outcome(ReinstateCertificates(world_, suspension, certificates), keys);
  }
  std::string Revoke(const std::vector<Indexes>& certificates, const Keys& keys,
                     uint64_t finding = 0) {
    return Outcome(RevokeCertificates(world_, certificates, finding), keys);
  }
  std::string Void(const Keys& keys, uint64_t finding = 0) {
    return Outcome(VoidBatch(world_, batch_, finding), keys);
  }
  uint64_t Finding(const std::vector<Indexes>& concerned = {}) {
    return Log(RecordFinding(world_, concerned), authority_);
  }
};

TEST_F(CertificateStandingTest, LifeOfACertificate) {
  const uint64_t suspension = Log(SuspendCertificates(world_, Certificates(0, 2)), {leader_});
  EXPECT_EQ(StateOfCertificate(0), "SUSPENDED");
  EXPECT_EQ(Reinstate(suspension, Certificates(0, 1), two_), "ADMITTED");
  EXPECT_EQ(StateOfCertificate(0), "IN_FORCE");
  EXPECT_EQ(StateOfCertificate(1), "SUSPENDED");
  EXPECT_EQ(Revoke(Certificates(0, 3), two_), "ADMITTED");  // from both states
  for (uint64_t i : {0, 1, 2}) EXPECT_EQ(StateOfCertificate(i), "REVOKED");
  EXPECT_EQ(StateOfCertificate(3), "IN_FORCE");
}

TEST_F(CertificateStandingTest, ChangeNamesItsEntry) {
  const uint64_t index = Log(RevokeCertificates(world_, Certificates(0, 1)), two_);
  const v1::StatusHistory history = *StandingOf(book_.state(), batch_ + 1);
  ASSERT_EQ(history.changes_size(), 1);
  EXPECT_EQ(history.changes(0).entry_index(), index);
  EXPECT_EQ(history.changes(0).logged_at(), world_.now_ms());
  EXPECT_EQ(history.changes(0).reason(), v1::STATUS_REASON_V01_FRAUD);
  EXPECT_EQ(proto::ReasonOf(CheckInForce(&history.changes(0))), proto::Reason::kCertificateRevoked);
}

TEST_F(CertificateStandingTest, WhoSigns) {
  EXPECT_EQ(Suspend(Certificates(0, 1), {"authority-1", leader_}), "SIGNER_FOREIGN");
  EXPECT_EQ(Suspend(Certificates(0, 1), {member_}), "CERTIFICATES_NOT_YOURS");
  EXPECT_EQ(Suspend(Certificates(0, 1), {leader_}), "ADMITTED");
  const uint64_t suspension = book_.last_index();
  EXPECT_EQ(Reinstate(suspension, Certificates(0, 1), {leader_}), "TWO_PEOPLE_NEEDED");
  EXPECT_EQ(Revoke(Certificates(0, 1), members_), "CERTIFICATES_NOT_YOURS");
  EXPECT_EQ(Void(members_), "CERTIFICATES_NOT_YOURS");
  EXPECT_EQ(Outcome(RecordFinding(world_), {leader_}), "SIGNER_FOREIGN");
}

// R13: whoever steals one key may stop certificates, and never end them.
TEST_F(CertificateStandingTest, OneStolenKeyCannotRevoke) {
  EXPECT_EQ(Revoke(Certificates(0, 1), {leader_}), "TWO_PEOPLE_NEEDED");
  EXPECT_EQ(Void({leader_}), "TWO_PEOPLE_NEEDED");
  const std::string second_key = absl::StrCat(leader_, ".b");
  Log(world_.AddKey(kLeader, second_key, {v1::KEY_PURPOSE_CERTIFICATE}),
      {"authority-1", second_key});
  EXPECT_EQ(Revoke(Certificates(0, 1), {leader_, second_key}), "TWO_PEOPLE_NEEDED");
}

TEST_F(CertificateStandingTest, KeyNeedsThePurpose) {
  const std::string clerk = absl::StrCat(kLeader, "-3");
  Log(world_.AddKey(kLeader, clerk, {v1::KEY_PURPOSE_GOVERNANCE}), {"authority-1", clerk});
  EXPECT_EQ(Suspend(Certificates(0, 1), {clerk}), "SIGNER_PURPOSE");
  EXPECT_EQ(Revoke(Certificates(0, 1), {leader_, clerk}), "SIGNER_PURPOSE");
}

TEST_F(CertificateStandingTest, RangesAscendAndDoNotTouch) {
  const uint64_t c = batch_ + 1;
  for (const std::vector<Indexes>& ranges :
       std::vector<std::vector<Indexes>>{{{c, c}},
                                         {{c + 1, c}},
                                         {{c, c + 2}, {c + 1, c + 3}},
                                         {{c, c + 1}, {c + 1, c + 2}},
                                         {{c + 3, c + 4}, {c, c + 1}}}) {
    EXPECT_EQ(Suspend(ranges, {leader_}), "STATUS_RANGES_DISORDERED");
    EXPECT_EQ(Revoke(ranges, two_), "STATUS_RANGES_DISORDERED");
    EXPECT_EQ(Reinstate(1, ranges, two_), "STATUS_RANGES_DISORDERED");
    EXPECT_EQ(Outcome(RecordFinding(world_, ranges), authority_), "STATUS_RANGES_DISORDERED");
  }
  EXPECT_EQ(Suspend({{c, c + 1}, {c + 2, c + 3}}, {leader_}), "ADMITTED");
}

TEST_F(CertificateStandingTest, EachIndexIsACertificate) {
  const uint64_t end = batch_ + 8;
  for (const Indexes& range :
       {Indexes{1, 2}, Indexes{batch_, batch_ + 2}, Indexes{end - 1, end + 1},
        Indexes{end, end + 1}, Indexes{end + 99, end + 100}}) {
    EXPECT_EQ(Suspend({range}, {leader_}), "CERTIFICATE_UNKNOWN") << range.begin;
  }
  EXPECT_EQ(Suspend({{1, 10'002}}, {leader_}), "STATUS_TOO_MANY");
  EXPECT_EQ(Suspend({{1, 6'000}, {6'001, 10'003}}, {leader_}), "STATUS_TOO_MANY");
  EXPECT_EQ(Suspend({{1, 2}, {3, ~uint64_t{0}}}, {leader_}), "STATUS_TOO_MANY");
}

TEST_F(CertificateStandingTest, AllOrNone) {
  Log(RevokeCertificates(world_, Certificates(3, 4)), two_);
  EXPECT_EQ(Suspend(Certificates(0, 7), {leader_}), "STATUS_MOVE_NOT_ALLOWED");
  EXPECT_EQ(StateOfCertificate(0), "IN_FORCE");
}

// R16
TEST_F(CertificateStandingTest, OtherMovesAreRefused) {
  const uint64_t suspension = Log(SuspendCertificates(world_, Certificates(0, 1)), {leader_});
  EXPECT_EQ(Suspend(Certificates(0, 1), {leader_}), "STATUS_MOVE_NOT_ALLOWED");
  EXPECT_EQ(Reinstate(suspension, Certificates(1, 2), two_), "STATUS_MOVE_NOT_ALLOWED");
  Log(RevokeCertificates(world_, Certificates(0, 1)), two_);
  EXPECT_EQ(Suspend(Certificates(0, 1), {leader_}), "STATUS_MOVE_NOT_ALLOWED");
  EXPECT_EQ(Reinstate(suspension, Certificates(0, 1), two_), "STATUS_MOVE_NOT_ALLOWED");
  EXPECT_EQ(Revoke(Certificates(0, 1), two_), "STATUS_MOVE_NOT_ALLOWED");
}

// R16
TEST_F(CertificateStandingTest, ReasonsGoWithTheirActs) {
  v1::Statement suspend = SuspendCertificates(world_, Certificates(0, 1));
  suspend.mutable_suspend_certificates()->set_reason(v1::STATUS_REASON_V01_FRAUD);
  EXPECT_EQ(Outcome(suspend, {leader_}), "STATUS_REASON_NOT_ALLOWED");
  for (v1::StatusReason reason :
       {v1::STATUS_REASON_S01_INVESTIGATION, v1::STATUS_REASON_V10_BATCH_VOIDED}) {
    v1::Statement revoke = RevokeCertificates(world_, Certificates(0, 1));
    revoke.mutable_revoke_certificates()->set_reason(reason);
    EXPECT_EQ(Outcome(revoke, two_), "STATUS_REASON_NOT_ALLOWED");
    v1::Statement voided = VoidBatch(world_, batch_);
    voided.mutable_void_batch()->set_reason(reason);
    EXPECT_EQ(Outcome(voided, two_), "STATUS_REASON_NOT_ALLOWED");
  }
}

TEST_F(CertificateStandingTest, ReinstatementNamesTheSuspension) {
  const uint64_t first = Log(SuspendCertificates(world_, Certificates(0, 1)), {leader_});
  const uint64_t second = Log(SuspendCertificates(world_, Certificates(1, 2)), {leader_});
  EXPECT_EQ(Reinstate(second, Certificates(0, 1), two_), "SUSPENSION_DIFFERS");
  EXPECT_EQ(Reinstate(first, Certificates(0, 2), two_), "SUSPENSION_DIFFERS");
  EXPECT_EQ(Reinstate(batch_, Certificates(0, 1), two_), "SUSPENSION_DIFFERS");
  EXPECT_EQ(Reinstate(first, Certificates(0, 1), two_), "ADMITTED");
  Log(SuspendCertificates(world_, Certificates(0, 1)), {leader_});
  EXPECT_EQ(Reinstate(first, Certificates(0, 1), two_), "SUSPENSION_DIFFERS");
}

TEST_F(CertificateStandingTest, SideThatSuspendedReinstates) {
  const uint64_t theirs = Log(SuspendCertificates(world_, Certificates(0, 1)), authority_);
  EXPECT_EQ(Reinstate(theirs, Certificates(0, 1), two_), "SUSPENSION_NOT_YOURS");
  EXPECT_EQ(Reinstate(theirs, Certificates(0, 1), {"authority-2"}), "ADMITTED");
  const uint64_t own = Log(SuspendCertificates(world_, Certificates(0, 1)), {leader_});
  EXPECT_EQ(Reinstate(own, Certificates(0, 1), authority_), "ADMITTED");
}

TEST_F(CertificateStandingTest, AuthorityNeedsAFinding) {
  EXPECT_EQ(Revoke(Certificates(0, 1), authority_), "FINDING_MISSING");
  EXPECT_EQ(Void(authority_), "FINDING_MISSING");
  EXPECT_EQ(Revoke(Certificates(0, 1), authority_, batch_), "FINDING_DIFFERS");
  const uint64_t finding = Finding();
  EXPECT_EQ(Revoke(Certificates(0, 1), authority_, finding), "ADMITTED");
  EXPECT_EQ(Void(authority_, finding), "ADMITTED");
}

TEST_F(CertificateStandingTest, FindingConcernsEveryCertificate) {
  const uint64_t some = Finding(Certificates(0, 2));
  EXPECT_EQ(Revoke(Certificates(0, 3), authority_, some), "FINDING_DIFFERS");
  EXPECT_EQ(Revoke(Certificates(0, 3), two_, some), "FINDING_DIFFERS");  // an issuer's must fit too
  EXPECT_EQ(Void(authority_, some), "FINDING_DIFFERS");
  EXPECT_EQ(Revoke(Certificates(0, 2), authority_, some), "ADMITTED");
  const uint64_t batch = Finding({{batch_, batch_ + 1}});  // stands for all of it
  EXPECT_EQ(Revoke(Certificates(2, 4), authority_, batch), "ADMITTED");
  EXPECT_EQ(Void(two_, batch), "ADMITTED");
}

TEST_F(CertificateStandingTest, FindingObjectsToThatIssuer) {
  v1::Statement other = RecordFinding(world_);
  other.mutable_record_finding()->set_organisation(kMember);
  EXPECT_EQ(Revoke(Certificates(0, 1), authority_, Log(other, authority_)), "FINDING_DIFFERS");
  v1::Statement none = RecordFinding(world_);
  none.mutable_record_finding()->set_kind(v1::FINDING_KIND_NO_OBJECTION);
  EXPECT_EQ(Revoke(Certificates(0, 1), authority_, Log(none, authority_)), "FINDING_DIFFERS");
  EXPECT_EQ(Void(authority_, book_.last_index()), "FINDING_DIFFERS");
  v1::Statement unknown = RecordFinding(world_);
  unknown.mutable_record_finding()->set_organisation("no-such-firm");
  EXPECT_EQ(Outcome(unknown, authority_), "ORGANISATION_UNKNOWN");
}

TEST_F(CertificateStandingTest, OnlyTheAuthorityNamesSeveralIssuers) {
  const uint64_t other = IssueByMember();
  const std::vector<Indexes> both = {{batch_ + 1, batch_ + 2}, {other + 1, other + 3}};
  EXPECT_EQ(Suspend(both, {leader_}), "CERTIFICATES_NOT_YOURS");
  EXPECT_EQ(Suspend(both, {member_}), "CERTIFICATES_NOT_YOURS");
  EXPECT_EQ(Revoke(both, authority_, Finding()), "CERTIFICATES_NOT_YOURS");
  const uint64_t suspension = Log(SuspendCertificates(world_, both), authority_);
  EXPECT_EQ(StateOf(other + 2), "SUSPENDED");
  EXPECT_EQ(Reinstate(suspension, both, authority_), "ADMITTED");
}

// R20, and scene 7: supervision voids the batch, seven certificates are gone by one row.
TEST_F(CertificateStandingTest, VoidedBatchTakesNothingMore) {
  const uint64_t suspension = Log(SuspendCertificates(world_, Certificates(0, 1)), {leader_});
  EXPECT_EQ(Outcome(VoidBatch(world_, batch_ + 1), two_), "BATCH_UNKNOWN");
  const size_t records = book_.state().records().size();
  EXPECT_EQ(Void(authority_, Finding({{batch_, batch_ + 8}})), "ADMITTED");
  EXPECT_LE(book_.state().records().size(), records + 2 + 2 + 70);  // statements, finding, map
  EXPECT_EQ(StateOf(batch_), "VOIDED");
  EXPECT_EQ(Void(two_), "BATCH_VOIDED");
  EXPECT_EQ(Suspend(Certificates(1, 2), {leader_}), "BATCH_VOIDED");
  EXPECT_EQ(Reinstate(suspension, Certificates(0, 1), two_), "BATCH_VOIDED");
  EXPECT_EQ(Revoke(Certificates(0, 1), two_), "BATCH_VOIDED");
}

TEST_F(CertificateStandingTest, HistoryKeepsRoomForSupervisionAndTheEnd) {
  const auto suspend_and_reinstate = [&](const std::vector<std::string>& by) {
    const uint64_t suspension = Log(SuspendCertificates(world_, Certificates(0, 1)), by);
    ASSERT_EQ(Reinstate(suspension, Certificates(0, 1), by[0] == leader_ ? two_ : by), "ADMITTED");
  };
  for (int i = 0; i < 30; ++i) suspend_and_reinstate({leader_});
  // 60 changes: what is left is the authority's suspension with its end, and a final change.
  EXPECT_EQ(Suspend(Certificates(0, 1), {leader_}), "STATUS_HISTORY_FULL");
  EXPECT_EQ(Suspend(Certificates(0, 2), {leader_}), "STATUS_HISTORY_FULL");
  suspend_and_reinstate(authority_);
  EXPECT_EQ(Suspend(Certificates(0, 1), authority_), "STATUS_HISTORY_FULL");
  EXPECT_EQ(Revoke(Certificates(0, 1), two_), "ADMITTED");
  EXPECT_EQ(StandingOf(book_.state(), batch_ + 1)->changes_size(), 63);
}

TEST_F(CertificateStandingTest, LastSuspensionCanEndInARevocation) {
  for (int i = 0; i < 29; ++i) {
    const uint64_t suspension = Log(SuspendCertificates(world_, Certificates(0, 1)), {leader_});
    ASSERT_EQ(Reinstate(suspension, Certificates(0, 1), two_), "ADMITTED");
  }
  EXPECT_EQ(Suspend(Certificates(0, 1), {leader_}), "ADMITTED");
  EXPECT_EQ(Revoke(Certificates(0, 1), two_), "ADMITTED");
}

}  // namespace
}  // namespace linkcert::rules
