// Editions of the catalogue of occupations (act 113), and who names one of theirs (R05).
#include "rules/rule_sets.h"
#include "tests/rules/issued_fixture.h"
#include "tests/testing/world_process.h"

namespace linkcert::rules {
namespace {

constexpr char kAssembler[] = "6-25-04-07";

class OccupationsTest : public IssuedTest {
 protected:
  void SetUp() override {
    IssuedTest::SetUp();
    v1::RuleSet rule_set = DefaultRuleSet();
    rule_set.add_acts(113);
    std::sort(rule_set.mutable_acts()->begin(), rule_set.mutable_acts()->end());
    Log(testing::PublishRuleSet(world_, rule_set), {"authority-1", "authority-2"});
  }
  v1::Statement Edition(const std::string& code, const std::string& name,
                        const std::vector<std::string>& trades = {}) {
    v1::Statement statement = world_.New();
    v1::PublishOccupationEdition& act = *statement.mutable_publish_occupation_edition();
    act.set_edition("2022");
    act.add_occupations()->set_code(code);
    act.mutable_occupations(0)->set_name(name);
    for (const std::string& trade : trades) act.mutable_occupations(0)->add_trades(trade);
    return statement;
  }
  std::string Grant(const std::string& trade = "") {
    v1::Statement grant = world_.GrantAccreditation();
    grant.mutable_grant_accreditation()->set_accreditation("xingchen-again");
    if (!trade.empty()) grant.mutable_grant_accreditation()->mutable_scope(0)->add_trades(trade);
    return Outcome(grant, authority_);
  }
};

TEST_F(OccupationsTest, TheAuthorityPublishes) {
  const v1::Statement edition = Edition(kAssembler, "电子设备装接工");
  EXPECT_EQ(Outcome(edition, two_), "SIGNER_FOREIGN");
  EXPECT_EQ(Outcome(edition, authority_), "ADMITTED");
  const auto found = FindPublishedOccupation(book_.state(), "2022", kAssembler);
  ASSERT_TRUE(found.ok() && *found != nullptr);
  EXPECT_EQ((*found)->name(), "editions/2022/occupations/6-25-04-07");
  EXPECT_EQ((*found)->occupation().name(), "电子设备装接工");
}

TEST_F(OccupationsTest, OneNameForEachCodeOfAnEdition) {
  Log(Edition(kAssembler, "电子设备装接工"), authority_);
  EXPECT_EQ(Outcome(Edition(kAssembler, "别的职业"), authority_), "OCCUPATION_ALREADY_PUBLISHED");
  v1::Statement twice = Edition("6-31-01-10", "机电设备维修工");
  *twice.mutable_publish_occupation_edition()->add_occupations() =
      twice.publish_occupation_edition().occupations(0);
  EXPECT_EQ(Outcome(twice, authority_), "OCCUPATION_ALREADY_PUBLISHED");
}

// The robot trade's old code is another occupation now.
TEST_F(OccupationsTest, AnotherEditionMayReuseTheCode) {
  Log(Edition("6-31-01-10", "机电设备维修工"), authority_);
  v1::Statement older = Edition("6-31-01-10", "工业机器人系统操作员");
  older.mutable_publish_occupation_edition()->set_edition("2019");
  EXPECT_EQ(Outcome(older, authority_), "ADMITTED");
}

TEST_F(OccupationsTest, WhatIsNotInThePublishedEditionIsNotNamed) {
  Log(Edition("6-31-01-10", "机电设备维修工"), authority_);
  EXPECT_EQ(Grant(), "OCCUPATION_UNKNOWN");
  EXPECT_EQ(Outcome(world_.Plan(), {leader_}), "OCCUPATION_UNKNOWN");
  v1::Statement standard = world_.PublishStandard();
  standard.mutable_publish_standard()->set_standard("another-standard");
  EXPECT_EQ(Outcome(standard, {leader_}), "OCCUPATION_UNKNOWN");
  Log(Edition(kAssembler, "电子设备装接工"), authority_);
  EXPECT_EQ(Grant(), "ADMITTED");
  EXPECT_EQ(Outcome(standard, {leader_}), "ADMITTED");
}

TEST_F(OccupationsTest, TradesAreThoseOfTheOccupation) {
  Log(Edition(kAssembler, "电子设备装接工", {"波峰焊工"}), authority_);
  EXPECT_EQ(Grant("手工焊工"), "TRADE_UNKNOWN");
  EXPECT_EQ(Grant("波峰焊工"), "ADMITTED");
}

// Those who sat are not left without certificates because the catalogue came in between.
TEST_F(OccupationsTest, WhatWasPlannedBeforeIsIssued) {
  Log(Edition("6-31-01-10", "机电设备维修工"), authority_);
  const auto two_more = [](v1::IssueBatch& batch) {
    batch.set_passed(9);
    batch.mutable_numbers()->set_first(100);
  };
  EXPECT_EQ(book_.Outcome(Batch(two_more, 2)), "ADMITTED");
}

TEST_F(OccupationsTest, ACertificatePrintsTheNameOfTheEdition) {
  Log(Edition(kAssembler, "电子设备装接工（新）"), authority_);
  EXPECT_EQ(BatchOutcome([](v1::IssueBatch& batch) { batch.mutable_numbers()->set_first(100); }),
            "OCCUPATION_NAME_DIFFERS");
  const auto renamed = [](v1::IssueBatch& batch) {
    batch.mutable_numbers()->set_first(100);
    batch.set_occupation_name("电子设备装接工（新）");
  };
  EXPECT_NE(BatchOutcome(renamed), "OCCUPATION_NAME_DIFFERS");
}

}  // namespace
}  // namespace linkcert::rules
