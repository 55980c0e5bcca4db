// Whole teams: who is fit, whether enough are, and whether the leader is.
#include "server/service/team_verifier.h"

#include <functional>

#include "crypto/merkle.h"
#include "proto/certificate_leaf.h"
#include "tests/server/standing_fixture.h"
#include "tests/testing/world_links.h"
#include "tests/testing/world_oversight.h"

namespace linkcert::server {
namespace {

class TeamVerifierTest : public StandingTest {
 protected:
  void SetPost(uint32_t team_minimum = 0, bool leader_required = false) {
    v1::Statement post = testing::SetPostRequirement(world_, 1);
    post.mutable_set_post_requirement()->set_team_minimum(team_minimum);
    post.mutable_set_post_requirement()->set_leader_required(leader_required);
    ASSERT_EQ(ReasonOf(Submit(world_.Sign(post, {"hongda-assembly-1"}))), "OK");
  }
  // A team of people who each show the certificate at a position.
  v1::VerifyTeamRequest Team(const std::vector<uint32_t>& positions) const {
    v1::VerifyTeamRequest request;
    request.set_audience(testing::kMember2);
    request.set_post(testing::kPost);
    for (uint32_t position : positions) {
      request.add_members()->add_certificates()->set_certificate(CertificateAt(position));
    }
    return request;
  }
  v1::TeamVerdict Ask(const v1::VerifyTeamRequest& request) {
    v1::TeamVerdict team;
    EXPECT_EQ(ReasonOf(CallOnce(*verification_, &v1::VerificationService::Stub::VerifyTeam, request,
                                &team)),
              "OK");
    return team;
  }
  std::string Refusal(const v1::VerifyTeamRequest& request) {
    return ReasonOfCall(*verification_, &v1::VerificationService::Stub::VerifyTeam, request);
  }
  // One person's two certificates.
  std::vector<uint64_t> IssueDual() {
    PlanDual();
    v1::Statement state = world_.Batch(plan_, roster_, 500);
    state.mutable_issue_batch()->set_passed(1);
    v1::Receipt receipt;
    EXPECT_EQ(ReasonOf(Issue(world_.SignBatch(state, 1), &receipt)), "OK");
    const uint64_t first = receipt.entry().index() + 1;
    v1::Statement other = world_.Batch(plan_, roster_, 1);
    v1::IssueBatch& act = *other.mutable_issue_batch();
    act.set_passed(1);
    act.set_certificate_class(v1::CERTIFICATE_CLASS_ENTERPRISE);
    act.mutable_numbers()->set_prefix("XC26");
    act.set_companion_batch(state.statement_id());
    Unit unit = world_.MakeLeaves(other, 1);
    unit.leaves = {proto::EncodeLeaf(other.statement_id(), 0, proto::ClaimsRoot(unit.claims[0]),
                                     {.companion = first})};
    act.set_leaves_root(crypto::HashLeaf(unit.leaves[0]).str());
    EXPECT_EQ(ReasonOf(Issue(world_.SignBatchAs(other, unit, leaders_), &receipt)), "OK");
    return {first, receipt.entry().index() + 1};
  }
  void PlanDual() {
    v1::Statement grant = world_.GrantAccreditation();
    grant.mutable_grant_accreditation()->set_accreditation("dual-grant");
    grant.mutable_grant_accreditation()->add_classes(v1::CERTIFICATE_CLASS_ENTERPRISE);
    ASSERT_EQ(ReasonOf(Submit(world_.Sign(grant, {"authority-1"}))), "OK");
    plan_ = world_.Plan();
    plan_.mutable_plan_batch()->set_accreditation("dual-grant");
    plan_.mutable_plan_batch()->add_classes(v1::CERTIFICATE_CLASS_ENTERPRISE);
    roster_ = world_.SealRoster(plan_);
    for (const v1::Statement& act : {plan_, roster_}) {
      ASSERT_EQ(ReasonOf(Submit(world_.Sign(act, {leaders_[0]}))), "OK");
    }
  }
  void Revoke(uint32_t position) {
    ChangeStanding({CertificateAt(position)}, Change(v1::STANDING_STATE_REVOKED));
  }

  const std::vector<std::string> leaders_ = {absl::StrCat(testing::kLeader, "-1"),
                                             absl::StrCat(testing::kLeader, "-2")};
};

TEST_F(TeamVerifierTest, TeamIsFitWhenAllAre) {
  SetPost();
  const v1::TeamVerdict team = Ask(Team({0, 1, 2}));
  EXPECT_EQ(team.fit(), v1::ANSWER_YES);
  EXPECT_EQ(team.reason(), "");
  EXPECT_EQ(team.fit_members(), 3u);
  EXPECT_EQ(team.needed_members(), 3u);
  EXPECT_EQ(team.requirement_version(), 1u);
  EXPECT_EQ(team.as_of(), testing::kFoundingMs);
  ASSERT_EQ(team.members_size(), 3);
  EXPECT_EQ(Finding(team.members(2).certificates(0)), "VALID");
  EXPECT_EQ(team.members(2).fitness().fit(), v1::ANSWER_YES);
  EXPECT_EQ(team.members(2).certificate(), 1u);
  EXPECT_TRUE(team.members(2).certificates(0).has_recognition());
}

TEST_F(TeamVerifierTest, OneWhoIsNotFitIsEnoughToFailAll) {
  SetPost();
  Revoke(1);
  v1::VerifyTeamRequest request = Team({0, 1});
  request.add_members();  // shows nothing
  const v1::TeamVerdict team = Ask(request);
  EXPECT_EQ(team.fit(), v1::ANSWER_NO);
  EXPECT_EQ(team.reason(), "TEAM_TOO_FEW_FIT");
  EXPECT_EQ(team.fit_members(), 1u);
  EXPECT_EQ(team.members(1).fitness().reason(), "POST_CERTIFICATE_NOT_VALID");
  EXPECT_EQ(team.members(2).fitness().reason(), "POST_CERTIFICATE_MISSING");
  EXPECT_EQ(team.members(2).certificate(), 0u);
}

TEST_F(TeamVerifierTest, MinimumMayBeReachedWithoutAll) {
  SetPost(2);
  Revoke(1);
  EXPECT_EQ(Ask(Team({0, 1})).fit(), v1::ANSWER_NO);
  EXPECT_EQ(Ask(Team({0, 1, 2})).fit(), v1::ANSWER_YES);
}

TEST_F(TeamVerifierTest, LeaderMustBeFitWhereThePostAsks) {
  SetPost(1, true);
  Revoke(1);
  v1::VerifyTeamRequest request = Team({0, 1});
  EXPECT_EQ(Ask(request).reason(), "TEAM_LEADER_NOT_FIT");
  request.set_leader(2);
  EXPECT_EQ(Ask(request).reason(), "TEAM_LEADER_NOT_FIT");
  request.set_leader(1);
  EXPECT_EQ(Ask(request).fit(), v1::ANSWER_YES);
  EXPECT_EQ(Ask(request).leader_fit(), v1::ANSWER_YES);
  EXPECT_TRUE(Ask(request).leader_required());
}

TEST_F(TeamVerifierTest, AnyOfAMembersCertificatesMayFit) {
  SetPost();
  Revoke(0);
  v1::VerifyTeamRequest request = Team({0});
  request.mutable_members(0)->add_certificates()->set_certificate(1'000'000);  // nowhere
  request.mutable_members(0)->add_certificates()->set_certificate_file(File(4).SerializeAsString());
  const v1::TeamVerdict team = Ask(request);
  EXPECT_EQ(team.fit(), v1::ANSWER_YES);
  EXPECT_EQ(team.members(0).certificate(), 3u);
  EXPECT_EQ(Finding(team.members(0).certificates(1)), "LOG_INCLUSION ENTRY_NOT_LOGGED");
}

TEST_F(TeamVerifierTest, UndecidedCertificatesLeaveItOpen) {
  SetPost();
  LogStatusRoot();
  v1::CertificateFile file = File(0);
  file.add_status()->set_key(5);
  v1::VerifyTeamRequest request = Team({1});
  request.add_members()->add_certificates()->set_certificate_file(file.SerializeAsString());
  const v1::TeamVerdict team = Ask(request);
  EXPECT_EQ(team.fit(), v1::ANSWER_UNKNOWN);
  EXPECT_EQ(team.undecided_members(), 1u);
  EXPECT_EQ(team.members(1).fitness().reason(), "POST_CERTIFICATE_UNDECIDED");
}

TEST_F(TeamVerifierTest, WhatTheAudienceNeverSaidIsOpen) {
  v1::VerifyTeamRequest request = Team({0});
  EXPECT_EQ(Ask(request).reason(), "POST_UNKNOWN");
  request.set_audience("nobody-here");
  const v1::TeamVerdict team = Ask(request);
  EXPECT_EQ(team.fit(), v1::ANSWER_UNKNOWN);
  EXPECT_EQ(team.reason(), "ORGANISATION_UNKNOWN");
  EXPECT_FALSE(team.members(0).has_fitness());
}

TEST_F(TeamVerifierTest, IsToldAsOfAMomentForAll) {
  registry_.clock_.Pass(1000);
  SetPost();
  v1::VerifyTeamRequest request = Team({0});
  request.set_as_of(testing::kFoundingMs);
  EXPECT_EQ(Ask(request).reason(), "POST_UNKNOWN");
  EXPECT_EQ(Ask(request).members(0).certificates(0).as_of(), testing::kFoundingMs);
  request.set_as_of(testing::kFoundingMs + 1000);
  EXPECT_EQ(Ask(request).fit(), v1::ANSWER_YES);
  request.set_as_of(testing::kFoundingMs + 1001);
  EXPECT_EQ(Refusal(request), "FIELD_OUT_OF_RANGE");
}

TEST_F(TeamVerifierTest, OneCertificateMakesOnePersonFit) {
  SetPost();
  EXPECT_EQ(Refusal(Team({0, 1, 0})), "REQUEST_MALFORMED");
  v1::VerifyTeamRequest request = Team({0});
  request.mutable_members(0)->add_certificates()->set_certificate(CertificateAt(0));
  EXPECT_EQ(Ask(request).fit(), v1::ANSWER_YES);
}

// R17: both versions are one person's.
TEST_F(TeamVerifierTest, VersionsOfOneCertificateAreOnePersons) {
  SetPost();
  const uint64_t original = receipt_.entry().index();
  const testing::Versions versions = testing::CorrectCertificates(
      world_, original, {testing::HeldOf(unit_, original, 0)}, proto::kName, "虚构改");
  v1::Receipt receipt;
  ASSERT_EQ(ReasonOf(Issue(testing::SignVersions(world_, versions, leaders_), &receipt)), "OK");
  v1::VerifyTeamRequest request = Team({0, 1});
  request.mutable_members(1)->mutable_certificates(0)->set_certificate(receipt.entry().index() + 1);
  EXPECT_EQ(Refusal(request), "REQUEST_MALFORMED");
}

// R10: so are the two of one examination (一试双证).
TEST_F(TeamVerifierTest, CompanionsAreOnePersons) {
  SetPost();
  const std::vector<uint64_t> companions = IssueDual();
  v1::VerifyTeamRequest request = Team({0, 1});
  for (int i = 0; i < 2; ++i) {
    request.mutable_members(i)->mutable_certificates(0)->set_certificate(companions[i]);
  }
  EXPECT_EQ(Refusal(request), "REQUEST_MALFORMED");
  request = Team({0});
  for (uint64_t companion : companions) {
    request.mutable_members(0)->add_certificates()->set_certificate(companion);
  }
  EXPECT_EQ(Ask(request).fit(), v1::ANSWER_YES);
}

TEST_F(TeamVerifierTest, MalformedTeamsAreRefused) {
  using Change = std::function<void(v1::VerifyTeamRequest&)>;
  const auto subject = [](auto& r) { return r.mutable_members(0)->mutable_certificates(0); };
  const auto grow = [](auto& r) {
    while (r.members_size() <= static_cast<int>(kMaxTeam)) r.add_members();
  };
  for (const Change& change : std::vector<Change>{
           [](auto& r) { r.clear_audience(); }, [](auto& r) { r.clear_post(); },
           [](auto& r) { r.clear_members(); }, [](auto& r) { r.set_leader(3); },
           [](auto& r) { r.mutable_members(0)->add_certificates(); }, grow,
           [=](auto& r) { subject(r)->set_as_of(1); }, [=](auto& r) { subject(r)->set_post("x"); },
           [=](auto& r) { subject(r)->set_audience("other"); }}) {
    v1::VerifyTeamRequest request = Team({0, 1});
    change(request);
    EXPECT_EQ(Refusal(request), "REQUEST_MALFORMED");
  }
}

TEST_F(TeamVerifierTest, EachCertificateCountsAgainstTheCallersRate) {
  grpc_.gate.organisation_rate = {.per_second = 1, .burst = 5};
  Serve({});
  EXPECT_EQ(Refusal(Team({0, 1, 2})), "OK");  // a call and three rows of five tokens
  EXPECT_EQ(Refusal(Team({0, 1, 2})), "RATE_EXCEEDED");
}

}  // namespace
}  // namespace linkcert::server
