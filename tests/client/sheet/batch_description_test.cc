#include "client/sheet/batch_description.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/local_file.h"
#include "client/sheet/roster.h"
#include "tests/testing/sheet_builder.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace linkcert::client {
namespace {

using linkcert::testing::DescriptionWith;
using linkcert::testing::HasCode;
using linkcert::testing::IsOk;
using ::testing::HasSubstr;
using ::testing::SizeIs;

std::string MistakeIn(const std::map<std::string, std::string>& changes) {
  const auto parsed = ParseBatchDescription(DescriptionWith(changes), "");
  EXPECT_THAT(parsed, HasCode(absl::StatusCode::kInvalidArgument));
  return std::string(parsed.status().message());
}

TEST(BatchDescription, MembersBecomeTheBatch) {
  const auto parsed = ParseBatchDescription(DescriptionWith(), "");
  ASSERT_THAT(parsed, IsOk());
  ASSERT_THAT(parsed->batches, SizeIs(1));
  const v1::IssueBatch& batch = parsed->batches[0].batch;
  EXPECT_EQ(batch.accreditation(), "xingchen-2026");
  EXPECT_EQ(batch.certificate_class(), v1::CERTIFICATE_CLASS_STATE_LEVEL);
  EXPECT_EQ(batch.issued_on(), 20260615u);
  EXPECT_EQ(batch.plan().size(), 16u);
  EXPECT_EQ(batch.roster().total(), 9u);
  EXPECT_EQ(parsed->terms.levels.at("4"), 3u);
}

TEST(BatchDescription, IssuingNameIsTheIssuersUnlessGiven) {
  EXPECT_EQ(ParseBatchDescription(DescriptionWith(), "")->terms.issuing_name, "星辰（虚构）");
  const auto parsed =
      ParseBatchDescription(DescriptionWith({{"issuing_name", "\"虚构市人社局\""}}), "");
  ASSERT_THAT(parsed, IsOk());
  EXPECT_EQ(parsed->terms.issuing_name, "虚构市人社局");
}

TEST(BatchDescription, CompanionIsLookedForBesideTheDescription) {
  const auto description =
      ParseBatchDescription(DescriptionWith({{"companion", "\"issued\""}}), "d");
  ASSERT_THAT(description, IsOk());
  EXPECT_EQ(description->batches[0].companion_directory, "d/issued");
  EXPECT_EQ(ParseBatchDescription(DescriptionWith(), "d")->batches[0].companion_directory, "");
}

TEST(BatchDescription, MistakesAreNamedByMember) {
  EXPECT_EQ(MistakeIn({{"accreditation", ""}}), "accreditation: missing");
  EXPECT_THAT(MistakeIn({{"issued_on", "\"2026-02-30\""}}), HasSubstr("issued_on: "));
  EXPECT_THAT(MistakeIn({{"class", "\"GOLD\""}}), HasSubstr("class: "));
  EXPECT_THAT(MistakeIn({{"route", "\"BACK_DOOR\""}}), HasSubstr("route: "));
  EXPECT_EQ(MistakeIn({{"plan", "\"0102\""}}), "plan: must be 16 bytes");
  EXPECT_EQ(MistakeIn({{"level", "-1"}}), "level: must be a whole number from 0 on");
  EXPECT_EQ(MistakeIn({{"colour", "\"red\""}}), "colour: no such member");
  EXPECT_THAT(MistakeIn({{"employers", R"({"厂": "NOT AN ID"})"}}), HasSubstr("employers: "));
  EXPECT_THAT(MistakeIn({{"id_types", R"({"201": "secret"})"}}), HasSubstr("id_types: "));
  EXPECT_THAT(MistakeIn({{"numbers", R"({"prefix": "Y0", "first": 1})"}}),
              HasSubstr("numbers.prefix: "));
  EXPECT_THAT(MistakeIn({{"numbers", R"({"prefix": "Y000032050123264", "first": 0})"}}),
              HasSubstr("numbers.first: "));
  EXPECT_THAT(MistakeIn({{"occupation", R"({"edition": "2022", "code": "x"})"}}),
              HasSubstr("occupation.name: missing"));
}

TEST(BatchDescription, BatchesTakeOverWhatTheyDoNotSay) {
  const auto parsed = ParseBatchDescription(
      DescriptionWith({{"batches", R"([{}, {"level": 4, "batch_number": "b"}])"}}), "");
  ASSERT_THAT(parsed, IsOk());
  ASSERT_THAT(parsed->batches, SizeIs(2));
  EXPECT_EQ(parsed->batches[0].batch.level(), 3u);
  EXPECT_EQ(parsed->batches[1].batch.level(), 4u);
  EXPECT_EQ(parsed->batches[1].batch.accreditation(), "xingchen-2026");
}

TEST(BatchDescription, BatchesMustDiffer) {
  EXPECT_THAT(MistakeIn({{"batches", R"([{}, {"batch_number": "b"}])"}}), HasSubstr("two have"));
  EXPECT_THAT(MistakeIn({{"batches", R"([{}, {"level": 4}])"}}), HasSubstr("batch_number"));
  EXPECT_THAT(MistakeIn({{"batches", "[]"}}), HasSubstr("at least one"));
}

TEST(BatchDescription, MistakeOfOneOfSeveralBatchesIsNamed) {
  EXPECT_EQ(MistakeIn({{"batches", R"([{}, {"level": "4", "batch_number": "b"}])"}}),
            "batches[1].level: must be a whole number from 0 on");
}

class RosterTest : public ::testing::Test {
 protected:
  const std::vector<Person> persons_ = {
      {"虚构0", "201", linkcert::testing::kInventedIds[0], "星辰（虚构）", "xingchen-chip"},
      {"虚构1", "201", linkcert::testing::kInventedIds[1], "绿原（虚构）", "lvyuan-board"}};
};

TEST_F(RosterTest, SealedPlacesReadBack) {
  const absl::StatusOr<v1::RosterFile> roster = SealPlaces(persons_);
  ASSERT_THAT(roster, IsOk());
  EXPECT_EQ(roster->summary().total(), 2u);
  EXPECT_THAT(roster->summary().organisations(),
              ::testing::ElementsAre("lvyuan-board", "xingchen-chip"));
  const absl::StatusOr<v1::RosterFile> read = ParseRoster(*FormatRoster(*roster));
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->SerializeAsString(), roster->SerializeAsString());
}

TEST_F(RosterTest, SaltsAreFreshEachTime) {
  EXPECT_NE(SealPlaces(persons_)->summary().root(), SealPlaces(persons_)->summary().root());
}

TEST_F(RosterTest, ChangedPlaceIsNoticed) {
  absl::StatusOr<v1::RosterFile> roster = SealPlaces(persons_);
  ASSERT_THAT(roster, IsOk());
  roster->mutable_places(0)->set_name("另一人");
  EXPECT_THAT(ParseRoster(*FormatRoster(*roster)), HasCode(absl::StatusCode::kDataLoss));
}

TEST_F(RosterTest, DescriptionTakesTheRosterFromItsFile) {
  const linkcert::testing::TempDir directory;
  const absl::StatusOr<v1::RosterFile> roster = SealPlaces(persons_);
  ASSERT_THAT(
      WriteLocalFile(directory.file("roster.json"), *FormatRoster(*roster), FileAccess::kPrivate),
      IsOk());
  const auto parsed =
      ParseBatchDescription(DescriptionWith({{"roster", "\"roster.json\""}}), directory.path());
  ASSERT_THAT(parsed, IsOk());
  EXPECT_EQ(parsed->batches[0].batch.roster().root(), roster->summary().root());
  EXPECT_THAT(*parsed->batches[0].roster, SizeIs(2));
}

TEST_F(RosterTest, SheetOfNamesIsChecked) {
  SheetProblems problems;
  const auto read = ReadRosterSheet(
      "姓名,证件类型,证件号码,所在单位\n虚构,201,990101199003150111,星辰（虚构）\n"
      "另一,201,990101199003150111,星辰（虚构）\n",
      ParsePersonTerms(DescriptionWith()).value(), problems);
  ASSERT_THAT(read, IsOk());
  ASSERT_THAT(problems, SizeIs(1));
  EXPECT_EQ(FormatProblem(problems[0], Language::kChinese),
            "第3行, 证件号码: ID_NUMBER_REPEATED 同一批次中证件号码重复 (line 2)");
}

}  // namespace
}  // namespace linkcert::client
