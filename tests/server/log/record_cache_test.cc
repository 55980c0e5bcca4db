#include "server/log/record_cache.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace linkcert::server {
namespace {

rules::RecordPtr Quota(uint64_t used) {
  auto record = std::make_shared<rules::Record>();
  record->mutable_quota_use()->set_used(used);
  return record;
}

TEST(RecordCacheTest, RemembersWhatAReaderFound) {
  RecordCache cache(5);
  EXPECT_EQ(cache.Find(5, "a"), nullptr);
  const rules::RecordPtr record = Quota(1);
  cache.Remember(5, "a", record);
  EXPECT_EQ(cache.Find(5, "a"), record);
}

TEST(RecordCacheTest, KeepsRecordsThatDidNotChange) {
  RecordCache cache(5);
  const rules::RecordPtr record = Quota(1);
  cache.Remember(5, "a", record);
  cache.Grow(9, {{"b", Quota(2)}});
  EXPECT_EQ(cache.Find(9, "a"), record);
  EXPECT_EQ(cache.Find(5, "a"), record);
}

TEST(RecordCacheTest, ReaderOfAnOlderLogNeverSeesANewerRecord) {
  RecordCache cache(5);
  cache.Remember(5, "a", Quota(1));
  const rules::RecordPtr newer = Quota(2);
  cache.Grow(9, {{"a", newer}});
  EXPECT_EQ(cache.Find(9, "a"), newer);
  EXPECT_EQ(cache.Find(5, "a"), nullptr);
}

TEST(RecordCacheTest, LateReaderDoesNotBringAnOldRecordBack) {
  RecordCache cache(5);
  cache.Grow(9, {});
  cache.Remember(5, "a", Quota(1));
  EXPECT_EQ(cache.Find(9, "a"), nullptr);
}

TEST(RecordCacheTest, ForgetsWhatNobodyAsksFor) {
  RecordCache cache(1, 1000);
  cache.Remember(1, "kept", Quota(1));
  cache.Remember(1, "forgotten", Quota(1));
  for (int i = 0; i < 1000; ++i) {
    cache.Remember(1, absl::StrCat("other ", i), Quota(2));
    ASSERT_NE(cache.Find(1, "kept"), nullptr);
  }
  EXPECT_EQ(cache.Find(1, "forgotten"), nullptr);
}

}  // namespace
}  // namespace linkcert::server
