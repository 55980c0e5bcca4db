// The served registry behind TLS, with an invented authority and callers of all kinds.
#ifndef LINKCERT_TESTS_SERVER_TLS_FIXTURE_H_
#define LINKCERT_TESTS_SERVER_TLS_FIXTURE_H_

#include <grpcpp/generic/generic_stub.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "crypto/certificate_authority.h"
#include "tests/server/live_fixture.h"

namespace linkcert::server {

inline constexpr uint64_t kDayMs = 86'400'000;
// The other side of TLS looks at the real clock.
inline constexpr uint64_t kLongAgoMs = 946'684'800'000;     // 2000
inline constexpr uint64_t kFarAheadMs = 4'102'444'800'000;  // 2100

// An authority over a key of its own.
inline crypto::CertificateAuthority NewAuthority(const std::string& name) {
  return *crypto::CertificateAuthority::Create(name, kLongAgoMs, kFarAheadMs,
                                               crypto::GenerateKey(crypto::Algorithm::kP256));
}

// What a good client certificate of `organisation` says.
inline crypto::CertificateContent ClientContent(const std::string& organisation) {
  return {.common_name = "caller",
          .uris = {absl::StrCat("linkcert:organisation/", organisation)},
          .not_before_ms = kLongAgoMs,
          .not_after_ms = kFarAheadMs};
}

class TlsTest : public LiveTest {
 protected:
  using Shown = std::optional<crypto::CertificateWithKey>;

  void SetUp() override {
    WriteIdentity("localhost");
    WriteFile("ca.pem", authority_.certificate());
    std::filesystem::create_directory(Path("crl"));
    WriteList({});
    grpc_.gate = {.trust = TrustFiles{Path("ca.pem"), Path("crl")}};
    grpc_.tls = {
        .certificate_path = Path("server.pem"), .key_path = Path("key.pem"), .reload_s = 1};
    credentials_ = Showing(std::nullopt);
    LiveTest::SetUp();
    FoundLive();
  }

  std::string Path(const std::string& name) const { return files_.file(name); }
  // Whole or not at all, as an operator should.
  void WriteFile(const std::string& name, const std::string& text) {
    std::ofstream(Path(name + ".new"), std::ios::binary) << text;
    std::filesystem::permissions(Path(name + ".new"), std::filesystem::perms::owner_read |
                                                          std::filesystem::perms::owner_write);
    std::filesystem::rename(Path(name + ".new"), Path(name));
  }
  void WriteIdentity(const std::string& host) {
    const crypto::CertificateWithKey made =
        *authority_.Issue({.common_name = "server",
                           .use = crypto::CertificateUse::kTlsServer,
                           .hosts = {host, "127.0.0.1"},
                           .not_before_ms = kLongAgoMs,
                           .not_after_ms = kFarAheadMs});
    WriteFile("key.pem", made.key);
    WriteFile("server.pem", made.certificate);
  }
  void WriteList(const std::vector<std::string>& revoked) {
    list_ = *authority_.Revoke(list_, revoked, kLongAgoMs, kFarAheadMs);
    WriteFile("crl/" + authority_.ListName(), list_);
  }

  std::shared_ptr<grpc::ChannelCredentials> Showing(const Shown& shown) const {
    grpc::SslCredentialsOptions options{
        .pem_root_certs = authority_.certificate(), .pem_private_key = {}, .pem_cert_chain = {}};
    if (shown.has_value()) {
      options.pem_private_key = shown->key;
      options.pem_cert_chain = shown->certificate;
    }
    return grpc::SslCredentials(options);
  }
  std::shared_ptr<grpc::Channel> ChannelOf(const Shown& shown) const {
    grpc::ChannelArguments own;  // else channels to one address share a connection
    own.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    return grpc::CreateCustomChannel(Address(), Showing(shown), own);
  }
  Shown Of(const std::string& organisation) const {
    return *authority_.Issue(ClientContent(organisation));
  }

  // A call of any shape, by name, with an empty request; whatever answers come are dropped.
  static grpc::Status CallByName(const std::shared_ptr<grpc::Channel>& channel,
                                 const std::string& method) {
    grpc::GenericStub stub(channel);
    grpc::ClientContext context;
    grpc::CompletionQueue queue;
    const auto wait = [&queue] {
      void* tag = nullptr;
      bool ok = false;
      return queue.Next(&tag, &ok) && ok;
    };
    auto call = stub.PrepareCall(&context, method, &queue);
    call->StartCall(nullptr);
    if (wait()) {
      call->WriteLast(grpc::ByteBuffer(nullptr, 0), grpc::WriteOptions(), nullptr);
      wait();
    }
    grpc::ByteBuffer answer;
    do call->Read(&answer, nullptr);
    while (wait());
    grpc::Status status;
    call->Finish(&status, nullptr);
    wait();
    return status;
  }

  testing::TempDir files_;
  const crypto::CertificateAuthority authority_ = NewAuthority("Invented CA");
  std::string list_;  // the newest revocation list
};

}  // namespace linkcert::server

#endif  // LINKCERT_TESTS_SERVER_TLS_FIXTURE_H_
