#include "crypto/big_endian.h"

#include <gtest/gtest.h>

namespace linkcert::crypto {
namespace {

TEST(BigEndianTest, HighestByteFirst) {
  EXPECT_EQ(ToBigEndian(0x0102, 2), "\x01\x02");
  EXPECT_EQ(ToBigEndian(0x01020304, 4), "\x01\x02\x03\x04");
  EXPECT_EQ(FromBigEndian("\x01\x02\x03"), 0x010203u);
  EXPECT_EQ(FromBigEndian(""), 0u);
}

TEST(BigEndianTest, RoundTripAtTheEnds) {
  for (const uint64_t value : {uint64_t{0}, uint64_t{0x80}, uint64_t{1} << 63, UINT64_MAX}) {
    EXPECT_EQ(FromBigEndian(ToBigEndian(value, 8)), value);
  }
}

}  // namespace
}  // namespace linkcert::crypto
