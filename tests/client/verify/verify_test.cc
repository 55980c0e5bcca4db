// A certificate file verifies alone, and nothing in it can be altered.
#include "client/verify/verify.h"

#include "crypto/checkpoint.h"
#include "crypto/cosignature.h"
#include "crypto/note.h"
#include "tests/client/client_fixture.h"

namespace linkcert::client {
namespace {

using VerifyTest = ClientTest;

TEST_F(VerifyTest, GoodFileIsValidAsOfIssue) {
  const Verification verification = Verify(File(3), log_.Trust());
  EXPECT_EQ(Outcome(verification), "VALID");
  EXPECT_TRUE(verification.as_of_issue);
  EXPECT_EQ(verification.verdict.certificate(), batch_ + 1 + 3);
  EXPECT_EQ(verification.verdict.as_of(), testing::kIssueMs);
  EXPECT_EQ(verification.verdict.facts().issuer(), testing::kLeader);
  EXPECT_EQ(verification.verdict.checks_size(), 20);
  ASSERT_EQ(verification.shown.size(), 3u);
  EXPECT_EQ(verification.shown[0].tag, proto::kNumber);
  EXPECT_EQ(ExitCodeOf(verification), ExitCode::kValid);
}

TEST_F(VerifyTest, EveryByteMatters) {
  const std::string file = File();
  for (size_t i = 0; i < file.size(); ++i) {
    std::string altered = file;
    altered[i] = static_cast<char>(altered[i] ^ (1 << (i % 8)));
    ASSERT_NE(OutcomeOf(altered), "VALID") << "byte " << i;
  }
}

TEST_F(VerifyTest, EveryCutIsRefused) {
  const std::string file = File();
  const Trust trust = log_.Trust();
  for (size_t size = 0; size < file.size(); ++size) {
    const Verification verification = Verify(absl::string_view(file).substr(0, size), trust);
    ASSERT_EQ(verification.verdict.conclusion(), v1::CONCLUSION_INVALID) << size << " bytes";
  }
}

TEST_F(VerifyTest, TooLargeIsRefused) {
  EXPECT_EQ(OutcomeOf(std::string(kMaxCertificateFileBytes + 1, 'x')),
            "INVALID FORMAT MESSAGE_TOO_LARGE");
}

struct Alteration {
  const char* name;
  void (*alter)(v1::CertificateFile&);
  const char* outcome;
};

void Flip(std::string* bytes) { bytes->back() = static_cast<char>(bytes->back() ^ 1); }
constexpr char kInclusion[] = "INVALID LOG_INCLUSION INCLUSION_INVALID";

const Alteration kAlterations[] = {
    {"checkpoint", [](auto& f) { f.mutable_checkpoint()->at(30) ^= 1; },
     "INVALID CHECKPOINT CHECKPOINT_INVALID"},
    {"genesis entry", [](auto& f) { Flip(f.mutable_genesis()->mutable_entry()); }, kInclusion},
    {"genesis index", [](auto& f) { f.mutable_genesis()->set_index(1); }, kInclusion},
    {"genesis path", [](auto& f) { Flip(f.mutable_genesis()->mutable_path(0)); }, kInclusion},
    {"genesis path short", [](auto& f) { f.mutable_genesis()->mutable_path()->RemoveLast(); },
     kInclusion},
    {"authority key", [](auto& f) { Flip(f.mutable_authority_keys(0)->mutable_entry()); },
     kInclusion},
    {"authority key missing", [](auto& f) { f.mutable_authority_keys()->RemoveLast(); },
     "INVALID ACCREDITATION SIGNER_UNKNOWN"},
    {"authority key twice", [](auto& f) { *f.add_authority_keys() = f.authority_keys(1); },
     "INVALID LOG_ORDER ENTRY_UNEXPECTED"},
    {"organisation", [](auto& f) { Flip(f.mutable_organisation()->mutable_entry()); }, kInclusion},
    {"organisation path", [](auto& f) { Flip(f.mutable_organisation()->mutable_path(2)); },
     kInclusion},
    {"organisation missing", [](auto& f) { f.clear_organisation(); },
     "INVALID FORMAT FIELD_MISSING"},
    {"issuer key", [](auto& f) { Flip(f.mutable_issuer_keys(1)->mutable_entry()); }, kInclusion},
    {"issuer key missing", [](auto& f) { f.mutable_issuer_keys()->RemoveLast(); },
     "INVALID BATCH_SIGNATURES SIGNER_UNKNOWN"},
    {"issuer key for authority key", [](auto& f) { *f.add_issuer_keys() = f.authority_keys(0); },
     "INVALID LOG_ORDER ENTRY_UNEXPECTED"},
    {"accreditation", [](auto& f) { Flip(f.mutable_accreditation()->mutable_entry()); },
     kInclusion},
    {"accreditation index",
     [](auto& f) { f.mutable_accreditation()->set_index(f.accreditation().index() + 1); },
     kInclusion},
    {"batch", [](auto& f) { Flip(f.mutable_batch()->mutable_entry()); }, kInclusion},
    {"batch path", [](auto& f) { Flip(f.mutable_batch()->mutable_path(0)); }, kInclusion},
    {"parts exchanged", [](auto& f) { f.mutable_organisation()->Swap(f.mutable_accreditation()); },
     "INVALID ORGANISATION ENTRY_UNEXPECTED"},
    {"leaf", [](auto& f) { Flip(f.mutable_leaf()); }, "INVALID LEAF LEAVES_ROOT_DIFFERS"},
    {"leaf batch", [](auto& f) { f.mutable_leaf()->at(5) ^= 1; }, "INVALID LEAF LEAF_MISPLACED"},
    {"leaf path", [](auto& f) { Flip(f.mutable_leaf_path(1)); },
     "INVALID LEAF LEAVES_ROOT_DIFFERS"},
    {"leaf path long", [](auto& f) { f.add_leaf_path(f.leaf_path(0)); },
     "INVALID LEAF LEAVES_ROOT_DIFFERS"},
    {"claim", [](auto& f) { Flip(f.mutable_claims(0)->mutable_claim()); },
     "INVALID CLAIMS CLAIMS_ROOT_DIFFERS"},
    {"claim hash", [](auto& f) { Flip(f.mutable_claims(3)->mutable_hash()); },
     "INVALID CLAIMS CLAIMS_ROOT_DIFFERS"},
    {"claims exchanged", [](auto& f) { f.mutable_claims()->SwapElements(0, 1); },
     "INVALID CLAIMS CLAIM_MISPLACED"},
    {"claim missing", [](auto& f) { f.mutable_claims()->RemoveLast(); },
     "INVALID CLAIMS CLAIM_MISPLACED"},
    {"status root", [](auto& f) { *f.mutable_status_root() = f.genesis(); },
     "INVALID FORMAT ENTRY_UNEXPECTED"},
    {"status root elsewhere", [](auto& f) { f.mutable_status_root()->set_entry("x"); }, kInclusion},
    {"status proof", [](auto& f) { f.add_status()->set_key(7); },
     "UNKNOWN STATUS_ROOT EVIDENCE_MISSING"},
    {"certificate status", [](auto& f) { f.mutable_certificate_status()->set_key(7); },
     "UNKNOWN STATUS EVIDENCE_MISSING"},
    {"epoch", [](auto& f) { *f.add_epochs() = f.organisation(); },
     "INVALID LOG_ORDER ENTRY_UNEXPECTED"},
    {"original batch", [](auto& f) { *f.mutable_original_batch() = f.batch(); },
     "INVALID LOG_ORDER ENTRY_UNEXPECTED"},
};

TEST_F(VerifyTest, EveryFieldMatters) {
  for (const Alteration& alteration : kAlterations) {
    v1::CertificateFile file = Message();
    alteration.alter(file);
    EXPECT_EQ(OutcomeOf(file), alteration.outcome) << alteration.name;
  }
}

// Evidence is remembered by the bytes it was made of: no altered part may borrow a good one's.
TEST_F(VerifyTest, AlteredSharedPartsAreNotTakenForCheckedOnes) {
  for (const Alteration& alteration : kAlterations) {
    v1::CertificateFile altered = Message();
    alteration.alter(altered);
    Verifier verifier(log_.Trust(), {.now_ms = now_ms_});
    EXPECT_EQ(Outcome(verifier.Verify(File())), "VALID");
    EXPECT_EQ(Outcome(verifier.Verify(altered.SerializeAsString())), alteration.outcome)
        << alteration.name;
    EXPECT_EQ(Outcome(verifier.Verify(File())), "VALID") << alteration.name;
  }
}

TEST_F(VerifyTest, CheckpointInsideTheBatchIsRefused) {
  log_.entries().resize(batch_ + 1 + 6);
  EXPECT_EQ(OutcomeOf(File()), "INVALID LOG_ORDER INCLUSION_INVALID");
}

TEST_F(VerifyTest, UnknownFieldIsANewerFormat) {
  EXPECT_EQ(OutcomeOf(File() + "\x98\x06\x01"), "UNKNOWN FORMAT NEWER_FORMAT");  // field 99
}

TEST_F(VerifyTest, PiecesOfTwoFilesDoNotMix) {
  v1::CertificateFile mixed = Message(0);
  const v1::CertificateFile other = Message(1);
  *mixed.mutable_claims() = other.claims();
  EXPECT_EQ(OutcomeOf(mixed), "INVALID CLAIMS CLAIMS_ROOT_DIFFERS");
  mixed = Message(0);
  mixed.set_leaf(other.leaf());
  EXPECT_EQ(OutcomeOf(mixed), "INVALID LEAF LEAVES_ROOT_DIFFERS");
}

TEST_F(VerifyTest, PiecesOfTwoBatchesDoNotMix) {
  const uint64_t first_batch = batch_;
  v1::CertificateFile mixed = Message(0);
  unit_ = Batch([](v1::IssueBatch&) {}, 101);
  batch_ = log_.Submit(unit_);
  *mixed.mutable_batch() = Message(0).batch();
  EXPECT_EQ(OutcomeOf(mixed), kInclusion);  // of another checkpoint
  mixed = Message(0);
  *mixed.mutable_batch() = log_.Logged(first_batch);
  EXPECT_EQ(OutcomeOf(mixed), "INVALID LEAF LEAF_MISPLACED");
}

TEST_F(VerifyTest, ProofFromAnotherLogIsRefused) {
  testing::World elsewhere("example.invalid/elsewhere");
  testing::MemoryLog other(elsewhere, "example.invalid/elsewhere");
  EXPECT_EQ(Outcome(Verify(File(), other.Trust())), "INVALID CHECKPOINT CHECKPOINT_INVALID");
}

TEST_F(VerifyTest, AnotherRegistryIsRefused) {
  Trust trust = log_.Trust();
  trust.genesis = crypto::Sha256("another registry");
  EXPECT_EQ(Outcome(Verify(File(), trust)), "INVALID GENESIS GENESIS_DIFFERS");
}

TEST_F(VerifyTest, TrustedLogThatGenesisDoesNotNameIsRefused) {
  const auto note = crypto::ParseNote(*log_.Checkpoint());
  crypto::Checkpoint copied = *crypto::ParseCheckpoint(note->text);
  copied.origin = "example.invalid/copy";
  v1::CertificateFile file = Message();
  file.set_checkpoint(*crypto::SignCheckpoint(copied, world_.Key("log")));
  testing::MemoryLog copy(world_, copied.origin);
  EXPECT_EQ(Outcome(Verify(file.SerializeAsString(), copy.Trust())),
            "INVALID GENESIS GENESIS_DIFFERS");
}

TEST_F(VerifyTest, SharedPartsAreCheckedOnceWithTheSameAnswer) {
  Verifier verifier(log_.Trust(), {.now_ms = now_ms_});
  for (uint32_t position = 0; position < 7; ++position) {
    const Verification verification = verifier.Verify(File(position));
    EXPECT_EQ(RenderJson("x", verification), RenderJson("x", Verify(File(position), log_.Trust())));
  }
  v1::CertificateFile bad = Message(2);
  Flip(bad.mutable_leaf());
  EXPECT_EQ(Outcome(verifier.Verify(bad.SerializeAsString())), "INVALID LEAF LEAVES_ROOT_DIFFERS");
}

}  // namespace
}  // namespace linkcert::client
