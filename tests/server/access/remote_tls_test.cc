// The client's own channel (client/remote) to a registry behind TLS.
#include <fstream>

#include "client/remote/remote.h"
#include "tests/server/tls_fixture.h"

namespace linkcert::server {
namespace {

class RemoteTlsTest : public TlsTest {
 protected:
  void SetUp() override {
    TlsTest::SetUp();
    const Shown shown = Of(testing::kMember);
    WriteFile("client.pem", shown->certificate);
    WriteFile("client-key.pem", shown->key);
  }
  client::RemoteTls Files() const {
    return {.ca_path = Path("ca.pem"),
            .certificate_path = Path("client.pem"),
            .key_path = Path("client-key.pem")};
  }
  absl::Status Reach(const client::RemoteTls& tls) {
    auto remote = client::Remote::Connect({.server = Address(), .tls = tls, .deadline_ms = 2000});
    return remote.ok() ? (*remote)->GetCheckpoint().status() : remote.status();
  }
};

TEST_F(RemoteTlsTest, ReachesTheRegistryWithAndWithoutACertificate) {
  EXPECT_THAT(Reach(Files()), IsOk());
  EXPECT_THAT(Reach({.ca_path = Path("ca.pem")}), IsOk());
}

TEST_F(RemoteTlsTest, ServerMustBeTheOneThatIsMeant) {
  client::RemoteTls tls = Files();
  tls.server_name = "localhost";
  EXPECT_THAT(Reach(tls), IsOk());
  tls.server_name = "another.invalid";
  EXPECT_THAT(Reach(tls), HasCode(absl::StatusCode::kUnavailable));
}

TEST_F(RemoteTlsTest, ServerOfAnotherAuthorityIsNotBelieved) {
  WriteFile("another-ca.pem", NewAuthority("Another CA").certificate());
  client::RemoteTls tls = Files();
  tls.ca_path = Path("another-ca.pem");
  EXPECT_THAT(Reach(tls), HasCode(absl::StatusCode::kUnavailable));
}

TEST_F(RemoteTlsTest, PlaintextIsNotAnswered) {
  EXPECT_THAT(Reach({}), HasCode(absl::StatusCode::kUnavailable));
}

TEST_F(RemoteTlsTest, KeyThatDoesNotBelongIsNamed) {
  client::RemoteTls tls = Files();
  tls.key_path = Path("key.pem");
  const absl::Status status = Reach(tls);
  EXPECT_THAT(status, HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(std::string(status.message()), ::testing::HasSubstr(tls.key_path));
}

}  // namespace
}  // namespace linkcert::server
