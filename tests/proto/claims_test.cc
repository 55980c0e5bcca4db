#include "proto/claims.h"

#include <set>

#include "proto/canonical.h"
#include "tests/testing/reason_matcher.h"

namespace linkcert::proto {
namespace {

using ::linkcert::testing::HasReason;
using ::linkcert::testing::IsOk;

using Slots = google::protobuf::RepeatedPtrField<v1::ClaimSlot>;

// An invented person.
std::vector<std::string> Values() {
  return {"Y000032050123263000001",
          "虚构甲",
          "201",
          "990000198001010012",
          std::string(32, '\x80'),
          "example-electronics",
          "82",
          "88.5",
          "",
          ""};
}

Slots Show(const std::vector<std::string>& claims, const std::vector<uint32_t>& tags) {
  const std::vector<v1::ClaimSlot> slots = DiscloseClaims(claims, tags);
  return Slots(slots.begin(), slots.end());
}

class ClaimsTest : public ::testing::Test {
 protected:
  absl::StatusOr<std::vector<ShownClaim>> Check(const Slots& slots) {
    return CheckClaims(slots, 1, root_);
  }

  std::vector<std::string> claims_ = MakeClaims(Values()).value();
  crypto::Hash root_ = ClaimsRoot(claims_);
};

TEST_F(ClaimsTest, ShowsAnySubset) {
  for (uint32_t mask = 0; mask < 1u << kClaimTags; ++mask) {
    std::vector<uint32_t> tags;
    for (uint32_t tag = 1; tag <= kClaimTags; ++tag) {
      if (mask >> (tag - 1) & 1) tags.push_back(tag);
    }
    const auto shown = Check(Show(claims_, tags));
    ASSERT_THAT(shown, IsOk());
    ASSERT_EQ(shown->size(), tags.size());
    for (size_t i = 0; i < tags.size(); ++i) {
      EXPECT_EQ((*shown)[i].tag, tags[i]);
      EXPECT_EQ((*shown)[i].value, Values()[tags[i] - 1]);
    }
  }
}

TEST_F(ClaimsTest, AbsentValuesAreShownAsEmpty) {
  const auto shown = Check(Show(claims_, {9}));
  ASSERT_THAT(shown, IsOk());
  EXPECT_EQ(shown->at(0).value, "");
}

TEST_F(ClaimsTest, SaltsAreFreshEveryTime) {
  std::set<std::string> salts;
  for (int i = 0; i < 3; ++i) {
    const auto claims = MakeClaims(Values());
    for (const std::string& bytes : claims.value()) {
      salts.insert(DecodeCanonical<v1::Claim>(bytes)->salt());
    }
  }
  EXPECT_EQ(salts.size(), 30u);
}

TEST_F(ClaimsTest, RefusesAnotherPersonsClaim) {
  std::vector<std::string> values = Values();
  values[1] = "虚构乙";
  Slots slots = Show(claims_, {2});
  slots[1].set_claim(MakeClaims(values)->at(1));
  EXPECT_THAT(Check(slots), HasReason(Reason::kClaimsRootDiffers));
}

TEST_F(ClaimsTest, RefusesClaimsInEachOthersPlaces) {
  Slots slots = Show(claims_, {7, 8});
  slots.SwapElements(6, 7);
  EXPECT_THAT(Check(slots), HasReason(Reason::kClaimMisplaced));
  slots = Show(claims_, {});
  slots.SwapElements(6, 7);
  EXPECT_THAT(Check(slots), HasReason(Reason::kClaimsRootDiffers));
}

TEST_F(ClaimsTest, RefusesTooFewAndTooManySlots) {
  Slots slots = Show(claims_, {2});
  slots.RemoveLast();
  EXPECT_THAT(Check(slots), HasReason(Reason::kClaimMisplaced));
  EXPECT_THAT(Check(Slots()), HasReason(Reason::kClaimMisplaced));
  slots = Show(claims_, {2});
  slots.Add()->set_hash(crypto::Hash().str());
  EXPECT_THAT(Check(slots), HasReason(Reason::kClaimMisplaced));
}

TEST_F(ClaimsTest, RefusesMalformedClaims) {
  Slots slots = Show(claims_, {2});
  slots[1].mutable_claim()->pop_back();
  EXPECT_THAT(Check(slots), HasReason(Reason::kNotCanonical));
  slots[1].Clear();
  EXPECT_THAT(Check(slots), HasReason(Reason::kFieldMissing));
  slots[1].set_hash("short");
  EXPECT_THAT(Check(slots), HasReason(Reason::kFieldOutOfRange));
}

// A root over values that nobody may print: checked again when they are shown.
TEST_F(ClaimsTest, RefusesHiddenCharactersInShownValues) {
  v1::Claim claim;
  claim.set_tag(2);
  claim.set_salt(std::string(16, 's'));
  claim.set_value("甲\xe2\x80\xae");
  claims_[1] = claim.SerializeAsString();
  root_ = ClaimsRoot(claims_);
  EXPECT_THAT(Check(Show(claims_, {2})), HasReason(Reason::kFieldOutOfRange));
  EXPECT_THAT(Check(Show(claims_, {1, 3})), IsOk());
}

TEST_F(ClaimsTest, MakeRefusesValuesOutsideTheirTagsCharset) {
  const std::string long_text(257, 'a');
  const std::vector<std::string> bad = {"y0000", long_text, "2A1", "9900 00", "short",
                                        " a",    "a\nb",    "\t",  long_text, "number"};
  for (size_t i = 0; i < bad.size(); ++i) {
    std::vector<std::string> values = Values();
    values[i] = bad[i];
    EXPECT_THAT(MakeClaims(values), HasReason(Reason::kFieldOutOfRange)) << i;
  }
  EXPECT_THAT(MakeClaims({}), HasReason(Reason::kFieldOutOfRange));
}

TEST_F(ClaimsTest, KnowsOneDocumentVersion) {
  EXPECT_EQ(ClaimCount(1).value(), 10u);
  EXPECT_THAT(ClaimCount(0), HasReason(Reason::kFieldOutOfRange));
  EXPECT_THAT(CheckClaims(Show(claims_, {}), 2, root_), HasReason(Reason::kFieldOutOfRange));
}

}  // namespace
}  // namespace linkcert::proto
