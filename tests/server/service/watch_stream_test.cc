// WatchStatus: what happened, then what happens; nothing twice, nothing left out.
#include "server/service/watch_stream.h"

#include "server/service/status_watch.h"
#include "server/service/status_watchers.h"
#include "tests/server/certificate_fixture.h"
#include "tests/testing/world_links.h"
#include "tests/testing/world_standing.h"

namespace linkcert::server {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class WatchStreamTest : public CertificateTest {
 protected:
  // One stream of a client.
  struct Stream {
    std::unique_ptr<grpc::ClientContext> context = std::make_unique<grpc::ClientContext>();
    std::unique_ptr<grpc::ClientReader<v1::WatchStatusResponse>> reader;

    v1::WatchStatusResponse Next() {
      v1::WatchStatusResponse response;
      EXPECT_TRUE(reader->Read(&response));
      return response;
    }
    std::string End() {
      v1::WatchStatusResponse response;
      while (reader->Read(&response)) continue;
      return ReasonOf(reader->Finish());
    }
    std::string Cancel() {
      context->TryCancel();
      return End();
    }
  };

  void SetUp() override {
    CertificateTest::SetUp();
    LearnRoles();
  }
  Stream Watch(const std::vector<uint64_t>& certificates, uint64_t after = 0) {
    v1::WatchStatusRequest request;
    for (uint64_t certificate : certificates) request.add_certificates(certificate);
    request.set_after(after);
    Stream stream;
    stream.reader = verification_->WatchStatus(stream.context.get(), request);
    return stream;
  }
  uint64_t Log(const v1::Statement& act, const std::vector<std::string>& keys) {
    v1::Receipt receipt;
    EXPECT_EQ(ReasonOf(Submit(world_.Sign(act, keys), &receipt)), "OK");
    return receipt.entry().index();
  }
  uint64_t Suspend(uint32_t position) {
    return Log(testing::SuspendCertificates(
                   world_, {{CertificateAt(position), CertificateAt(position + 1)}}),
               {leader_ + "-1"});
  }
  uint64_t Revoke(uint32_t position) {
    return Log(testing::RevokeCertificates(
                   world_, {{CertificateAt(position), CertificateAt(position + 1)}}),
               {leader_ + "-1", leader_ + "-2"});
  }
  // "certificate subject state" of each event.
  static std::vector<std::string> Told(const v1::WatchStatusResponse& response) {
    std::vector<std::string> told;
    for (const v1::StatusEvent& event : response.events()) {
      told.push_back(absl::StrCat(event.certificate(), " ", event.subject(), " ", event.state()));
    }
    return told;
  }
  std::string Event(uint32_t position, v1::StandingState state,
                    v1::StatusSubject subject = v1::STATUS_SUBJECT_CERTIFICATE) const {
    return absl::StrCat(CertificateAt(position), " ", subject, " ", state);
  }

  const std::string leader_ = testing::kLeader;
};

TEST_F(WatchStreamTest, FirstWhatHappenedThenWhatHappens) {
  Suspend(1);
  Stream stream = Watch({CertificateAt(1), CertificateAt(2)});
  v1::WatchStatusResponse response = stream.Next();
  EXPECT_THAT(Told(response), ElementsAre(Event(1, v1::STANDING_STATE_SUSPENDED)));
  EXPECT_EQ(response.covered(), Size() - 1);
  EXPECT_TRUE(response.caught_up());
  const uint64_t entry = Revoke(2);
  response = stream.Next();
  EXPECT_THAT(Told(response), ElementsAre(Event(2, v1::STANDING_STATE_REVOKED)));
  EXPECT_EQ(response.events(0).entry_index(), entry);
  EXPECT_NE(response.events(0).reason(), v1::STATUS_REASON_UNSPECIFIED);
  EXPECT_GT(response.events(0).logged_at(), 0u);
  EXPECT_EQ(stream.Cancel(), "no ErrorInfo: CANCELLED");
}

TEST_F(WatchStreamTest, OthersCertificatesAreNotTold) {
  Stream stream = Watch({CertificateAt(1)});
  stream.Next();
  Revoke(2);
  v1::WatchStatusResponse response = stream.Next();
  EXPECT_THAT(response.events(), IsEmpty());
  EXPECT_EQ(response.covered(), Size() - 1);
  Revoke(1);
  EXPECT_THAT(Told(stream.Next()), ElementsAre(Event(1, v1::STANDING_STATE_REVOKED)));
  stream.Cancel();
}

TEST_F(WatchStreamTest, GoesOnAfterWhatWasCovered) {
  Suspend(1);
  Stream first = Watch({CertificateAt(1)});
  const uint64_t covered = first.Next().covered();
  first.Cancel();
  Revoke(1);
  Stream second = Watch({CertificateAt(1)}, covered);
  EXPECT_THAT(Told(second.Next()), ElementsAre(Event(1, v1::STANDING_STATE_REVOKED)));
  second.Cancel();
}

TEST_F(WatchStreamTest, BatchAndStolenKeysCountForTheirCertificates) {
  const uint64_t at = registry_.log_->Latest()->logged_at;
  Stream stream = Watch({CertificateAt(0), CertificateAt(6)});
  stream.Next();
  Log(testing::DeclareKeyCompromised(world_, leader_ + "-2", at), {"authority-1"});
  EXPECT_THAT(Told(stream.Next()),
              ElementsAre(Event(0, v1::STANDING_STATE_COMPROMISED, v1::STATUS_SUBJECT_KEY),
                          Event(6, v1::STANDING_STATE_COMPROMISED, v1::STATUS_SUBJECT_KEY)));
  const uint64_t finding = Log(testing::RecordFinding(world_), {"authority-1"});
  Log(testing::VoidBatch(world_, receipt_.entry().index(), finding), {"authority-1"});
  EXPECT_THAT(Told(stream.Next()),
              ElementsAre(Event(0, v1::STANDING_STATE_VOIDED, v1::STATUS_SUBJECT_BATCH),
                          Event(6, v1::STANDING_STATE_VOIDED, v1::STATUS_SUBJECT_BATCH)));
  stream.Cancel();
}

// R17: a newer version also hears what becomes of its original batch, and each thing once.
TEST_F(WatchStreamTest, OriginalBatchCountsForNewerVersions) {
  const uint64_t at = registry_.log_->Latest()->logged_at;
  const uint64_t original = receipt_.entry().index();
  const testing::Versions versions = testing::CorrectCertificates(
      world_, original, {testing::HeldOf(unit_, original, 0)}, proto::kName, "虚构改");
  unit_ = testing::SignVersions(world_, versions, {leader_ + "-1", leader_ + "-2"});
  ASSERT_EQ(ReasonOf(Issue(unit_, &receipt_)), "OK");
  Stream stream = Watch({CertificateAt(0)});
  EXPECT_THAT(Told(stream.Next()), IsEmpty());
  Log(testing::VoidBatch(world_, original), {leader_ + "-1", leader_ + "-2"});
  EXPECT_THAT(Told(stream.Next()),
              ElementsAre(Event(0, v1::STANDING_STATE_VOIDED, v1::STATUS_SUBJECT_BATCH)));
  Log(testing::DeclareKeyCompromised(world_, leader_ + "-2", at), {"authority-1"});
  EXPECT_THAT(Told(stream.Next()),
              ElementsAre(Event(0, v1::STANDING_STATE_COMPROMISED, v1::STATUS_SUBJECT_KEY)));
  stream.Cancel();
}

TEST_F(WatchStreamTest, KeyStolenAfterTheBatchDoesNotCount) {
  registry_.clock_.Pass(1000);
  world_.set_now_ms(world_.now_ms() + 1000);
  const uint64_t later = registry_.log_->Latest()->logged_at + 1;
  Log(testing::DeclareKeyCompromised(world_, leader_ + "-2", later), {"authority-1"});
  Stream stream = Watch({CertificateAt(0)});
  EXPECT_THAT(stream.Next().events(), IsEmpty());
  stream.Cancel();
}

TEST_F(WatchStreamTest, WhileNothingChangesItTellsHowFarTheLogIs) {
  Stream stream = Watch({CertificateAt(0)});
  const uint64_t covered = stream.Next().covered();
  ASSERT_EQ(ReasonOf(Submit(Register("first-firm").envelope)), "OK");  // too soon to be told
  registry_.clock_.Pass(kWatchProgressMs);
  ASSERT_EQ(ReasonOf(Submit(Register("second-firm").envelope)), "OK");
  const v1::WatchStatusResponse response = stream.Next();
  EXPECT_THAT(response.events(), IsEmpty());
  EXPECT_EQ(response.covered(), Size() - 1);
  EXPECT_GE(response.covered(), covered + 2);
  stream.Cancel();
}

TEST_F(WatchStreamTest, WhatCannotBeWatchedIsRefused) {
  EXPECT_EQ(Watch({}).End(), "REQUEST_MALFORMED");
  EXPECT_EQ(Watch(std::vector<uint64_t>(kMaxWatchedCertificates + 1, CertificateAt(0))).End(),
            "REQUEST_MALFORMED");
  EXPECT_EQ(Watch({1}).End(), "CERTIFICATE_UNKNOWN");
  EXPECT_EQ(Watch({receipt_.entry().index()}).End(), "CERTIFICATE_UNKNOWN");
  EXPECT_EQ(Watch({1'000'000}).End(), "ENTRY_NOT_LOGGED");
  EXPECT_EQ(Watch({CertificateAt(0)}, Size()).End(), "ENTRY_NOT_LOGGED");
}

TEST_F(WatchStreamTest, SoManyAtOnceAndNoMore) {
  std::vector<Stream> streams(kMaxWatchesOfACaller);
  for (Stream& stream : streams) {
    stream = Watch({CertificateAt(0)});
    stream.Next();
  }
  EXPECT_EQ(Watch({CertificateAt(0)}).End(), "WATCHES_EXCEEDED");
  for (Stream& stream : streams) stream.Cancel();
}

TEST_F(WatchStreamTest, DrainEndsAllStreams) {
  Stream stream = Watch({CertificateAt(0)});
  stream.Next();
  StopServing();
  EXPECT_EQ(stream.End(), "SHUTTING_DOWN");
}

TEST(StatusMessagesTest, WhatSpansMessagesIsNotCoveredBeforeItIsTold) {
  std::vector<v1::StatusEvent> events(kEventsOfAMessage + 1);
  for (v1::StatusEvent& event : events) event.set_entry_index(40);
  const std::vector<v1::WatchStatusResponse> messages = ToMessages(events, 50, 7);
  ASSERT_EQ(messages.size(), 2u);
  EXPECT_EQ(messages[0].covered(), 39u);
  EXPECT_FALSE(messages[0].caught_up());
  EXPECT_EQ(messages[1].covered(), 49u);
  EXPECT_TRUE(messages[1].caught_up());
  EXPECT_EQ(messages[1].as_of(), 7u);
}

}  // namespace
}  // namespace linkcert::server
