#include "client/statement/statement_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/statement/statement_builder.h"
#include "client/statement/statement_view.h"
#include "linkcert/v1/statement_file.pb.h"
#include "proto/statement.h"
#include "tests/testing/reason_matcher.h"
#include "tests/testing/status_matchers.h"

namespace linkcert::client {
namespace {

using linkcert::testing::HasReason;
using linkcert::testing::IsOk;
using proto::Reason;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// A join that two people on two machines sign.
class StatementFileTest : public ::testing::Test {
 protected:
  StatementFileTest() {
    const StatementFrame frame = {std::string(32, 'r'),
                                  {leader_->public_key().id(), member_->public_key().id()},
                                  1780275600000};
    absl::StatusOr<StatementInMaking> built =
        BuildStatement(R"(leave_chain { chain: "abc" organisation: "def" })", "", frame);
    EXPECT_THAT(built, IsOk());
    file_ = built->Encode();
  }

  StatementInMaking Open() { return *StatementInMaking::Decode(file_); }
  void SignOnAnotherMachine(const crypto::Signer& key) {
    StatementInMaking statement = Open();
    EXPECT_THAT(statement.Sign(key), IsOk());
    file_ = statement.Encode();
  }

  std::unique_ptr<crypto::Signer> leader_ = crypto::GenerateKey(crypto::Algorithm::kSm2);
  std::unique_ptr<crypto::Signer> member_ = crypto::GenerateKey(crypto::Algorithm::kEd25519);
  std::unique_ptr<crypto::Signer> stranger_ = crypto::GenerateKey(crypto::Algorithm::kP256);
  std::string file_;
};

TEST_F(StatementFileTest, TwoSignersOnTwoMachinesMakeAnEnvelope) {
  SignOnAnotherMachine(*member_);
  SignOnAnotherMachine(*leader_);
  const absl::StatusOr<std::string> envelope = Open().Seal();
  ASSERT_THAT(envelope, IsOk());
  const auto sealed = proto::OpenStatement(*envelope);
  ASSERT_THAT(sealed, IsOk());
  EXPECT_EQ(sealed->statement_bytes, Open().statement_bytes());
}

TEST_F(StatementFileTest, MissingSignerIsNamed) {
  SignOnAnotherMachine(*member_);
  EXPECT_THAT(Open().Missing(), ElementsAre(leader_->public_key().id()));
  const absl::StatusOr<std::string> envelope = Open().Seal();
  EXPECT_THAT(envelope, HasReason(Reason::kSignatureMissing));
  EXPECT_THAT(std::string(envelope.status().message()),
              HasSubstr(leader_->public_key().id().ToHex()));
}

TEST_F(StatementFileTest, KeyThatIsNoSignerIsRefused) {
  StatementInMaking statement = Open();
  EXPECT_THAT(statement.Sign(*stranger_), HasReason(Reason::kSignerUnknown));
  EXPECT_EQ(statement.Encode(), file_);
}

TEST_F(StatementFileTest, SigningTwiceChangesNothing) {
  SignOnAnotherMachine(*leader_);
  const std::string once = file_;
  SignOnAnotherMachine(*leader_);
  EXPECT_EQ(file_, once);
}

TEST_F(StatementFileTest, StatementAlteredAfterSigningIsRefused) {
  SignOnAnotherMachine(*leader_);
  v1::StatementFile altered;
  ASSERT_TRUE(altered.ParseFromString(file_));
  v1::Statement statement = Open().statement();
  statement.mutable_leave_chain()->set_organisation("ghi");
  altered.set_statement(statement.SerializeAsString());
  EXPECT_THAT(StatementInMaking::Decode(altered.SerializeAsString()),
              HasReason(Reason::kSignatureInvalid));
}

TEST_F(StatementFileTest, NoByteOfASignedFileCanChange) {
  SignOnAnotherMachine(*leader_);
  SignOnAnotherMachine(*member_);
  for (size_t i = 0; i < file_.size(); ++i) {
    std::string changed = file_;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(StatementInMaking::Decode(changed).ok()) << i;
  }
}

TEST_F(StatementFileTest, CutFileIsRefused) {
  SignOnAnotherMachine(*leader_);
  const size_t unsigned_size = 3 + Open().statement_bytes().size();
  for (size_t size = 0; size < file_.size(); ++size) {
    const auto cut = StatementInMaking::Decode(absl::string_view(file_).substr(0, size));
    EXPECT_EQ(cut.ok(), size == unsigned_size + 1) << size;  // the end of the statement field
  }
}

TEST_F(StatementFileTest, ForeignSignatureInTheFileIsRefused) {
  v1::StatementFile file;
  ASSERT_TRUE(file.ParseFromString(file_));
  v1::StatementSignature& added = *file.add_signatures();
  const std::string spki(stranger_->public_key().spki());
  added.set_public_key(spki);
  added.set_signature(*stranger_->Sign(proto::SigningInput(Open().statement_bytes())));
  EXPECT_THAT(StatementInMaking::Decode(file.SerializeAsString()),
              HasReason(Reason::kSignerUnknown));
}

TEST_F(StatementFileTest, ViewSaysWhoSignedAndWhoDidNot) {
  SignOnAnotherMachine(*leader_);
  const std::string view = FormatStatement(Open(), Language::kEnglish);
  EXPECT_THAT(view, HasSubstr("act: leave_chain"));
  EXPECT_THAT(view, HasSubstr("organisation: \"def\""));
  EXPECT_THAT(view, HasSubstr("not yet signed by: " + member_->public_key().id().ToHex()));
  EXPECT_THAT(view, HasSubstr("\nsigned by: " + leader_->public_key().id().ToHex()));
}

}  // namespace
}  // namespace linkcert::client
