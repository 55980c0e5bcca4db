#include "server/vault/master_keys.h"

#include <stdlib.h>
#include <sys/stat.h>

#include <fstream>

#include "tests/server/vault/vault_fixture.h"

namespace linkcert::server {
namespace {

using linkcert::testing::HasCode;
using linkcert::testing::IsOk;

TEST(MasterKeysTest, FirstWrapsAllUnwrap) {
  const MasterKeys one = KeysOf(MasterKeyText('a'));
  const MasterKeys both = KeysOf("# new\n" + MasterKeyText('b') + "\n" + MasterKeyText('a'));
  EXPECT_NE(both.current().id, one.current().id);
  ASSERT_NE(both.Find(one.current().id), nullptr);
  EXPECT_EQ(both.Find(one.current().id)->key.view(), one.current().key.view());
  EXPECT_EQ(one.Find(both.current().id), nullptr);
}

TEST(MasterKeysTest, OtherTextIsRefusedWithoutRepeatingIt) {
  for (const std::string& text :
       {std::string(), std::string("#only\n"), std::string("secret\n"), MasterKeyText('a') + "00",
        MasterKeyText('a') + MasterKeyText('a'), std::string(64, 'g')}) {
    const auto keys = MasterKeys::Parse(text);
    EXPECT_THAT(keys, HasCode(absl::StatusCode::kInvalidArgument));
    EXPECT_EQ(keys.status().message().find("secret"), absl::string_view::npos);
  }
}

TEST(MasterKeysTest, FileIsItsOwnersAlone) {
  testing::TempDir dir;
  const std::string path = dir.file("master");
  ASSERT_THAT(WriteNewMasterKey(path), IsOk());
  EXPECT_THAT(MasterKeys::Load("file:" + path), IsOk());
  EXPECT_THAT(WriteNewMasterKey(path), HasCode(absl::StatusCode::kAlreadyExists));
  ASSERT_EQ(chmod(path.c_str(), 0640), 0);
  EXPECT_THAT(MasterKeys::Load("file:" + path), HasCode(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(MasterKeys::Load("file:" + dir.file("none")), HasCode(absl::StatusCode::kNotFound));
}

TEST(MasterKeysTest, EnvironmentAndSystemdCredentials) {
  testing::TempDir dir;
  std::ofstream(dir.file("vault-key")) << MasterKeyText('c');
  setenv("LINKCERT_TEST_VAULT_KEY", MasterKeyText('c').c_str(), 1);
  setenv("CREDENTIALS_DIRECTORY", dir.file("").c_str(), 1);
  const auto variable = MasterKeys::Load("env:LINKCERT_TEST_VAULT_KEY");
  const auto credential = MasterKeys::Load("credential:vault-key");
  ASSERT_THAT(variable, IsOk());
  ASSERT_THAT(credential, IsOk());
  EXPECT_EQ(variable->current().id, credential->current().id);
  EXPECT_THAT(MasterKeys::Load("env:LINKCERT_TEST_NONE"), HasCode(absl::StatusCode::kNotFound));
  EXPECT_THAT(MasterKeys::Load("key"), HasCode(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace linkcert::server
