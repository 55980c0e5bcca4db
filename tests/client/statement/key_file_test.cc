#include "client/statement/key_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "client/local_file.h"
#include "client/statement/bytes_reference.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace linkcert::client {
namespace {

using linkcert::testing::HasCode;
using linkcert::testing::IsOk;
using linkcert::testing::IsOkAndHolds;
using ::testing::HasSubstr;

mode_t ModeOf(const std::string& path) {
  struct stat facts = {};
  return stat(path.c_str(), &facts) == 0 ? facts.st_mode & 0777 : 0;
}

class KeyFileTest : public ::testing::Test {
 protected:
  std::string File(const std::string& name) { return directory_.file(name); }
  std::string PassphraseFile(const std::string& text, mode_t mode = 0600) {
    const std::string path = File("passphrase");
    EXPECT_THAT(WriteLocalFile(path, text, FileAccess::kPrivate), IsOk());
    EXPECT_EQ(chmod(path.c_str(), mode), 0);
    return path;
  }

  testing::TempDir directory_;
  std::unique_ptr<crypto::Signer> key_ = crypto::GenerateKey(crypto::Algorithm::kP256);
};

TEST_F(KeyFileTest, WrittenKeyReadsBack) {
  ASSERT_THAT(WriteKeyPair(*key_, "secret", File("a.pem")), IsOk());
  const auto read = ReadPrivateKey(File("a.pem"), "secret");
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ((*read)->public_key().id(), key_->public_key().id());
}

TEST_F(KeyFileTest, PrivateKeyIsReadableByItsOwnerOnly) {
  ASSERT_THAT(WriteKeyPair(*key_, "secret", File("a.pem")), IsOk());
  EXPECT_EQ(ModeOf(File("a.pem")), mode_t{0600});
}

TEST_F(KeyFileTest, PublicKeyReadsFromEitherName) {
  ASSERT_THAT(WriteKeyPair(*key_, "secret", File("a.pem")), IsOk());
  for (const char* name : {"a.pem", "a.pem.pub"}) {
    const auto read = ReadPublicKey(File(name));
    ASSERT_THAT(read, IsOk());
    EXPECT_EQ(read->id(), key_->public_key().id());
  }
}

TEST_F(KeyFileTest, WrongPassphraseIsRefusedWithTheFilesName) {
  ASSERT_THAT(WriteKeyPair(*key_, "secret", File("a.pem")), IsOk());
  const auto read = ReadPrivateKey(File("a.pem"), "guess");
  EXPECT_THAT(read, HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(std::string(read.status().message()), HasSubstr("a.pem"));
}

TEST_F(KeyFileTest, ExistingKeyIsNeverReplaced) {
  ASSERT_THAT(WriteKeyPair(*key_, "secret", File("a.pem")), IsOk());
  const auto other = crypto::GenerateKey(crypto::Algorithm::kEd25519);
  EXPECT_THAT(WriteKeyPair(*other, "secret", File("a.pem")),
              HasCode(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(ReadPrivateKey(File("a.pem"), "secret"), IsOk());
}

TEST_F(KeyFileTest, EmptyPassphraseIsRefused) {
  EXPECT_THAT(WriteKeyPair(*key_, "", File("a.pem")), HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(ModeOf(File("a.pem")), mode_t{0});
}

TEST_F(KeyFileTest, PublicKeyFileIsNoPrivateKey) {
  ASSERT_THAT(WriteKeyPair(*key_, "secret", File("a.pem")), IsOk());
  EXPECT_THAT(ReadPrivateKey(File("a.pem.pub"), "secret"),
              HasCode(absl::StatusCode::kInvalidArgument));
}

TEST_F(KeyFileTest, PassphraseIsTheFirstLineOfAFile) {
  EXPECT_THAT(ReadPassphrase(PassphraseFile("one two\r\nrest")), IsOkAndHolds("one two"));
}

TEST_F(KeyFileTest, PassphraseFileThatOthersMayReadIsRefused) {
  EXPECT_THAT(ReadPassphrase(PassphraseFile("secret", 0644)),
              HasCode(absl::StatusCode::kPermissionDenied));
}

TEST_F(KeyFileTest, EmptyPassphraseFileIsRefused) {
  EXPECT_THAT(ReadPassphrase(PassphraseFile("\nsecond")),
              HasCode(absl::StatusCode::kInvalidArgument));
}

TEST_F(KeyFileTest, PassphraseComesFromTheEnvironmentWithoutAFile) {
  setenv(kPassphraseVariable, "from outside", 1);
  EXPECT_THAT(ReadPassphrase(""), IsOkAndHolds("from outside"));
  unsetenv(kPassphraseVariable);
  EXPECT_THAT(ReadPassphrase(""), HasCode(absl::StatusCode::kInvalidArgument));
}

TEST_F(KeyFileTest, ReferencesResolveToTheKey) {
  ASSERT_THAT(WriteKeyPair(*key_, "secret", File("a.pem")), IsOk());
  const auto spki = ResolveReference("public-key:a.pem.pub", directory_.path());
  const auto id = ResolveReference("key-id:a.pem", directory_.path());
  ASSERT_THAT(spki, IsOk());
  ASSERT_THAT(id, IsOk());
  EXPECT_EQ(**spki, key_->public_key().spki());
  EXPECT_EQ(**id, key_->public_key().id().str());
}

TEST_F(KeyFileTest, OtherReferencesResolve) {
  EXPECT_EQ(**ResolveReference("hex:00ff", ""), std::string("\x00\xff", 2));
  EXPECT_EQ(**ResolveReference("base64:AP8=", ""), std::string("\x00\xff", 2));
  EXPECT_EQ((*ResolveReference("random:16", ""))->size(), 16u);
  EXPECT_EQ(*ResolveReference("plain text", ""), std::nullopt);
}

TEST_F(KeyFileTest, BrokenReferencesAreRefused) {
  for (const char* text : {"hex:0", "hex:zz", "base64:A", "random:0", "random:65", "random:x"}) {
    EXPECT_THAT(ResolveReference(text, ""), HasCode(absl::StatusCode::kInvalidArgument)) << text;
  }
  EXPECT_THAT(ResolveReference("sha256:missing", directory_.path()),
              HasCode(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace linkcert::client
