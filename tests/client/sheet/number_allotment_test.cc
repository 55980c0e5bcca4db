#include "client/sheet/number_allotment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace linkcert::client {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kPrefix[] = "Y000032050123264";

std::string Number(uint32_t serial) {
  return absl::StrCat(kPrefix, absl::Dec(serial, absl::kZeroPad6));
}

// Allots to rows with these numbers, lines from 2 on.
class NumberAllotmentTest : public ::testing::Test {
 protected:
  NumberAllotmentTest() {
    batch_.mutable_numbers()->set_prefix(kPrefix);
    batch_.mutable_numbers()->set_first(10);
  }

  void Allot(const std::vector<std::string>& numbers) {
    rows_.clear();
    for (const std::string& number : numbers) {
      ReportRow& row = rows_.emplace_back();
      row.line = static_cast<uint32_t>(rows_.size() + 1);
      row.number = number;
      row.cells.resize(ReportColumns().size());
    }
    std::vector<ReportRow*> pointers;
    for (ReportRow& row : rows_) pointers.push_back(&row);
    AllotNumbers(pointers, batch_, problems_);
  }
  std::vector<std::string> Numbers() const {
    std::vector<std::string> numbers;
    for (const ReportRow& row : rows_) numbers.push_back(row.number);
    return numbers;
  }
  // "3 NUMBER_VOIDED detail"
  std::vector<std::string> Problems() const {
    std::vector<std::string> all;
    for (const SheetProblem& problem : problems_) {
      all.push_back(absl::StrCat(problem.line, " ", NameOf(problem.fault), " ", problem.detail));
    }
    return all;
  }

  v1::IssueBatch batch_;
  std::vector<ReportRow> rows_;
  SheetProblems problems_;
};

TEST_F(NumberAllotmentTest, EmptyNumbersTakeTheNextSerials) {
  Allot({"", "", ""});
  EXPECT_THAT(Numbers(), ElementsAre(Number(10), Number(11), Number(12)));
  EXPECT_EQ(batch_.numbers().count(), 3u);
  EXPECT_THAT(Problems(), IsEmpty());
}

TEST_F(NumberAllotmentTest, GivenNumbersStayAndTheOthersGoAroundThem) {
  Allot({"", Number(11), ""});
  EXPECT_THAT(Numbers(), ElementsAre(Number(10), Number(11), Number(12)));
}

TEST_F(NumberAllotmentTest, VoidedSerialsAreLeftOut) {
  batch_.mutable_numbers()->add_voided(11);
  Allot({"", ""});
  EXPECT_THAT(Numbers(), ElementsAre(Number(10), Number(12)));
  EXPECT_EQ(batch_.numbers().count(), 3u);
}

TEST_F(NumberAllotmentTest, GapMustBeVoided) {
  Allot({Number(10), Number(13)});
  EXPECT_THAT(Problems(), ElementsAre("0 NUMBER_GAP Y000032050123264: 11, 12"));
}

TEST_F(NumberAllotmentTest, VoidedGapIsAccepted) {
  batch_.mutable_numbers()->add_voided(11);
  batch_.mutable_numbers()->add_voided(12);
  Allot({Number(10), Number(13)});
  EXPECT_THAT(Problems(), IsEmpty());
  EXPECT_EQ(batch_.numbers().count(), 4u);
}

TEST_F(NumberAllotmentTest, RestOfAStatedBlockMustBeVoided) {
  batch_.mutable_numbers()->set_count(4);
  Allot({"", ""});
  EXPECT_THAT(Problems(), ElementsAre("0 NUMBER_GAP Y000032050123264: 12, 13"));
}

TEST_F(NumberAllotmentTest, BlockThatIsTooSmallIsNamed) {
  batch_.mutable_numbers()->set_count(1);
  Allot({"", ""});
  EXPECT_THAT(Problems(), ElementsAre("3 NUMBER_BLOCK_EXHAUSTED "));
}

TEST_F(NumberAllotmentTest, NumberOutsideTheBlockIsNamed) {
  Allot({Number(9)});
  EXPECT_THAT(Problems(), ElementsAre("2 NUMBER_OUTSIDE_BLOCK Y000032050123264000009"));
}

TEST_F(NumberAllotmentTest, NumberOfAnotherLevelIsNamed) {
  Allot({"Y000032050123263000010"});
  EXPECT_THAT(Problems(),
              ElementsAre("2 NUMBER_PREFIX_DIFFERS Y000032050123263000010 / Y000032050123264"));
}

TEST_F(NumberAllotmentTest, MalformedNumberIsNamed) {
  Allot({"Y00003205012326400001X", "12", Number(10)});
  EXPECT_THAT(Problems(),
              ElementsAre("2 NUMBER_MALFORMED Y00003205012326400001X", "3 NUMBER_MALFORMED 12"));
}

TEST_F(NumberAllotmentTest, SameNumberTwiceIsNamed) {
  Allot({Number(10), Number(10)});
  EXPECT_THAT(Problems(), ElementsAre("3 NUMBER_REPEATED line 2"));
}

TEST_F(NumberAllotmentTest, VoidedNumberInTheSheetIsNamed) {
  batch_.mutable_numbers()->add_voided(10);
  Allot({Number(10)});
  EXPECT_THAT(Problems(), ElementsAre("2 NUMBER_VOIDED Y000032050123264000010"));
}

TEST_F(NumberAllotmentTest, SerialsEndAtSixDigits) {
  batch_.mutable_numbers()->set_first(999999);
  Allot({"", ""});
  EXPECT_THAT(Problems(), ElementsAre("3 NUMBER_BLOCK_EXHAUSTED "));
}

}  // namespace
}  // namespace linkcert::client
