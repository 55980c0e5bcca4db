// Keys that took the place of others, and logs that went on under a new name.
#include "crypto/checkpoint.h"
#include "crypto/merkle.h"
#include "crypto/note.h"
#include "crypto/note_key.h"
#include "tests/client/client_fixture.h"

namespace linkcert::client {
namespace {

using Keys = std::vector<std::string>;

class VerifyRotationTest : public ClientTest {
 protected:
  static constexpr char kNewOrigin[] = "example.invalid/linkcert-test-2";

  uint64_t Force(const v1::Statement& statement, const Keys& keys) {
    return log_.Force({.envelope = world_.Sign(statement, keys), .leaves = {}, .claims = {}});
  }
  v1::Statement RotateKey(const std::string& old_key, const std::string& new_key) {
    v1::Statement statement = world_.New();
    v1::RotateKey& act = *statement.mutable_rotate_key();
    act.set_old_key(world_.Key(old_key).public_key().id().str());
    act.set_new_public_key(world_.Spki(new_key));
    return statement;
  }
  v1::Statement BeginEpoch(const std::string& log_key = "log-2") {
    v1::Statement statement = world_.New();
    v1::BeginEpoch& act = *statement.mutable_begin_epoch();
    act.set_origin(kNewOrigin);
    act.set_log_key(world_.Spki(log_key));
    act.set_previous_checkpoint(*log_.Checkpoint());
    act.set_kept_entries(log_.entries().size());
    return statement;
  }

  // The file of certificate 0 of a batch by these keys; `entries` go where keys stand.
  v1::CertificateFile FileOf(const Keys& signers, const std::vector<uint64_t>& issuer_keys,
                             const std::vector<uint64_t>& authority_keys = {}) {
    const testing::Unit unit = Batch([](auto&) {}, 101, signers);
    const uint64_t batch = log_.Force(unit);
    v1::CertificateFile file = Message();
    *file.mutable_batch() = log_.Logged(batch);
    file.set_leaf(unit.leaves[0]);
    std::vector<crypto::Hash> hashes;
    for (const std::string& leaf : unit.leaves) hashes.push_back(crypto::HashLeaf(leaf));
    file.clear_leaf_path();
    const auto path = crypto::InclusionPath(0, hashes.size(), crypto::NodesOf(hashes));
    for (const crypto::Hash& hash : *path) file.add_leaf_path(hash.str());
    file.clear_claims();
    for (v1::ClaimSlot& slot : proto::DiscloseClaims(unit.claims[0], {})) {
      *file.add_claims() = std::move(slot);
    }
    file.clear_issuer_keys();
    for (uint64_t key : issuer_keys) *file.add_issuer_keys() = log_.Logged(key);
    for (uint64_t key : authority_keys) *file.add_authority_keys() = log_.Logged(key);
    return file;
  }
  // With the same tree, signed as another log.
  std::string SignedBy(v1::CertificateFile file, const std::string& origin,
                       const std::string& key) {
    const auto note = crypto::ParseNote(file.checkpoint());
    crypto::Checkpoint checkpoint = *crypto::ParseCheckpoint(note->text);
    checkpoint.origin = origin;
    file.set_checkpoint(*crypto::SignCheckpoint(checkpoint, world_.Key(key)));
    return file.SerializeAsString();
  }
  std::string OutcomeUnder(const std::string& file, const std::string& key) {
    const auto log = crypto::NoteKey::Create(kNewOrigin, crypto::NoteAlgorithm::kEd25519,
                                             world_.Key(key).public_key());
    const auto policy =
        crypto::TlogPolicy::Parse(absl::StrCat("log ", log->vkey(), "\nquorum none\n"));
    return Outcome(Verify(file, {.policy = *policy, .genesis = log_.Trust().genesis}));
  }
  // A file that goes through one epoch, signed by the log of it.
  std::string EpochFile(const v1::Statement& epoch, const Keys& signers,
                        const std::string& log_key = "log-2") {
    const uint64_t index = Force(epoch, signers);
    v1::CertificateFile file = Message();
    file.clear_epochs();
    *file.add_epochs() = log_.Logged(index);
    return SignedBy(std::move(file), kNewOrigin, log_key);
  }

  uint64_t Key(const std::string& name) { return log_.EntryOfKey(name); }
  const std::string rotated_ = leader_ + ".b";  // of the same person
};

TEST_F(VerifyRotationTest, KeyThatTookThePlaceOfAnotherSigns) {
  const uint64_t rotation = Force(RotateKey(leader_, rotated_), {"authority-1", leader_, rotated_});
  EXPECT_EQ(OutcomeOf(FileOf({rotated_, leader2_}, {Key(leader_), Key(leader2_), rotation})),
            "VALID");
}

TEST_F(VerifyRotationTest, LostKeyNeedNotSign) {
  const uint64_t rotation = Force(RotateKey(leader_, rotated_), {"authority-1", rotated_});
  EXPECT_EQ(OutcomeOf(FileOf({rotated_, leader2_}, {Key(leader_), Key(leader2_), rotation})),
            "VALID");
}

TEST_F(VerifyRotationTest, RotationWithoutTheAuthorityOrTheNewKeyIsRefused) {
  const std::pair<Keys, const char*> kCases[] = {
      {{leader_, rotated_}, "INVALID ISSUER_KEYS SIGNER_MISSING"},
      {{"authority-1", leader_}, "INVALID ISSUER_KEYS SIGNER_MISSING"},
      {{"authority-1", leader2_, rotated_}, "INVALID ISSUER_KEYS SIGNER_FOREIGN"}};
  for (const auto& [signers, outcome] : kCases) {
    const uint64_t rotation = Force(RotateKey(leader_, rotated_), signers);
    EXPECT_EQ(OutcomeOf(FileOf({rotated_, leader2_}, {Key(leader_), Key(leader2_), rotation})),
              outcome);
  }
}

TEST_F(VerifyRotationTest, OldKeyMustBeInTheFile) {
  const uint64_t rotation = Force(RotateKey(leader_, rotated_), {"authority-1", rotated_});
  EXPECT_EQ(OutcomeOf(FileOf({rotated_, leader2_}, {Key(leader2_), rotation})),
            "INVALID ISSUER_KEYS KEY_UNKNOWN");
}

TEST_F(VerifyRotationTest, OldKeySignsNothingAfterwards) {
  const uint64_t rotation = Force(RotateKey(leader_, rotated_), {"authority-1", rotated_});
  EXPECT_EQ(OutcomeOf(FileOf({leader_, leader2_}, {Key(leader_), Key(leader2_), rotation})),
            "INVALID BATCH_SIGNATURES SIGNER_KEY_ENDED");
}

TEST_F(VerifyRotationTest, KeyIsReplacedOnce) {
  const uint64_t first = Force(RotateKey(leader_, rotated_), {"authority-1", rotated_});
  const std::string other = leader_ + ".c";
  const uint64_t second = Force(RotateKey(leader_, other), {"authority-1", other});
  EXPECT_EQ(OutcomeOf(FileOf({rotated_, leader2_}, {Key(leader_), Key(leader2_), first, second})),
            "INVALID ISSUER_KEYS KEY_ENDED");
}

TEST_F(VerifyRotationTest, OldAndNewKeyAreOnePerson) {
  const std::string other = leader_ + ".c";
  const uint64_t add = Force(world_.AddKey(testing::kLeader, other, {v1::KEY_PURPOSE_CERTIFICATE}),
                             {"authority-1", other});
  const uint64_t rotation = Force(RotateKey(leader_, rotated_), {"authority-1", rotated_});
  EXPECT_EQ(OutcomeOf(FileOf({rotated_, other}, {Key(leader_), add, rotation})),
            "INVALID BATCH_SIGNATURES TWO_PEOPLE_NEEDED");
}

TEST_F(VerifyRotationTest, KeyThatNeitherSignedNorWasReplacedIsRefused) {
  const uint64_t add =
      Force(world_.AddKey(testing::kLeader, rotated_, {v1::KEY_PURPOSE_CERTIFICATE}),
            {"authority-1", rotated_});
  EXPECT_EQ(OutcomeOf(FileOf({leader_, leader2_}, {Key(leader_), Key(leader2_), add})),
            "INVALID BATCH_SIGNATURES ENTRY_UNEXPECTED");
}

TEST_F(VerifyRotationTest, KeysOutOfOrderAreRefused) {
  v1::CertificateFile file = Message();
  file.mutable_issuer_keys()->SwapElements(0, 1);
  EXPECT_EQ(OutcomeOf(file), "INVALID LOG_ORDER ENTRY_UNEXPECTED");
}

TEST_F(VerifyRotationTest, AuthorityKeyThatTookThePlaceOfAnother) {
  const Keys kTwoPeople = {"authority-1", "authority-2", "authority-1.b"};
  const uint64_t rotation = Force(RotateKey("authority-1", "authority-1.b"), kTwoPeople);
  const std::string added = leader_ + ".c";
  const uint64_t add = Force(world_.AddKey(testing::kLeader, added, {v1::KEY_PURPOSE_CERTIFICATE}),
                             {"authority-1.b", added});
  EXPECT_EQ(OutcomeOf(FileOf({added, leader2_}, {Key(leader2_), add}, {rotation})), "VALID");
  EXPECT_EQ(OutcomeOf(FileOf({added, leader2_}, {Key(leader2_), add})),
            "INVALID ISSUER_KEYS SIGNER_UNKNOWN");
}

TEST_F(VerifyRotationTest, AuthorityKeyNeedsTheThreshold) {
  const uint64_t rotation =
      Force(RotateKey("authority-1", "authority-1.b"), {"authority-2", "authority-1.b"});
  EXPECT_EQ(OutcomeOf(FileOf({leader_, leader2_}, {Key(leader_), Key(leader2_)}, {rotation})),
            "INVALID AUTHORITY_KEYS THRESHOLD_NOT_MET");
}

TEST_F(VerifyRotationTest, LogGoesOnUnderANewName) {
  const std::string file = EpochFile(BeginEpoch(), {"authority-1", "authority-2"});
  EXPECT_EQ(OutcomeUnder(file, "log-2"), "VALID");
  v1::CertificateFile without;
  ASSERT_TRUE(without.ParseFromString(file));
  without.clear_epochs();
  EXPECT_EQ(OutcomeUnder(without.SerializeAsString(), "log-2"), "INVALID GENESIS GENESIS_DIFFERS");
}

TEST_F(VerifyRotationTest, NewestEpochMustNameTheLog) {
  const std::string file = EpochFile(BeginEpoch("log-3"), {"authority-1", "authority-2"});
  EXPECT_EQ(OutcomeUnder(file, "log-2"), "INVALID EPOCHS GENESIS_DIFFERS");
  EXPECT_EQ(OutcomeOf(Message()), "INVALID EPOCHS GENESIS_DIFFERS");  // under the old name
}

TEST_F(VerifyRotationTest, EpochIsTheAuthoritys) {
  EXPECT_EQ(OutcomeUnder(EpochFile(BeginEpoch(), {"authority-1"}), "log-2"),
            "INVALID EPOCHS THRESHOLD_NOT_MET");
  EXPECT_EQ(OutcomeUnder(EpochFile(BeginEpoch(), {leader_, leader2_}), "log-2"),
            "INVALID EPOCHS SIGNER_UNKNOWN");
}

TEST_F(VerifyRotationTest, EpochGoesOnWithTheLogBefore) {
  const std::pair<void (*)(v1::BeginEpoch&), const char*> kCases[] = {
      {[](auto& act) { act.set_kept_entries(act.kept_entries() - 1); }, "EPOCH_INVALID"},
      {[](auto& act) { act.mutable_previous_checkpoint()->back() = 'x'; }, "EPOCH_INVALID"},
      {[](auto& act) { act.set_origin(testing::kOrigin); }, "ORIGIN_REUSED"}};
  for (const auto& [change, reason] : kCases) {
    v1::Statement epoch = BeginEpoch();
    change(*epoch.mutable_begin_epoch());
    EXPECT_EQ(OutcomeUnder(EpochFile(epoch, {"authority-1", "authority-2"}), "log-2"),
              absl::StrCat("INVALID EPOCHS ", reason));
  }
  v1::Statement epoch = BeginEpoch();
  log_.entries().push_back(log_.entries().back());  // one entry more than the checkpoint had
  epoch.mutable_begin_epoch()->set_kept_entries(log_.entries().size());
  EXPECT_EQ(OutcomeUnder(EpochFile(epoch, {"authority-1", "authority-2"}), "log-2"),
            "INVALID EPOCHS EPOCH_INVALID");
}

}  // namespace
}  // namespace linkcert::client
