// A new name and key for the log (R01).
#include "crypto/checkpoint.h"
#include "tests/rules/rules_fixture.h"
#include "tests/testing/world_standing.h"

namespace linkcert::rules {
namespace {

using testing::BeginEpoch;
using testing::RotateLogKey;

constexpr char kNext[] = "example.invalid/linkcert-test-2";

class EpochsTest : public FoundedTest {
 protected:
  std::string Rotate(const std::string& origin, const std::string& key) {
    return Outcome(RotateLogKey(world_, origin, key), all_);
  }
  // With one thing changed.
  std::string Begin(const std::function<void(v1::BeginEpoch&)>& change = [](v1::BeginEpoch&) {}) {
    v1::Statement begin = BeginEpoch(world_, kNext, "log-2", book_.entries().size());
    change(*begin.mutable_begin_epoch());
    return Outcome(begin, all_);
  }
  std::string Checkpoint(const std::string& origin, const std::string& key, uint64_t size) {
    return *crypto::SignCheckpoint(
        {.origin = origin, .size = size, .root = crypto::Sha256("any root")}, world_.Key(key));
  }

  const std::vector<std::string> all_ = {"authority-1", "authority-2"};
};

TEST_F(EpochsTest, RotationNeedsANewKeyAndANewName) {
  EXPECT_EQ(Outcome(RotateLogKey(world_, kNext, "log-2"), {"authority-1"}), "THRESHOLD_NOT_MET");
  EXPECT_EQ(Outcome(RotateLogKey(world_, kNext, "log-2"), {leader_}), "SIGNER_FOREIGN");
  EXPECT_EQ(Rotate(testing::kOrigin, "log-2"), "ORIGIN_REUSED");
  EXPECT_EQ(Rotate(kNext, "log"), "KEY_IS_LOG_KEY");
  EXPECT_EQ(Rotate(kNext, "authority-1"), "KEY_IS_LOG_KEY");
  v1::Statement malformed = RotateLogKey(world_, kNext, "log-2");
  malformed.mutable_rotate_log_key()->set_new_log_key(std::string(44, 'k'));
  EXPECT_EQ(Outcome(malformed, all_), "KEY_ENCODING");
  EXPECT_EQ(Rotate(kNext, "log-2"), "ADMITTED");
}

TEST_F(EpochsTest, AnnouncedRotationEndsTheLog) {
  EXPECT_EQ(Rotate(kNext, "log-2"), "ADMITTED");
  EXPECT_EQ(Outcome(world_.RegisterAssessor(9), {"authority-1"}), "LOG_ENDED");
  EXPECT_EQ(Rotate("example.invalid/another", "log-3"), "LOG_ENDED");
  book_.LogStatusRoot();  // a StatusRoot may still follow
  EXPECT_EQ(Begin(), "ADMITTED");
  EXPECT_EQ(Outcome(world_.RegisterAssessor(9), {"authority-1"}), "ADMITTED");
}

TEST_F(EpochsTest, EpochIsTheOneAnnounced) {
  EXPECT_EQ(Rotate(kNext, "log-2"), "ADMITTED");
  EXPECT_EQ(Begin([](auto& b) { b.set_origin("example.invalid/another"); }), "EPOCH_INVALID");
  EXPECT_EQ(Begin([&](auto& b) { b.set_log_key(world_.Spki("log-3")); }), "EPOCH_INVALID");
  EXPECT_EQ(Begin(), "ADMITTED");
}

// After a restore that lost entries: nothing was announced.
TEST_F(EpochsTest, UnannouncedEpochNeedsANewKeyAndANewName) {
  EXPECT_EQ(Begin([](auto& b) { b.set_origin(testing::kOrigin); }), "ORIGIN_REUSED");
  EXPECT_EQ(Begin([&](auto& b) { b.set_log_key(world_.Spki("log")); }), "KEY_IS_LOG_KEY");
  EXPECT_EQ(Begin([&](auto& b) { b.set_log_key(world_.Spki("authority-2")); }), "KEY_IS_LOG_KEY");
  EXPECT_EQ(Begin([](auto& b) { b.set_log_key(std::string(44, 'k')); }), "KEY_ENCODING");
  const uint64_t lost = book_.entries().size() + 5;
  EXPECT_EQ(
      Begin([&](auto& b) { b.set_previous_checkpoint(Checkpoint(testing::kOrigin, "log", lost)); }),
      "ADMITTED");
}

TEST_F(EpochsTest, EpochContinuesThisLog) {
  const uint64_t size = book_.entries().size();
  EXPECT_EQ(Begin([&](auto& b) { b.set_kept_entries(size - 1); }), "EPOCH_INVALID");
  EXPECT_EQ(Begin([&](auto& b) { b.set_kept_entries(size + 1); }), "EPOCH_INVALID");
  for (const std::string& note :
       {std::string("no note"), Checkpoint(testing::kOrigin, "log-2", size),
        Checkpoint(kNext, "log", size), Checkpoint(testing::kOrigin, "log", size - 1)}) {
    EXPECT_EQ(Begin([&](auto& b) { b.set_previous_checkpoint(note); }), "EPOCH_INVALID") << note;
  }
  v1::Statement one = BeginEpoch(world_, kNext, "log-2", size);
  EXPECT_EQ(Outcome(one, {"authority-1"}), "THRESHOLD_NOT_MET");
}

TEST_F(EpochsTest, NextEpochFollowsTheNewest) {
  EXPECT_EQ(Begin(), "ADMITTED");
  const uint64_t size = book_.entries().size();
  const auto third = [&](const std::string& origin, const std::string& key) {
    return Begin([&](auto& b) {
      b.set_origin("example.invalid/third");
      b.set_log_key(world_.Spki("log-3"));
      b.set_previous_checkpoint(Checkpoint(origin, key, size));
    });
  };
  EXPECT_EQ(Begin(), "KEY_IS_LOG_KEY");
  EXPECT_EQ(third(testing::kOrigin, "log"), "EPOCH_INVALID");
  EXPECT_EQ(third(kNext, "log-2"), "ADMITTED");
}

// Keys in two roles: no key of an epoch, past or announced, is ever registered.
TEST_F(EpochsTest, LogKeysOfAllEpochsAreBarred) {
  const auto add = [&](const std::string& key) {
    return Outcome(world_.AddKey(kLeader, key, {v1::KEY_PURPOSE_CERTIFICATE}),
                   {"authority-1", key});
  };
  EXPECT_EQ(Begin(), "ADMITTED");
  EXPECT_EQ(add("log-2"), "KEY_IS_LOG_KEY");
  EXPECT_EQ(add("log"), "KEY_IS_LOG_KEY");
}

// R27: the first act under a new origin may come any time later.
TEST_F(EpochsTest, EpochBeginsWhenItBegins) {
  EXPECT_EQ(Rotate(kNext, "log-2"), "ADMITTED");
  world_.set_now_ms(world_.now_ms() + 24ull * 3600 * 1000);
  crypto::KeyCache keys;
  const uint64_t index = book_.entries().size();
  const std::string begin = world_.Sign(BeginEpoch(world_, kNext, "log-2", index), all_);
  const auto unit = Prepare(begin, {}, book_.state(), keys);
  EXPECT_THAT(Admit(book_.state(), *unit, {.index = index, .logged_at = world_.now_ms()}, keys),
              testing::IsOk());
}

}  // namespace
}  // namespace linkcert::rules
