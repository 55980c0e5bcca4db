// Keys, organisations, chains, ladders, standards, accreditations, plans and rosters.
#include "tests/rules/rules_fixture.h"

namespace linkcert::rules {
namespace {

class GovernanceTest : public FoundedTest {
 protected:
  const std::vector<v1::KeyPurpose> kCertificate = {v1::KEY_PURPOSE_CERTIFICATE};
};

TEST_F(GovernanceTest, NewKeyProvesPossession) {
  v1::Statement add = world_.AddKey(kLeader, "xingchen-chip-7", kCertificate);
  EXPECT_EQ(Outcome(add, {"authority-1"}), "SIGNER_MISSING");
  EXPECT_EQ(Outcome(add, {"xingchen-chip-7"}), "SIGNER_MISSING");
  EXPECT_EQ(Outcome(add, {leader_, "xingchen-chip-7"}), "SIGNER_FOREIGN");
  EXPECT_EQ(Outcome(add, {"authority-1", "xingchen-chip-7"}), "ADMITTED");
}

TEST_F(GovernanceTest, KeyIsRegisteredOnceByAnyone) {
  v1::Statement add = world_.AddKey(kMember, leader_, kCertificate);
  EXPECT_EQ(Outcome(add, {"authority-1", leader_}), "KEY_ALREADY_REGISTERED");
}

TEST_F(GovernanceTest, LogKeyIsNeverAnotherKey) {
  v1::Statement add = world_.AddKey(kLeader, "log", kCertificate);
  EXPECT_EQ(Outcome(add, {"authority-1", "log"}), "KEY_IS_LOG_KEY");
}

TEST_F(GovernanceTest, PurposesFitTheOrganisation) {
  v1::Statement authority = world_.AddKey(kLeader, "k-1", {v1::KEY_PURPOSE_AUTHORITY});
  EXPECT_EQ(Outcome(authority, {"authority-1", "k-1"}), "KEY_PURPOSE_NOT_ALLOWED");
  v1::Statement receipt = world_.AddKey(kLeader, "k-2", {v1::KEY_PURPOSE_RECEIPT});
  EXPECT_EQ(Outcome(receipt, {"authority-1", "k-2"}), "KEY_PURPOSE_NOT_ALLOWED");
  v1::Statement issuing = world_.AddKey(kAuthority, "k-3", kCertificate);
  EXPECT_EQ(Outcome(issuing, {"authority-1", "authority-2", "k-3"}), "KEY_PURPOSE_NOT_ALLOWED");
}

TEST_F(GovernanceTest, AuthorityAndRegistryKeysNeedTheThreshold) {
  v1::Statement authority = world_.AddKey(kAuthority, "authority-3", {v1::KEY_PURPOSE_AUTHORITY});
  EXPECT_EQ(Outcome(authority, {"authority-1", "authority-3"}), "THRESHOLD_NOT_MET");
  EXPECT_EQ(Outcome(authority, {"authority-1", "authority-2", "authority-3"}), "ADMITTED");
  v1::Statement registry =
      world_.AddKey(kRegistryOrganisation, "registry-1", {v1::KEY_PURPOSE_RECEIPT});
  EXPECT_EQ(Outcome(registry, {"authority-1", "registry-1"}), "THRESHOLD_NOT_MET");
  EXPECT_EQ(Outcome(registry, {"authority-1", "authority-2", "registry-1"}), "ADMITTED");
}

TEST_F(GovernanceTest, KeyInAnotherEncodingIsRefused) {
  v1::Statement add = world_.AddKey(kLeader, "k-4", kCertificate);
  add.mutable_add_key()->mutable_public_key()->pop_back();
  EXPECT_EQ(Outcome(add, {"authority-1"}), "KEY_ENCODING");
}

TEST_F(GovernanceTest, KeyOfAnUnknownFirmIsRefused) {
  v1::Statement add = world_.AddKey("no-such-firm", "k-5", kCertificate);
  EXPECT_EQ(Outcome(add, {"authority-1", "k-5"}), "ORGANISATION_UNKNOWN");
}

TEST_F(GovernanceTest, OrganisationIdsAreNeverReused) {
  EXPECT_EQ(Outcome(world_.RegisterOrganisation(kLeader, "另一家"), {"authority-1"}),
            "ORGANISATION_EXISTS");
  EXPECT_EQ(Outcome(world_.RegisterOrganisation("authority", "冒名"), {"authority-1"}),
            "ORGANISATION_RESERVED");
}

TEST_F(GovernanceTest, WrongCreditCodeCheckIsAWarning) {
  v1::Statement firm = world_.RegisterOrganisation("new-firm", "新公司（虚构）");
  firm.mutable_register_organisation()->set_credit_code("91320594MA1XXXXX00");
  auto admission = book_.Submit(world_.Sign(firm, {"authority-1"}));
  ASSERT_THAT(admission, testing::IsOk());
  ASSERT_EQ(admission->warnings.size(), 1u);
  EXPECT_EQ(admission->warnings[0].reason, proto::Reason::kCreditCodeCheckWarning);
}

TEST_F(GovernanceTest, JoiningNeedsBothSidesInOneEnvelope) {
  v1::Statement join = world_.JoinChain(kStranger, v1::CHAIN_ROLE_PEER);
  EXPECT_EQ(Outcome(join, {leader_}), "SIGNER_MISSING");
  EXPECT_EQ(Outcome(join, {stranger_}), "SIGNER_MISSING");
  EXPECT_EQ(Outcome(join, {leader_, member_}), "SIGNER_FOREIGN");
  EXPECT_EQ(Outcome(join, {leader_, stranger_}), "ADMITTED");
  EXPECT_EQ(Outcome(world_.JoinChain(kStranger, v1::CHAIN_ROLE_PEER), {leader_, stranger_}),
            "CHAIN_MEMBER_ACTIVE");
}

TEST_F(GovernanceTest, JoiningChecksChainRoleAndSegment) {
  v1::Statement join = world_.JoinChain(kStranger, v1::CHAIN_ROLE_LEADER);
  EXPECT_EQ(Outcome(join, {leader_, stranger_}), "CHAIN_ROLE_NOT_ALLOWED");
  join = world_.JoinChain(kStranger, v1::CHAIN_ROLE_PEER);
  join.mutable_join_chain()->set_segment("没有的环节");
  EXPECT_EQ(Outcome(join, {leader_, stranger_}), "CHAIN_SEGMENT_UNKNOWN");
  join.mutable_join_chain()->set_chain("no-such-chain");
  EXPECT_EQ(Outcome(join, {leader_, stranger_}), "CHAIN_UNKNOWN");
}

TEST_F(GovernanceTest, ChainsAndLaddersAreDefinedOnce) {
  EXPECT_EQ(Outcome(world_.DefineChain(), {"authority-1"}), "CHAIN_EXISTS");
  EXPECT_EQ(Outcome(world_.PublishLadder(), {"authority-1"}), "LADDER_EXISTS");
  v1::Statement ladder = world_.PublishLadder();
  ladder.mutable_publish_ladder()->set_ladder("other-ladder");
  ladder.mutable_publish_ladder()->mutable_levels()->SwapElements(0, 1);
  EXPECT_EQ(Outcome(ladder, {"authority-1"}), "LADDER_INVALID");
}

TEST_F(GovernanceTest, StandardVersionsAscendUnderOneOwner) {
  EXPECT_EQ(Outcome(world_.PublishStandard(), {leader_}), "STANDARD_VERSION_ORDER");
  v1::Statement foreign = world_.PublishStandard();
  foreign.mutable_publish_standard()->set_owner(kMember);
  foreign.mutable_publish_standard()->set_version(2);
  EXPECT_EQ(Outcome(foreign, {member_}), "STANDARD_OWNER");
  v1::Statement bad = world_.PublishStandard();
  bad.mutable_publish_standard()->set_version(2);
  bad.mutable_publish_standard()->mutable_levels(0)->mutable_items(0)->set_pass_mark(10001);
  EXPECT_EQ(Outcome(bad, {leader_}), "STANDARD_INVALID");
}

TEST_F(GovernanceTest, CosignersAreOtherActiveMembersOnce) {
  EXPECT_EQ(Outcome(world_.CosignStandard(), {member_}), "STANDARD_ALREADY_COSIGNED");
  EXPECT_EQ(Outcome(world_.CosignStandard(), {leader_}), "STANDARD_ALREADY_COSIGNED");
  EXPECT_EQ(Outcome(world_.CosignStandard(), {stranger_}), "CHAIN_MEMBER_INACTIVE");
  v1::Statement other = world_.CosignStandard();
  other.mutable_cosign_standard()->set_document_digest(std::string(32, 'd'));
  EXPECT_EQ(Outcome(other, {absl::StrCat(kMember2, "-1")}), "STANDARD_DIGEST_DIFFERS");
  EXPECT_EQ(Outcome(world_.FileStandard(), {"authority-1"}), "STANDARD_ALREADY_FILED");
}

TEST_F(GovernanceTest, AccreditationsAreCheckedAgainstTheRegistry) {
  auto outcome = [&](const std::function<void(v1::GrantAccreditation&)>& change) {
    v1::Statement grant = world_.GrantAccreditation();
    grant.mutable_grant_accreditation()->set_accreditation("another-grant");
    change(*grant.mutable_grant_accreditation());
    return Outcome(grant, {"authority-1"});
  };
  EXPECT_EQ(outcome([](auto& g) { g.set_accreditation(testing::kAccreditation); }),
            "ACCREDITATION_EXISTS");
  EXPECT_EQ(outcome([](auto& g) { g.set_organisation("no-such-firm"); }), "ORGANISATION_UNKNOWN");
  EXPECT_EQ(outcome([](auto& g) { g.set_organisation(kMember); }), "FILING_CODE_TAKEN");
  EXPECT_EQ(outcome([](auto& g) { g.clear_filing_code(); }), "ACCREDITATION_INVALID");
  EXPECT_EQ(outcome([](auto& g) { g.set_issuer_class(v1::ISSUER_CLASS_SOCIAL_BODY); }),
            "ACCREDITATION_INVALID");
  EXPECT_EQ(outcome([](auto& g) { g.set_chain("no-such-chain"); }), "CHAIN_UNKNOWN");
  EXPECT_EQ(outcome([](auto& g) { g.mutable_scope(0)->add_levels(9); }), "LADDER_INVALID");
  EXPECT_EQ(outcome([](auto& g) { g.set_valid_to(20250101); }), "DATES_DISORDERED");
}

TEST_F(GovernanceTest, AssessorsAreRegisteredOnce) {
  EXPECT_EQ(Outcome(world_.RegisterAssessor(1), {"authority-1"}), "ASSESSOR_EXISTS");
  EXPECT_EQ(Outcome(world_.RegisterSupervisor(), {"authority-1"}), "SUPERVISOR_EXISTS");
}

class PlanTest : public FoundedTest {
 protected:
  std::string PlanOutcome(const std::function<void(v1::PlanBatch&)>& change) {
    v1::Statement plan = world_.Plan();
    change(*plan.mutable_plan_batch());
    return Outcome(plan, {leader_});
  }
};

TEST_F(PlanTest, PlanIsInsideTheScope) {
  EXPECT_EQ(PlanOutcome([](auto& p) { p.set_level(5); }), "SCOPE_LEVEL_NOT_GRANTED");
  EXPECT_EQ(PlanOutcome([](auto& p) { p.set_route(v1::ROUTE_DIRECT); }), "SCOPE_ROUTE_NOT_GRANTED");
  EXPECT_EQ(PlanOutcome([](auto& p) { p.set_accreditation("no-such"); }), "ACCREDITATION_UNKNOWN");
  EXPECT_EQ(PlanOutcome([](auto& p) { p.set_exam_end(20260607); }), "DATES_DISORDERED");
  EXPECT_EQ(PlanOutcome([](auto& p) { p.set_exam_start(20251231); }), "ACCREDITATION_NOT_IN_FORCE");
}

// R07
TEST_F(PlanTest, StandardIsInForceForThePlan) {
  EXPECT_EQ(PlanOutcome([](auto& p) { p.set_standard_version(2); }), "STANDARD_UNKNOWN");
  v1::Statement second = world_.PublishStandard();
  v1::PublishStandard& act = *second.mutable_publish_standard();
  act.set_version(2);
  act.set_cosigners_required(2);
  act.mutable_levels()->RemoveLast();
  act.mutable_levels()->DeleteSubrange(1, 1);  // level 3
  EXPECT_EQ(Outcome(second, {leader_}), "ADMITTED");
  auto with_second = [](auto& p) { p.set_standard_version(2); };
  EXPECT_EQ(PlanOutcome(with_second), "STANDARD_NOT_IN_FORCE");
  v1::Statement file = world_.FileStandard();
  file.mutable_file_standard()->set_version(2);
  EXPECT_EQ(Outcome(file, {"authority-1"}), "ADMITTED");
  EXPECT_EQ(PlanOutcome(with_second), "STANDARD_COSIGNATURES_MISSING");
  for (const std::string& key : {member_, absl::StrCat(kMember2, "-1")}) {
    v1::Statement cosign = world_.CosignStandard();
    cosign.mutable_cosign_standard()->set_version(2);
    EXPECT_EQ(Outcome(cosign, {key}), "ADMITTED");
  }
  EXPECT_EQ(PlanOutcome(with_second), "STANDARD_LEVEL_UNDEFINED");
}

TEST_F(PlanTest, RosterIsSealedOnceByTheIssuer) {
  v1::Statement plan = world_.Plan();
  v1::Statement roster = world_.SealRoster(plan);
  EXPECT_EQ(Outcome(roster, {leader_}), "PLAN_UNKNOWN");
  EXPECT_EQ(Outcome(plan, {leader_}), "ADMITTED");
  EXPECT_EQ(Outcome(roster, {member_}), "PLAN_UNKNOWN");
  EXPECT_EQ(Outcome(roster, {leader_}), "ADMITTED");
  EXPECT_EQ(Outcome(world_.SealRoster(plan), {leader_}), "ROSTER_ALREADY_SEALED");
}

// R06
TEST_F(PlanTest, RosterFirmIsAnActiveMember) {
  v1::Statement plan = world_.Plan();
  EXPECT_EQ(Outcome(plan, {leader_}), "ADMITTED");
  v1::Statement roster = world_.SealRoster(plan);
  auto& firms = *roster.mutable_seal_roster()->mutable_roster()->mutable_organisations();
  firms.Clear();
  *firms.Add() = kStranger;
  EXPECT_EQ(Outcome(roster, {leader_}), "CHAIN_MEMBER_INACTIVE");
}

// R06
TEST_F(PlanTest, OwnStaffRosterHoldsOnlyTheIssuer) {
  v1::Statement plan = world_.Plan();
  plan.mutable_plan_batch()->clear_chain();
  EXPECT_EQ(Outcome(plan, {leader_}), "ADMITTED");
  EXPECT_EQ(Outcome(world_.SealRoster(plan), {leader_}), "SCOPE_AUDIENCE_NOT_GRANTED");
}

// R09
TEST_F(PlanTest, NoMoreAreAdmittedThanOnTheRoster) {
  v1::Statement plan = world_.Plan();
  EXPECT_EQ(Outcome(plan, {leader_}), "ADMITTED");
  v1::Statement roster = world_.SealRoster(plan);
  roster.mutable_seal_roster()->set_admitted(10);
  EXPECT_EQ(Outcome(roster, {leader_}), "COUNTS_DISORDERED");
}

}  // namespace
}  // namespace linkcert::rules
