#include "proto/statement.h"

#include <algorithm>

#include "proto/canonical.h"
#include "tests/testing/reason_matcher.h"

namespace linkcert::proto {
namespace {

using ::linkcert::testing::HasReason;
using ::linkcert::testing::IsOk;

class StatementTest : public ::testing::Test {
 protected:
  StatementTest() {
    for (crypto::Algorithm algorithm :
         {crypto::Algorithm::kP256, crypto::Algorithm::kEd25519, crypto::Algorithm::kSm2}) {
      keys_.push_back(crypto::GenerateKey(algorithm));
      signers_.push_back(keys_.back().get());
    }
    statement_.set_registry(std::string(32, 'r'));
    statement_.set_statement_id(std::string(16, 'i'));
    statement_.set_signed_at(1778810400000);
    statement_.mutable_leave_chain()->set_chain("example-chain");
    statement_.mutable_leave_chain()->set_organisation("example-member");
  }

  // The statement's bytes with as many signers as there are keys.
  std::string Bytes() {
    return OpenStatement(SignStatement(statement_, signers_).value())->statement_bytes;
  }

  std::vector<std::unique_ptr<crypto::Signer>> keys_;
  std::vector<const crypto::Signer*> signers_;
  v1::Statement statement_;
};

TEST_F(StatementTest, SignedStatementOpens) {
  const absl::StatusOr<std::string> envelope = SignStatement(statement_, signers_);
  ASSERT_THAT(envelope, IsOk());
  const absl::StatusOr<SealedStatement> opened = OpenStatement(*envelope);
  ASSERT_THAT(opened, IsOk());
  EXPECT_EQ(opened->envelope, *envelope);
  EXPECT_EQ(opened->statement.leave_chain().chain(), "example-chain");
  EXPECT_EQ(opened->digest, crypto::Sha256(opened->statement_bytes));
  EXPECT_TRUE(std::is_sorted(opened->signers.begin(), opened->signers.end()));
}

TEST_F(StatementTest, SignaturesStandInTheOrderOfSigners) {
  const absl::StatusOr<SealedStatement> opened =
      OpenStatement(SignStatement(statement_, signers_).value());
  ASSERT_THAT(opened, IsOk());
  ASSERT_EQ(opened->signers.size(), 3u);
  for (const crypto::Signer* signer : signers_) {
    const auto at =
        std::find(opened->signers.begin(), opened->signers.end(), signer->public_key().id());
    ASSERT_NE(at, opened->signers.end());
    const std::string& signature = opened->signatures[at - opened->signers.begin()];
    EXPECT_THAT(signer->public_key().Verify(SigningInput(opened->statement_bytes), signature),
                IsOk());
  }
}

TEST_F(StatementTest, SigningInputIsDssePae) {
  EXPECT_EQ(SigningInput("abc"), "DSSEv1 46 application/vnd.linkcert.statement.v1+protobuf 3 abc");
}

TEST_F(StatementTest, OneSignatureForEachSigner) {
  const std::string signature(64, 's');
  EXPECT_THAT(SealStatement(Bytes(), {signature, signature, signature}), IsOk());
  EXPECT_THAT(SealStatement(Bytes(), {signature, signature}), HasReason(Reason::kSignatureMissing));
  EXPECT_THAT(SealStatement(Bytes(), {}), HasReason(Reason::kSignatureMissing));
  EXPECT_THAT(SealStatement(Bytes(), {signature, signature, signature, signature}),
              HasReason(Reason::kSignatureExtra));
}

TEST_F(StatementTest, SignaturesHave64Bytes) {
  const std::string good(64, 's');
  for (size_t size : {0, 1, 63, 65, 72, 128}) {
    EXPECT_THAT(SealStatement(Bytes(), {good, std::string(size, 's'), good}),
                HasReason(Reason::kSignatureMalformed))
        << size;
  }
}

TEST_F(StatementTest, SignersAscendAndAreNoneTwice) {
  EXPECT_THAT(SignStatement(statement_, {signers_[0], signers_[0]}),
              HasReason(Reason::kFieldOutOfRange));
  EXPECT_THAT(SignStatement(statement_, {}), HasReason(Reason::kFieldMissing));
  statement_.add_signers(std::string(32, 'b'));
  statement_.add_signers(std::string(32, 'a'));
  EXPECT_THAT(EncodeCanonical(statement_), HasReason(Reason::kFieldOutOfRange));
}

TEST_F(StatementTest, RefusesLargeEnvelopes) {
  EXPECT_THAT(OpenStatement(std::string(kMaxEnvelopeSizeBytes + 1, 's')),
              HasReason(Reason::kMessageTooLarge));
}

TEST_F(StatementTest, RefusesStatementsWithoutAct) {
  statement_.clear_act();
  EXPECT_THAT(SignStatement(statement_, signers_), HasReason(Reason::kFieldMissing));
}

TEST_F(StatementTest, LooksIntoTheStatementBytes) {
  v1::SignedStatement envelope;
  envelope.set_statement(Bytes() + "\xf8\x7f\x01");  // field 2047
  envelope.add_signatures(std::string(64, 's'));
  EXPECT_THAT(OpenStatement(envelope.SerializeAsString()), HasReason(Reason::kNewerFormat));
}

TEST_F(StatementTest, ActsHaveNumbersAndNames) {
  EXPECT_EQ(ActNumber(statement_), 111u);
  EXPECT_EQ(ActName(111), "leave_chain");
  EXPECT_EQ(ActNumber(v1::Statement()), 0u);
  EXPECT_EQ(ActName(4), "");
  EXPECT_EQ(ActName(999), "");
  EXPECT_EQ(ActName(4294967295), "");
}

}  // namespace
}  // namespace linkcert::proto
