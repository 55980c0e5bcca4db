#include "client/sheet/id_document.h"

#include <gtest/gtest.h>

namespace linkcert::client {
namespace {

bool Accepts(IdKind kind, absl::string_view number) {
  return !CheckIdNumber(kind, number).fault.has_value();
}

TEST(IdDocument, StandardsOwnExamplesPass) {  // GB 11643
  EXPECT_TRUE(Accepts(IdKind::kResidentId, "11010519491231002X"));
  EXPECT_TRUE(Accepts(IdKind::kResidentId, "440524188001010014"));
}

TEST(IdDocument, ResidentIdsWithMistakesAreRefused) {
  EXPECT_FALSE(Accepts(IdKind::kResidentId, "110105194912310021"));
  EXPECT_FALSE(Accepts(IdKind::kResidentId, "11010519491331002X"));
  EXPECT_FALSE(Accepts(IdKind::kResidentId, ""));
  EXPECT_EQ(CheckIdNumber(IdKind::kResidentId, "110105491231002").fault,
            SheetFault::kIdNumberFifteen);
}

TEST(IdDocument, ResidencePermitsOfHongKongMacaoAndTaiwan) {
  EXPECT_TRUE(Accepts(IdKind::kHmtResidence, "810000199408230021"));
  EXPECT_FALSE(Accepts(IdKind::kHmtResidence, "11010519491231002X"));
}

TEST(IdDocument, TravelPermitsAndPassports) {
  EXPECT_TRUE(Accepts(IdKind::kHmTravelPermit, "h12345678"));
  EXPECT_FALSE(Accepts(IdKind::kHmTravelPermit, "K12345678"));
  EXPECT_TRUE(Accepts(IdKind::kTaiwanTravelPermit, "12345678"));
  EXPECT_FALSE(Accepts(IdKind::kTaiwanTravelPermit, "1234567"));
  EXPECT_TRUE(Accepts(IdKind::kPassport, "E12345678"));
  EXPECT_FALSE(Accepts(IdKind::kPassport, "E1-2345678"));
  EXPECT_FALSE(Accepts(IdKind::kPassport, "E123"));
}

TEST(IdDocument, ForeignersPermanentResidence) {
  EXPECT_TRUE(Accepts(IdKind::kForeignerResidence, "USA310000123456"));
  EXPECT_FALSE(Accepts(IdKind::kForeignerResidence, "US1310000123456"));
  EXPECT_TRUE(Accepts(IdKind::kForeignerResidence, "911840198111110028"));
  EXPECT_FALSE(Accepts(IdKind::kForeignerResidence, "11840198111110028"));
}

TEST(IdDocument, NumbersAreKeptInUpperCase) {
  EXPECT_EQ(CheckIdNumber(IdKind::kPassport, "e12345678").number, "E12345678");
}

}  // namespace
}  // namespace linkcert::client
