// The log, its signers and its bytes: R01, R02, R13, R22-R24, R26-R28; and that no rule lacks a
// test.
#include <set>

#include "absl/strings/match.h"
#include "proto/statement.h"
#include "tests/rules/each_rule_fixture.h"
#include "tests/testing/reason_matcher.h"
#include "tests/testing/world_oversight.h"

namespace linkcert::rules {
namespace {

// All but those that no log could show: one person's certificates (R15) and erasure (R25) are the
// vault's to check, the counts of a report (R21) those of `linkcert report`.
TEST(EachRuleCompletenessTest, EveryRuleOfTheLogHasATest) {
  std::set<uint32_t> tested;
  const ::testing::UnitTest& all = *::testing::UnitTest::GetInstance();
  for (int i = 0; i < all.total_test_suite_count(); ++i) {
    const ::testing::TestSuite& suite = *all.GetTestSuite(i);
    if (!absl::EndsWith(suite.name(), "EachRuleTest")) continue;
    for (int j = 0; j < suite.total_test_count(); ++j) {
      const std::string name = suite.GetTestInfo(j)->name();
      tested.insert(static_cast<uint32_t>(std::stoul(name.substr(1, 2))));
    }
  }
  std::set<uint32_t> expected;
  for (uint32_t rule = 1; rule <= 28; ++rule) expected.insert(rule);
  for (uint32_t online : {15, 21, 25}) expected.erase(online);
  EXPECT_EQ(tested, expected);
  EXPECT_EQ(std::set<uint32_t>(SupportedRules().begin(), SupportedRules().end()), expected);
}

// The registry stamps time itself (tests/server/log/log_clock_test): only a log can show this.
TEST_F(EachRuleTest, R01TimeGoesBack) {
  const testing::Unit unit = Signed(world_.RegisterAssessor(9), authority_);
  ExpectOfThisRule("LOG_TIME_WENT_BACK");
  world_.set_now_ms(world_.now_ms() - 1);
  EXPECT_THAT(FoundIn(With(unit)),
              ::testing::ElementsAre(absl::StrCat(book_.entries().size(), " LOG_TIME_WENT_BACK")));
  world_.set_now_ms(world_.now_ms() + 1);
  ExpectKeeps(unit);
}

TEST_F(EachRuleTest, R01IndexesAreSkipped) {
  const Keys both = {"authority-1", "authority-2"};
  const auto begin_at = [&](uint64_t index) {
    return testing::BeginEpoch(world_, "example.invalid/next", "log-2", index);
  };
  const uint64_t here = Stamped().index;
  ExpectBreaks(begin_at(here + 1), both, "EPOCH_INVALID");
  ExpectKeeps(begin_at(here), both);
}

TEST_F(EachRuleTest, R02KeyWithoutThePurpose) {
  const std::string clerk = absl::StrCat(kLeader, "-3");
  Log(world_.AddKey(kLeader, clerk, {v1::KEY_PURPOSE_CERTIFICATE}), {"authority-1", clerk});
  const v1::Statement join = world_.JoinChain(kStranger, v1::CHAIN_ROLE_PEER);
  ExpectBreaks(join, {clerk, stranger_}, "SIGNER_PURPOSE");
  ExpectKeeps(join, {leader_, stranger_});
}

TEST_F(EachRuleTest, R13OnePersonWithTwoKeys) {
  const std::string second = absl::StrCat(leader_, ".b");
  Log(world_.AddKey(kLeader, second, {v1::KEY_PURPOSE_CERTIFICATE}), {"authority-1", second});
  const v1::Statement revoke = testing::RevokeCertificates(world_, IssuedTest::Certificates(0, 1));
  ExpectBreaks(revoke, {leader_, second}, "TWO_PEOPLE_NEEDED");
  ExpectKeeps(revoke, two_);
}

// A verdict, for what was logged before anyone knew: the same in the registry and in an audit.
TEST_F(EachRuleTest, R22BatchUnderAStolenKey) {
  GoToDay(1);
  const std::string id = world_.Key(leader_).public_key().id().str();
  const uint64_t key = (*FindKey(book_.state(), id))->logged().index();
  const LogPlace batch = {.index = batch_, .logged_at = testing::kIssueMs};
  const auto stolen_since = [&](uint64_t since) {
    return testing::DeclareKeyCompromised(world_, leader_, since);
  };
  ExpectKeeps(stolen_since(testing::kIssueMs + 1), authority_);
  EXPECT_THAT(CheckKeyAt(*StandingOf(book_.state(), key), batch), testing::IsOk());
  ExpectOfThisRule("KEY_COMPROMISED");
  Log(stolen_since(testing::kIssueMs), authority_);
  EXPECT_THAT(CheckKeyAt(*StandingOf(book_.state(), key), batch),
              testing::HasReason(proto::Reason::kKeyCompromised));
  EXPECT_THAT(Replayed(), ::testing::IsEmpty());  // with the same records
}

TEST_F(EachRuleTest, R22TheftIsMovedLater) {
  GoToDay(1);
  Log(testing::DeclareKeyCompromised(world_, leader_, testing::kIssueMs), authority_);
  const auto moved_by = [&](int ms) {
    return testing::DeclareKeyCompromised(world_, leader_, testing::kIssueMs + ms);
  };
  ExpectBreaks(moved_by(1), authority_, "COMPROMISE_NOT_EARLIER");
  ExpectKeeps(moved_by(-1), authority_);
}

TEST_F(EachRuleTest, R23PolicyOfAnother) {
  Log(testing::SetRecognitionPolicy(world_, 1, {}), {member_});
  const v1::Statement second = testing::SetRecognitionPolicy(world_, 2, {});
  ExpectBreaks(second, {leader_}, "POLICY_VERSION_ORDER");
  ExpectKeeps(second, {member_});
  // A leader's own policy leaves the member's as it is.
  const auto members = [&] {
    return (*FindPolicyBefore(book_.state(), kMember, ~uint64_t{0}))->logged().index();
  };
  const uint64_t before = members();
  Log(testing::SetRecognitionPolicy(world_, 1, {}), {leader_});
  EXPECT_EQ(members(), before);
}

// Signed as it stands; our own writer would not encode it.
TEST_F(EachRuleTest, R24CharacterOutsideTheCharset) {
  v1::Statement firm = world_.RegisterOrganisation("New-firm", "新公司（虚构）");
  const crypto::Signer& key = world_.Key("authority-1");
  firm.add_signers(key.public_key().id().str());
  v1::SignedStatement sealed;
  sealed.set_statement(firm.SerializeAsString());
  sealed.add_signatures(*key.Sign(proto::SigningInput(sealed.statement())));
  ExpectBreaks({.envelope = sealed.SerializeAsString(), .leaves = {}, .claims = {}},
               "FIELD_OUT_OF_RANGE");
  firm.mutable_register_organisation()->set_organisation("new-firm");
  ExpectKeeps(firm, authority_);
}

// Warnings, and no refusals.
TEST_F(EachRuleTest, R26SmallBatch) {
  Take(kSupervised);
  const testing::Unit small = ProcessTest::Certificates([](auto&) {}, 4);
  const testing::Unit usual = ProcessTest::Certificates([](auto&) {}, 5);
  const std::string found = absl::StrCat(Stamped().index, " BATCH_SMALL");
  ExpectOfThisRule("BATCH_SMALL");
  const auto admission = Judge(book_.state(), small);
  ASSERT_THAT(admission, testing::IsOk());
  ASSERT_EQ(admission->warnings.size(), 1u);
  EXPECT_EQ(admission->warnings[0].reason, proto::Reason::kSmallBatchWarning);
  EXPECT_THAT(FoundIn(With(small)), ::testing::IsEmpty());
  EXPECT_THAT(FoundIn(With(small), /*warnings=*/true), ::testing::Contains(found));
  EXPECT_THAT(Judge(book_.state(), usual)->warnings, ::testing::IsEmpty());
  ExpectKeeps(usual);
}

TEST_F(EachRuleTest, R27RootOfAnotherMap) {
  ExpectOfThisRule("STATUS_ROOT_DIFFERS");
  const Stamp stamp = Stamped();
  v1::StatusRoot root = **StatusRootOf(book_.state());
  EXPECT_THAT(AdmitStatusRoot(book_.state(), root, stamp), testing::IsOk());
  root.mutable_root()->back() ^= 1;
  EXPECT_THAT(AdmitStatusRoot(book_.state(), root, stamp),
              testing::HasReason(proto::Reason::kStatusRootDiffers));
  std::vector<std::string> entries = book_.entries();
  entries.push_back(proto::EncodeStatusRootEntry(stamp.logged_at, root.root()));
  EXPECT_THAT(FoundIn(entries),
              ::testing::ElementsAre(absl::StrCat(stamp.index, " STATUS_ROOT_DIFFERS")));
  book_.LogStatusRoot();
  EXPECT_THAT(FoundIn(book_.entries()), ::testing::IsEmpty());
  ShownWhatKeeps();
}

TEST_F(EachRuleTest, R28SignedTooLongAgo) {
  v1::Statement assessor = world_.RegisterAssessor(9);
  assessor.set_signed_at(world_.now_ms() - 7 * kDayMs - 1);
  ExpectBreaks(assessor, authority_, "SIGNED_AT_TOO_OLD");
  assessor.set_signed_at(world_.now_ms() - 7 * kDayMs);
  ExpectKeeps(assessor, authority_);
}

}  // namespace
}  // namespace linkcert::rules
