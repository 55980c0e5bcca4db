#include "proto/identifiers.h"

#include "tests/testing/reason_matcher.h"

namespace linkcert::proto {
namespace {

using ::linkcert::testing::HasCode;
using ::linkcert::testing::HasReason;
using ::linkcert::testing::IsOk;
using ::linkcert::testing::IsOkAndHolds;

// GB 11643-1999, the examples in the standard.
constexpr char kResident[] = "11010519491231002X";
// Invented; its check character is right.
constexpr char kCreditCode[] = "91320500MAEXAMPL1X";

TEST(IdentifiersTest, TakesTheStandardsExamples) {
  EXPECT_THAT(NormaliseResidentId(kResident), IsOkAndHolds(std::string(kResident)));
  EXPECT_THAT(NormaliseResidentId("440524188001010014"), HasCode(absl::StatusCode::kOk));
}

TEST(IdentifiersTest, RaisesTheLowerCaseX) {
  EXPECT_THAT(NormaliseResidentId("11010519491231002x"), IsOkAndHolds(std::string(kResident)));
}

TEST(IdentifiersTest, FindsEveryWrongDigit) {
  const std::string good = kResident;
  for (size_t i = 0; i < good.size(); ++i) {
    for (char c = '0'; c <= '9'; ++c) {
      std::string bad = good;
      if (bad[i] == c) continue;
      bad[i] = c;
      EXPECT_THAT(NormaliseResidentId(bad), HasCode(absl::StatusCode::kInvalidArgument)) << bad;
    }
  }
}

TEST(IdentifiersTest, RefusesOtherFormsOfResidentNumbers) {
  for (const char* number : {"", "110105491231002", "11010519491331002X", "X1010519491231002X",
                             "11010519491231002XX", "１1010519491231002X", "110105 9491231002X"}) {
    EXPECT_THAT(NormaliseResidentId(number), HasCode(absl::StatusCode::kInvalidArgument)) << number;
  }
}

TEST(IdentifiersTest, ChecksCreditCodes) {
  EXPECT_THAT(CheckCreditCode(kCreditCode), IsOk());
  for (char last : absl::string_view("0123456789ABCDEFGHJKLMNPQRTUWY")) {
    std::string code = kCreditCode;
    code.back() = last;
    EXPECT_THAT(CheckCreditCode(code), HasCode(absl::StatusCode::kFailedPrecondition)) << code;
  }
  for (const char* code : {"", "91320500MAEXAMPL1", "91320500MAEXAMPLIX", "91320500maexampl1x"}) {
    EXPECT_THAT(CheckCreditCode(code), HasCode(absl::StatusCode::kInvalidArgument)) << code;
  }
}

TEST(IdentifiersTest, ReadsCertificateNumbers) {
  const absl::StatusOr<CertificateNumber> number = ParseCertificateNumber("Y000032050123263000001");
  ASSERT_THAT(number, IsOk());
  EXPECT_EQ(number->prefix, "Y000032050123263");
  EXPECT_EQ(number->serial, 1u);
  EXPECT_EQ(FormatNumber(number->prefix, 42), "Y000032050123263000042");
}

TEST(IdentifiersTest, RefusesMalformedCertificateNumbers) {
  for (const char* number :
       {"", "Y000032050123263000000", "X000032050123263000001", "Y000032050123266000001",
        "Y000032050123260000001", "Y00003205012326t000001", "Y0000320501232630000011",
        "Y00003205012326300000", "Y00003205012326300000A", "Y000032050123263 00001"}) {
    EXPECT_THAT(ParseCertificateNumber(number), HasReason(Reason::kNumberMalformed)) << number;
  }
}

TEST(IdentifiersTest, ReadsFilingCodesAndPrefixes) {
  for (const char* code : {"Y000032050123", "S123444000001", "J000132000001"}) {
    EXPECT_TRUE(IsFilingCode(code)) << code;
  }
  for (const char* code :
       {"", "Y00003205012", "Y0000320501234", "Z000032050123", "YA00032050123"}) {
    EXPECT_FALSE(IsFilingCode(code)) << code;
  }
  EXPECT_TRUE(IsStateNumberPrefix("Y00003205012326T"));
  EXPECT_FALSE(IsStateNumberPrefix("Y000032050123269"));
  EXPECT_FALSE(IsStateNumberPrefix("Y0000320501232A3"));
}

}  // namespace
}  // namespace linkcert::proto
