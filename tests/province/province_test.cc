// A small province through the real server, then looked at from outside.
#include "tests/province/province.h"

#include <gtest/gtest.h>

#include <set>

#include "proto/statement.h"
#include "rules/rule_sets.h"
#include "tests/province/inspection.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace linkcert::province {
namespace {

using testing::IsOk;

// Large enough for every act to occur.
constexpr Shape kSmall = {.certificates = 900,
                          .issuers = 6,
                          .chains = 2,
                          .firms = 4,
                          .largest_batch = 40,
                          .last_day = 20230405};

class ProvinceTest : public ::testing::Test {
 protected:
  Province Make(const Shape& shape) {
    return Province({.shape = shape,
                     .directory = directory_.path(),
                     .server = LINKCERT_PROVINCE_SERVER,
                     .rule_sets = LINKCERT_RULE_SETS});
  }
  absl::StatusOr<Inspection> InspectAll(const Province& province) {
    return Inspect({.address = province.address(),
                    .genesis_hex = province.genesis_hex(),
                    .now_ms = province.now_ms(),
                    .directory = directory_.path()},
                   province.ledger());
  }

  testing::TempDir directory_;
};

std::set<std::string> SupportedActs() {
  std::set<std::string> acts;
  for (uint32_t number : rules::SupportedActs()) {
    const absl::string_view name = proto::ActName(number);
    acts.emplace(name.data(), name.size());
  }
  return acts;
}

TEST_F(ProvinceTest, IsAuditedWithoutAFindingAndCountsAgree) {
  Province province = Make(kSmall);
  ASSERT_THAT(province.Play(), IsOk());
  EXPECT_EQ(province.ledger().certificates(), kSmall.certificates);
  const auto inspection = InspectAll(province);
  ASSERT_THAT(inspection, IsOk());
  EXPECT_EQ(inspection->report.findings_total, 0u);
  EXPECT_THAT(inspection->differences, ::testing::IsEmpty());
  std::set<std::string> missing = SupportedActs();
  for (const auto& [act, count] : inspection->report.statements) missing.erase(act);
  EXPECT_THAT(missing, ::testing::IsEmpty());
  EXPECT_THAT(province.Stop(), IsOk());
}

TEST(DiceTest, SameSeedDrawsTheSame) {
  Dice one(7);
  Dice other(7);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(one.BatchSize(1'000), other.BatchSize(1'000));
}

TEST(WorkingDayTest, WeekendBecomesMonday) {
  EXPECT_EQ(WorkingDay(20230106), 20230106u);  // Friday
  EXPECT_EQ(WorkingDay(20230107), 20230109u);
  EXPECT_EQ(WorkingDay(20230108), 20230109u);
}

Act Named(const std::string& actor) {
  return {.actor = actor, .make = [] { return std::nullopt; }};
}

std::vector<std::string> ActorsOf(const std::vector<Act>& wave) {
  std::vector<std::string> actors;
  for (const Act& act : wave) actors.push_back(act.actor);
  return actors;
}

TEST(AgendaTest, ActorsTakeTurnsAndABarrierStandsAlone) {
  const Shape shape;
  Agenda agenda(shape);
  for (const char* actor : {"a", "b", "a", "", "c"}) agenda.On(shape.first_day, Named(actor));
  agenda.Begin(shape.first_day);
  EXPECT_THAT(ActorsOf(agenda.TakeWave(9)), ::testing::ElementsAre("a", "b"));
  EXPECT_THAT(ActorsOf(agenda.TakeWave(9)), ::testing::ElementsAre("a"));
  EXPECT_THAT(ActorsOf(agenda.TakeWave(9)), ::testing::ElementsAre(""));
  EXPECT_THAT(ActorsOf(agenda.TakeWave(9)), ::testing::ElementsAre("c"));
  EXPECT_THAT(agenda.TakeWave(9), ::testing::IsEmpty());
}

client::AuditReport ReportOf(uint64_t certificates, uint64_t genesis) {
  client::AuditReport report;
  report.certificates = certificates;
  report.statements["genesis"] = genesis;
  return report;
}

TEST(LedgerTest, TellsWhatAnAuditFindsOtherwise) {
  Ledger ledger;
  ledger.Add({.issuer = "issuer-001", .index = 5, .certificates = 10});
  ledger.Admitted("genesis");
  EXPECT_THAT(ledger.Compare(ReportOf(10, 1)), ::testing::IsEmpty());
  EXPECT_THAT(ledger.Compare(ReportOf(9, 1)), ::testing::SizeIs(1));
  EXPECT_THAT(ledger.Compare(ReportOf(10, 2)), ::testing::SizeIs(1));
  client::AuditReport guilty = ReportOf(10, 1);
  guilty.findings.push_back({.index = 3});
  EXPECT_THAT(ledger.Compare(guilty), ::testing::SizeIs(1));
}

client::Statistics StatisticsOf(const client::Counts& counts) {
  client::Statistics statistics;
  statistics.groups.push_back({.key = "issuer-001", .name = "", .counts = counts});
  return statistics;
}

TEST(LedgerTest, TellsWhatStatisticsCountOtherwise) {
  Ledger ledger;
  ledger.Add({.issuer = "issuer-001",
              .index = 5,
              .at_ms = 100,
              .signers = {"issuer-001-1"},
              .certificates = 10,
              .suspended = 1});
  const auto compare = [&](const client::Counts& counts) {
    return ledger.Compare(client::Dimension::kIssuer, StatisticsOf(counts));
  };
  EXPECT_THAT(compare({.batches = 1, .certified = 10, .suspended = 1}), ::testing::IsEmpty());
  EXPECT_THAT(compare({.batches = 1, .certified = 10}), ::testing::SizeIs(1));
  ledger.KeyStolen("issuer-001-1", 101);
  EXPECT_THAT(compare({.batches = 1, .certified = 10, .suspended = 1}), ::testing::IsEmpty());
  ledger.KeyStolen("issuer-001-1", 100);
  EXPECT_THAT(compare({.batches = 1, .certified = 10, .revoked = 10}), ::testing::IsEmpty());
}

}  // namespace
}  // namespace linkcert::province
