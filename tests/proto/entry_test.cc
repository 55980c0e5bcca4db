#include "proto/entry.h"

#include "proto/canonical.h"
#include "proto/statement.h"
#include "tests/testing/reason_matcher.h"

namespace linkcert::proto {
namespace {

using ::linkcert::testing::HasReason;
using ::linkcert::testing::IsOk;

constexpr LogTime kTime = 1778810400000;

TEST(EntryTest, EncodesAsProtobufDoes) {
  v1::LogEntry entry;
  entry.set_logged_at(kTime);
  entry.set_signed_statement("envelope");
  EXPECT_EQ(EncodeStatementEntry(kTime, "envelope").value(), entry.SerializeAsString());
  entry.set_certificate_leaf("leaf");
  EXPECT_EQ(EncodeLeafEntry(kTime, "leaf"), entry.SerializeAsString());
  entry.mutable_status_root()->set_root(std::string(32, 'r'));
  EXPECT_EQ(EncodeStatusRootEntry(kTime, std::string(32, 'r')), entry.SerializeAsString());
}

TEST(EntryTest, RoundTrips) {
  const absl::StatusOr<v1::LogEntry> entry =
      DecodeEntry(EncodeStatusRootEntry(kTime, std::string(32, 'r')));
  ASSERT_THAT(entry, IsOk());
  EXPECT_EQ(entry->logged_at(), kTime);
  EXPECT_EQ(entry->status_root().root(), std::string(32, 'r'));
}

TEST(EntryTest, LargestEnvelopeFitsATile) {
  const std::string largest(kMaxEnvelopeSizeBytes, 'e');
  const absl::StatusOr<std::string> entry = EncodeStatementEntry(253402300799999, largest);
  ASSERT_THAT(entry, IsOk());
  EXPECT_LE(entry->size(), kMaxEntrySizeBytes);
  EXPECT_THAT(DecodeEntry(*entry), IsOk());
  EXPECT_THAT(EncodeStatementEntry(kTime, largest + 'e'), HasReason(Reason::kEntryTooLarge));
}

TEST(EntryTest, RefusesWhatIsTooLargeOrTooLate) {
  EXPECT_THAT(DecodeEntry(std::string(65536, 'e')), HasReason(Reason::kEntryTooLarge));
  EXPECT_THAT(DecodeEntry(EncodeLeafEntry(253402300800000, "leaf")),
              HasReason(Reason::kFieldOutOfRange));
  EXPECT_THAT(DecodeEntry(EncodeLeafEntry(0, "leaf")), HasReason(Reason::kNotCanonical));
}

}  // namespace
}  // namespace linkcert::proto
