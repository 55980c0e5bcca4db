#include "proto/certificate_leaf.h"

#include "proto/canonical.h"
#include "tests/testing/reason_matcher.h"

namespace linkcert::proto {
namespace {

using ::linkcert::testing::HasReason;
using ::linkcert::testing::IsOk;

const std::string kBatch(16, 'b');

TEST(CertificateLeafTest, EncodesAsProtobufDoes) {
  for (uint32_t position : {0u, 1u, 127u, 128u, 9999u}) {
    v1::CertificateLeaf leaf;
    leaf.set_batch(kBatch);
    leaf.set_position(position);
    leaf.set_claims_root(crypto::Sha256("claims").str());
    EXPECT_EQ(EncodeLeaf(kBatch, position, crypto::Sha256("claims")), leaf.SerializeAsString());
  }
}

TEST(CertificateLeafTest, RoundTrips) {
  const absl::StatusOr<v1::CertificateLeaf> leaf =
      DecodeLeaf(EncodeLeaf(kBatch, 7, crypto::Sha256("claims")));
  ASSERT_THAT(leaf, IsOk());
  EXPECT_EQ(leaf->batch(), kBatch);
  EXPECT_EQ(leaf->position(), 7u);
  EXPECT_EQ(leaf->claims_root(), crypto::Sha256("claims").str());
}

TEST(CertificateLeafTest, KeepsLinks) {
  v1::CertificateLeaf leaf = *DecodeLeaf(EncodeLeaf(kBatch, 7, crypto::Hash()));
  leaf.set_supersedes(12);
  leaf.set_companion(UINT64_MAX);
  const absl::StatusOr<v1::CertificateLeaf> decoded = DecodeLeaf(leaf.SerializeAsString());
  ASSERT_THAT(decoded, IsOk());
  EXPECT_EQ(decoded->supersedes(), 12u);
  EXPECT_EQ(decoded->companion(), UINT64_MAX);
}

TEST(CertificateLeafTest, RefusesPositionsBeyondTheLargestBatch) {
  EXPECT_THAT(DecodeLeaf(EncodeLeaf(kBatch, 10000, crypto::Hash())),
              HasReason(Reason::kFieldOutOfRange));
}

TEST(CertificateLeafTest, IndexFollowsFromTheBatch) { EXPECT_EQ(LeafIndex(41, 3), 45u); }

}  // namespace
}  // namespace linkcert::proto
