#include "crypto/hash.h"

#include <gtest/gtest.h>

#include "tests/testing/bytes.h"
#include "tests/testing/status_matchers.h"

namespace linkcert::crypto {
namespace {

using testing::HasCode;
using testing::IsOkAndHolds;

// FIPS 180-4 example.
constexpr char kAbcHex[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

TEST(HashTest, Sha256OfKnownTexts) {
  EXPECT_EQ(Sha256("abc").ToHex(), kAbcHex);
  EXPECT_EQ(Sha256("a", "bc").ToHex(), kAbcHex);
  EXPECT_EQ(EmptyRoot().ToHex(),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(HashTest, LeavesAndNodesAreKeptApart) {
  const Hash a = HashLeaf("a");
  const Hash b = HashLeaf("b");
  EXPECT_EQ(a, Sha256(absl::string_view("\0a", 2)));
  EXPECT_EQ(HashNode(a, b), Sha256("\x01" + a.str() + b.str()));
  EXPECT_NE(HashNode(a, b), HashLeaf(a.str() + b.str()));
}

TEST(HashTest, HexRoundTripInEitherCase) {
  const Hash hash = Sha256("abc");
  EXPECT_THAT(Hash::FromHex(kAbcHex), IsOkAndHolds(hash));
  EXPECT_THAT(Hash::FromHex("BA7816BF8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
              IsOkAndHolds(hash));
  EXPECT_THAT(Hash::FromBytes(hash.view()), IsOkAndHolds(hash));
}

TEST(HashTest, RefusesOtherLengthsAndDigits) {
  const std::string hex = kAbcHex;
  for (const std::string& text : {std::string(), hex.substr(1), hex + "0", "g" + hex.substr(1),
                                  " " + hex.substr(1), "0x" + hex.substr(2)}) {
    EXPECT_THAT(Hash::FromHex(text), HasCode(absl::StatusCode::kInvalidArgument)) << text;
  }
  EXPECT_THAT(Hash::FromBytes("short"), HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Hash::FromBytes(std::string(33, 'x')), HasCode(absl::StatusCode::kInvalidArgument));
}

TEST(HashTest, RandomBytesHaveTheirLengthAndDiffer) {
  for (const size_t count : {0, 1, 16, 3 << 20}) EXPECT_EQ(RandomBytes(count).size(), count);
  EXPECT_NE(RandomBytes(16), RandomBytes(16));
  EXPECT_NE(RandomBytes(3 << 20).substr((3 << 20) - 16), std::string(16, '\0'));
}

}  // namespace
}  // namespace linkcert::crypto
