// Issuing: each rule broken alone (R03, R04, R05, R09, R13, R26).
#include "tests/rules/rules_fixture.h"

namespace linkcert::rules {
namespace {

using BatchTest = SealedTest;

TEST_F(BatchTest, SevenCertificatesAreAdmitted) {
  const uint64_t before = book_.entries().size();
  EXPECT_EQ(book_.Outcome(Batch()), "ADMITTED");
  EXPECT_EQ(book_.entries().size(), before + 8);
}

// R13
TEST_F(BatchTest, OnePersonSigningTwiceIsRefused) {
  const std::string second_key = absl::StrCat(kLeader, "-1.b");
  v1::Statement add = world_.AddKey(kLeader, second_key, {v1::KEY_PURPOSE_CERTIFICATE});
  EXPECT_EQ(Outcome(add, {"authority-1", second_key}), "ADMITTED");
  v1::Statement batch = world_.Batch(plan_, roster_);
  testing::Unit unit = world_.MakeLeaves(batch, 7);
  EXPECT_EQ(book_.Outcome(world_.SignBatchAs(batch, unit, {leader_, second_key})),
            "TWO_PEOPLE_NEEDED");
  EXPECT_EQ(book_.Outcome(world_.SignBatchAs(batch, unit, {leader_})), "TWO_PEOPLE_NEEDED");
  EXPECT_EQ(book_.Outcome(world_.SignBatchAs(batch, unit, {leader_, member_})), "SIGNER_FOREIGN");
  EXPECT_EQ(book_.Outcome(world_.SignBatchAs(batch, unit, {leader_, leader2_})), "ADMITTED");
}

TEST_F(BatchTest, AccreditationOfAnotherFirmIsRefused) {
  v1::Statement batch = world_.Batch(plan_, roster_);
  testing::Unit unit = world_.MakeLeaves(batch, 7);
  const std::vector<std::string> others = {member_, absl::StrCat(kMember, "-2")};
  EXPECT_EQ(book_.Outcome(world_.SignBatchAs(batch, unit, others)), "ACCREDITATION_NOT_YOURS");
}

// R05
TEST_F(BatchTest, WhatIsOutsideTheScopeIsRefused) {
  EXPECT_EQ(BatchOutcome([](auto& b) { b.set_level(5); }), "SCOPE_LEVEL_NOT_GRANTED");
  EXPECT_EQ(BatchOutcome([](auto& b) { b.mutable_occupation()->set_code("6-25-04-08"); }),
            "SCOPE_OCCUPATION_NOT_GRANTED");
  EXPECT_EQ(BatchOutcome([](auto& b) { b.mutable_occupation()->set_edition("2015"); }),
            "SCOPE_OCCUPATION_NOT_GRANTED");
  EXPECT_EQ(
      BatchOutcome([](auto& b) { b.set_certificate_class(v1::CERTIFICATE_CLASS_ENTERPRISE); }),
      "SCOPE_CLASS_NOT_GRANTED");
  EXPECT_EQ(BatchOutcome([](auto& b) { b.set_route(v1::ROUTE_COMPETITION); }),
            "SCOPE_ROUTE_NOT_GRANTED");
  EXPECT_EQ(BatchOutcome([](auto& b) { b.set_standard("another-standard"); }),
            "SCOPE_STANDARD_NOT_GRANTED");
  EXPECT_EQ(BatchOutcome([](auto& b) { b.set_chain("another-chain"); }), "SCOPE_CHAIN_NOT_GRANTED");
}

// R05
TEST_F(BatchTest, DatesOutsideTheGrantAreRefused) {
  EXPECT_EQ(BatchOutcome([](auto& b) { b.set_exam_start(20251231); }),
            "ACCREDITATION_NOT_IN_FORCE");
  EXPECT_EQ(BatchOutcome([](auto& b) { b.set_issued_on(20290101); }), "ACCREDITATION_NOT_IN_FORCE");
  EXPECT_EQ(BatchOutcome([](auto& b) { b.set_issued_on(20260616); }), "ISSUE_DATE_IN_FUTURE");
  EXPECT_EQ(BatchOutcome([](auto& b) { b.set_issued_on(20260608); }), "DATES_DISORDERED");
  EXPECT_EQ(BatchOutcome([](auto& b) { b.set_valid_to(20260614); }), "DATES_DISORDERED");
}

TEST_F(BatchTest, IssueDateTooFarBackIsRefused) {
  world_.set_now_ms(testing::kIssueMs + 31ull * 24 * 3600 * 1000);
  EXPECT_EQ(BatchOutcome([](auto& b) { b.set_issued_on(20260615); }), "ISSUE_DATE_TOO_OLD");
}

// R05: a right logged after the examination began gives no certificates.
TEST_F(BatchTest, LateGrantIsRefused) {
  EXPECT_EQ(BatchOutcome([](auto& b) { b.set_exam_start(20260531); }),
            "ACCREDITATION_GRANTED_LATE");
}

TEST_F(BatchTest, BatchIsWhatWasPlanned) {
  EXPECT_EQ(BatchOutcome([](auto& b) { b.set_level(2); }), "PLAN_DIFFERS");
  EXPECT_EQ(BatchOutcome([](auto& b) { b.set_trade("某工种"); }), "PLAN_DIFFERS");
  EXPECT_EQ(BatchOutcome([](auto& b) { b.set_plan(std::string(16, 'p')); }), "PLAN_UNKNOWN");
  EXPECT_EQ(BatchOutcome([](auto& b) { b.mutable_roster()->set_total(8); }), "ROSTER_DIFFERS");
  EXPECT_EQ(BatchOutcome([](auto& b) { b.mutable_roster()->add_organisations("zzz-firm"); }),
            "ROSTER_DIFFERS");
}

TEST_F(BatchTest, RosterMustBeSealed) {
  v1::Statement other = world_.Plan();
  *other.mutable_plan_batch() = plan_.plan_batch();
  EXPECT_EQ(Outcome(other, {leader_}), "ADMITTED");
  EXPECT_EQ(BatchOutcome([&](auto& b) { b.set_plan(other.statement_id()); }), "ROSTER_NOT_SEALED");
}

// R09
TEST_F(BatchTest, CountsAreOrdered) {
  EXPECT_EQ(BatchOutcome([](auto& b) { b.set_passed(6); }), "COUNTS_DISORDERED");
  EXPECT_EQ(BatchOutcome([](auto& b) { b.set_present(7); }), "COUNTS_DISORDERED");
  EXPECT_EQ(BatchOutcome([](auto& b) { b.set_present(10); }), "COUNTS_DISORDERED");
  EXPECT_EQ(BatchOutcome([](auto& b) { b.set_admitted(10); }), "COUNTS_DISORDERED");
}

// R09: over all batches of the plan.
TEST_F(BatchTest, PlanIsNotIssuedTwice) {
  EXPECT_EQ(book_.Outcome(Batch()), "ADMITTED");
  EXPECT_EQ(book_.Outcome(world_.SignBatch(world_.Batch(plan_, roster_, 100), 2)),
            "COUNTS_DISORDERED");
  EXPECT_EQ(book_.Outcome(world_.SignBatch(world_.Batch(plan_, roster_, 200), 1)), "ADMITTED");
}

// R03
TEST_F(BatchTest, NumberPrefixFits) {
  auto with_prefix = [&](const std::string& prefix) {
    return BatchOutcome([&](auto& b) { b.mutable_numbers()->set_prefix(prefix); });
  };
  EXPECT_EQ(with_prefix("Y00003205012326"), "NUMBER_MALFORMED");
  EXPECT_EQ(with_prefix("Y000032050124264"), "NUMBER_FILING_CODE_DIFFERS");
  EXPECT_EQ(with_prefix("Y000032050123254"), "NUMBER_YEAR_DIFFERS");
  EXPECT_EQ(with_prefix("Y000032050123263"), "NUMBER_LEVEL_DIFFERS");
}

// R04: used + voided = range, used = leaves.
TEST_F(BatchTest, NumbersAddUp) {
  EXPECT_EQ(BatchOutcome([](auto& b) { b.mutable_numbers()->set_count(8); }),
            "NUMBER_COUNT_DIFFERS");
  EXPECT_EQ(BatchOutcome([](auto& b) { b.mutable_numbers()->add_voided(3); }),
            "NUMBER_COUNT_DIFFERS");
  EXPECT_EQ(BatchOutcome([](auto& b) { b.mutable_numbers()->add_voided(9); }),
            "NUMBER_COUNT_DIFFERS");
  EXPECT_EQ(BatchOutcome([](auto& b) { b.mutable_numbers()->set_first(999999); }),
            "NUMBER_MALFORMED");
  EXPECT_EQ(BatchOutcome([](auto& b) {
              b.mutable_numbers()->set_count(8);
              b.mutable_numbers()->add_voided(3);
            }),
            "ADMITTED");
}

// R04: disjoint for ever, voided numbers included.
TEST_F(BatchTest, OverlappingBlocksAreRefused) {
  EXPECT_EQ(BatchOutcome([](auto& b) {
              b.mutable_numbers()->set_first(9998);  // across a segment border
              b.mutable_numbers()->set_count(8);
              b.mutable_numbers()->add_voided(10005);
            }),
            "ADMITTED");
  for (uint32_t first : {9998u, 10004u, 10005u, 9997u}) {
    v1::Statement batch = world_.Batch(plan_, roster_, first);
    EXPECT_EQ(book_.Outcome(world_.SignBatch(batch, first == 9997 ? 2 : 1)),
              first == 9997 ? "COUNTS_DISORDERED" : "NUMBER_BLOCK_TAKEN");
  }
  EXPECT_EQ(book_.Outcome(world_.SignBatch(world_.Batch(plan_, roster_, 10006), 1)), "ADMITTED");
}

// R05: the quota year follows log time.
TEST_F(FoundedTest, QuotaIsKept) {
  v1::Statement grant = world_.GrantAccreditation();
  grant.mutable_grant_accreditation()->set_accreditation("small-quota");
  grant.mutable_grant_accreditation()->set_yearly_quota(6);
  EXPECT_EQ(Outcome(grant, {"authority-1"}), "ADMITTED");
  v1::Statement plan = world_.Plan();
  plan.mutable_plan_batch()->set_accreditation("small-quota");
  v1::Statement roster = world_.SealRoster(plan);
  EXPECT_EQ(Outcome(plan, {leader_}), "ADMITTED");
  EXPECT_EQ(Outcome(roster, {leader_}), "ADMITTED");
  world_.set_now_ms(testing::kIssueMs);
  EXPECT_EQ(book_.Outcome(world_.SignBatch(world_.Batch(plan, roster), 7)), "QUOTA_EXCEEDED");
  EXPECT_EQ(book_.Outcome(world_.SignBatch(world_.Batch(plan, roster), 6)), "ADMITTED");
}

// What a batch refers to was logged before it.
TEST_F(BatchTest, ReferencesAreKnown) {
  const std::string known = world_.RegisterAssessor(1).register_assessor().assessor();
  const std::string unknown(16, 'u');
  EXPECT_EQ(BatchOutcome([&](auto& b) { b.add_assessors(unknown); }), "ASSESSOR_UNKNOWN");
  EXPECT_EQ(BatchOutcome([&](auto& b) { b.add_supervisors(known); }), "SUPERVISOR_UNKNOWN");
  EXPECT_EQ(BatchOutcome([&](auto& b) { b.set_companion_batch(unknown); }), "BATCH_UNKNOWN");
  EXPECT_EQ(BatchOutcome([&](auto& b) { b.set_companion_batch(plan_.statement_id()); }),
            "BATCH_UNKNOWN");
  EXPECT_EQ(BatchOutcome([&](auto& b) {
              b.add_assessors(known);
              b.add_supervisors(world_.RegisterSupervisor().register_supervisor().supervisor());
            }),
            "ADMITTED");
}

// R26 warns and never refuses.
TEST_F(BatchTest, UnusualBatchesAreWarnedAbout) {
  testing::Unit unit = Batch([](auto& b) { b.set_passed(3); }, 2);
  auto admission = book_.Submit(unit);
  ASSERT_THAT(admission, testing::IsOk());
  std::vector<proto::Reason> reasons;
  for (const Warning& warning : admission->warnings) reasons.push_back(warning.reason);
  EXPECT_THAT(reasons, ::testing::ElementsAre(proto::Reason::kPassShareWarning,
                                              proto::Reason::kSmallBatchWarning));
}

}  // namespace
}  // namespace linkcert::rules
