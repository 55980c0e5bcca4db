// Each certificate that a caller may show, and what he gets: docs/OPERATIONS.md has the same table.
#include <openssl/ssl.h>

#include <functional>

#include "tests/server/tls_fixture.h"

namespace linkcert::server {
namespace {

constexpr char kProtected[] = "/linkcert.v1.VerificationService/WatchStatus";
constexpr char kPublic[] = "/linkcert.v1.LogService/GetCheckpoint";
// WatchStatus asks for certificates of everybody that it lets in.
constexpr char kAdmitted[] = "REQUEST_MALFORMED";

class TlsMatrixTest : public TlsTest {
 protected:
  std::string ReasonFor(const Shown& shown) {
    return ReasonOf(CallByName(ChannelOf(shown), kProtected));
  }
  // A good certificate but for one thing.
  std::string ReasonWith(const std::function<void(crypto::CertificateContent&)>& change) {
    crypto::CertificateContent content = ClientContent(testing::kMember);
    change(content);
    return ReasonFor(*authority_.Issue(content));
  }
};

TEST_F(TlsMatrixTest, GoodCertificateIsLetIn) {
  EXPECT_EQ(ReasonFor(Of(testing::kMember)), kAdmitted);
}

TEST_F(TlsMatrixTest, NoCertificateNeedsACaller) {
  const grpc::Status status = CallByName(ChannelOf(std::nullopt), kProtected);
  EXPECT_EQ(ReasonOf(status), "CALLER_NEEDED");
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAUTHENTICATED);
}

TEST_F(TlsMatrixTest, SelfSignedIsNotTrusted) {
  EXPECT_EQ(ReasonFor(*crypto::IssueSelfSigned(ClientContent(testing::kMember))),
            "CALLER_CERTIFICATE_UNTRUSTED");
}

TEST_F(TlsMatrixTest, OfAnotherAuthorityOfTheSameNameIsNotTrusted) {
  EXPECT_EQ(ReasonFor(*NewAuthority("Invented CA").Issue(ClientContent(testing::kMember))),
            "CALLER_CERTIFICATE_UNTRUSTED");
}

TEST_F(TlsMatrixTest, OutsideItsDaysIsRefused) {
  const uint64_t now_ms = registry_.clock_.WallMs();
  EXPECT_EQ(ReasonWith([&](auto& c) { c.not_after_ms = now_ms - kDayMs; }),
            "CALLER_CERTIFICATE_EXPIRED");
  EXPECT_EQ(ReasonWith([&](auto& c) { c.not_before_ms = now_ms + kDayMs; }),
            "CALLER_CERTIFICATE_NOT_YET_VALID");
}

TEST_F(TlsMatrixTest, WrongUsageIsRefused) {
  EXPECT_EQ(ReasonWith([](auto& c) { c.use = crypto::CertificateUse::kTlsServer; }),
            "CALLER_CERTIFICATE_USAGE");
}

TEST_F(TlsMatrixTest, UnknownFirmIsRefused) {
  EXPECT_EQ(ReasonFor(Of("xuyou-unknown")), "CALLER_UNKNOWN");
}

TEST_F(TlsMatrixTest, CommonNameNeverCounts) {
  EXPECT_EQ(ReasonWith([](auto& c) {
              c.common_name = c.uris.front();
              c.uris.clear();
            }),
            "CALLER_NAME_MISSING");
}

TEST_F(TlsMatrixTest, ExactlyOneOrganisationIsNamed) {
  const std::string other = absl::StrCat("linkcert:organisation/", testing::kLeader);
  EXPECT_EQ(ReasonWith([&](auto& c) { c.uris.push_back(other); }), "CALLER_NAME_MISSING");
  EXPECT_EQ(ReasonWith([](auto& c) { c.uris.push_back("linkcert:other"); }), "CALLER_NAME_MISSING");
  EXPECT_EQ(ReasonWith([](auto& c) { c.uris = {"linkcert:organisation/"}; }),
            "CALLER_NAME_MISSING");
  EXPECT_EQ(ReasonWith([](auto& c) { c.uris = {"linkcert:organisation/a/b"}; }),
            "CALLER_NAME_MISSING");
  EXPECT_EQ(ReasonWith([](auto& c) { c.uris.push_back("spiffe://firm.invalid/hr"); }), kAdmitted);
}

TEST_F(TlsMatrixTest, OnlyNamesInSubjectAltNameUrisCount) {
  EXPECT_EQ(ReasonWith([](auto& c) {
              c.hosts = c.uris;
              c.uris.clear();
            }),
            "CALLER_NAME_MISSING");
}

TEST_F(TlsMatrixTest, MethodsForEverybodyTakeEverybody) {
  EXPECT_TRUE(CallByName(ChannelOf(std::nullopt), kPublic).ok());
  EXPECT_TRUE(CallByName(ChannelOf(*crypto::IssueSelfSigned(ClientContent("x"))), kPublic).ok());
}

TEST_F(TlsMatrixTest, PlaintextGetsNowhere) {
  const auto channel = grpc::CreateChannel(Address(), grpc::InsecureChannelCredentials());
  EXPECT_EQ(CallByName(channel, kPublic).error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(TlsMatrixTest, ClientThatDoesNotKnowTheAuthorityGetsNowhere) {
  const auto channel = grpc::CreateChannel(
      Address(), grpc::SslCredentials({.pem_root_certs = NewAuthority("Another CA").certificate(),
                                       .pem_private_key = {},
                                       .pem_cert_chain = {}}));
  EXPECT_EQ(CallByName(channel, kPublic).error_code(), grpc::StatusCode::UNAVAILABLE);
}

// Whether a handshake of exactly this version comes to an end.
bool Handshake(const std::string& address, int version) {
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_client_method()),
                                                                  SSL_CTX_free);
  SSL_CTX_set_security_level(context.get(), 0);  // else OpenSSL itself offers nothing below 1.2
  SSL_CTX_set_min_proto_version(context.get(), version);
  SSL_CTX_set_max_proto_version(context.get(), version);
  SSL_CTX_set_alpn_protos(context.get(), reinterpret_cast<const uint8_t*>("\x02h2"), 3);
  const std::unique_ptr<BIO, decltype(&BIO_free_all)> connection(BIO_new_ssl_connect(context.get()),
                                                                 BIO_free_all);
  BIO_set_conn_hostname(connection.get(), address.c_str());
  return BIO_do_handshake(connection.get()) == 1;
}

TEST_F(TlsMatrixTest, TlsBelow1Point2GetsNowhere) {
  EXPECT_FALSE(Handshake(Address(), TLS1_VERSION));
  EXPECT_FALSE(Handshake(Address(), TLS1_1_VERSION));
  EXPECT_TRUE(Handshake(Address(), TLS1_2_VERSION));
  EXPECT_TRUE(Handshake(Address(), TLS1_3_VERSION));
}

TEST_F(TlsMatrixTest, RevocationReachesAnOpenConnection) {
  const Shown shown = Of(testing::kMember);
  const auto channel = ChannelOf(shown);
  EXPECT_EQ(ReasonOf(CallByName(channel, kProtected)), kAdmitted);
  WriteList({shown->certificate});
  EXPECT_EQ(ReasonOf(CallByName(channel, kProtected)), kAdmitted);  // not yet looked at again
  registry_.clock_.Pass(kCertificateLookMs);
  EXPECT_EQ(ReasonOf(CallByName(channel, kProtected)), "CALLER_CERTIFICATE_REVOKED");
}

TEST_F(TlsMatrixTest, RevocationEndsAnOpenStream) {
  const Shown shown = Of(testing::kMember);
  const auto stub = v1::VerificationService::NewStub(ChannelOf(shown));
  grpc::ClientContext context;
  const auto stream = stub->StreamVerify(&context);
  v1::StreamVerifyRequest request;
  request.add_rows();
  v1::StreamVerifyResponse response;
  stream->Write(request);
  ASSERT_TRUE(stream->Read(&response));
  WriteList({shown->certificate});
  registry_.clock_.Pass(kCertificateLookMs);
  stream->Write(request);
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_EQ(ReasonOf(stream->Finish()), "CALLER_CERTIFICATE_REVOKED");
}

TEST_F(TlsMatrixTest, CertificateThatRunsOutEndsAnOpenConnectionsRights) {
  crypto::CertificateContent content = ClientContent(testing::kMember);
  content.not_after_ms = registry_.clock_.WallMs() + kDayMs;
  const auto channel = ChannelOf(*authority_.Issue(content));
  EXPECT_EQ(ReasonOf(CallByName(channel, kProtected)), kAdmitted);
  registry_.clock_.Pass(2 * kDayMs);
  EXPECT_EQ(ReasonOf(CallByName(channel, kProtected)), "CALLER_CERTIFICATE_EXPIRED");
}

TEST_F(TlsMatrixTest, WithoutACurrentListNobodyIsLetIn) {
  std::filesystem::remove(Path("crl/" + authority_.ListName()));
  registry_.clock_.Pass(kCertificateLookMs);
  EXPECT_EQ(ReasonFor(Of(testing::kMember)), "CALLER_REVOCATION_UNKNOWN");
}

TEST_F(TlsMatrixTest, BadFilesLeaveTheOldOnesInForce) {
  WriteFile("ca.pem", "half a file");
  registry_.clock_.Pass(kCertificateLookMs);
  EXPECT_EQ(ReasonFor(Of(testing::kMember)), kAdmitted);
  EXPECT_THAT(events_text_.str(), ::testing::HasSubstr("client_trust_not_reloaded"));
}

TEST_F(TlsMatrixTest, NewAuthorityIsTakenUpWhileServing) {
  const crypto::CertificateAuthority next = NewAuthority("Next CA");
  WriteFile("ca.pem", authority_.certificate() + next.certificate());
  WriteFile("crl/next.crl", *next.Revoke("", {}, kLongAgoMs, kFarAheadMs));
  registry_.clock_.Pass(kCertificateLookMs);
  EXPECT_EQ(ReasonFor(*next.Issue(ClientContent(testing::kMember))), kAdmitted);
  EXPECT_EQ(ReasonFor(Of(testing::kMember)), kAdmitted);
}

// The server's own certificate, which gRPC reads again every second here.
class ServerIdentityTest : public TlsTest {
 protected:
  bool Reaches(const std::string& host) {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    arguments.SetSslTargetNameOverride(host);
    return CallByName(grpc::CreateCustomChannel(Address(), Showing({}), arguments), kPublic).ok();
  }
  // Whether it comes to that in half a minute.
  bool ComesTo(bool reached, const std::string& host) {
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (std::chrono::steady_clock::now() < give_up) {
      if (Reaches(host) == reached) return true;
    }
    return false;
  }
};

TEST_F(ServerIdentityTest, NewOneIsShownWithoutARestart) {
  EXPECT_FALSE(Reaches("next.invalid"));
  WriteIdentity("next.invalid");
  EXPECT_TRUE(ComesTo(true, "next.invalid"));
}

TEST_F(ServerIdentityTest, KeyThatDoesNotBelongStopsNewConnectionsUntilItDoes) {
  WriteFile("key.pem", Of(testing::kMember)->key);
  EXPECT_TRUE(ComesTo(false, "localhost"));
  WriteIdentity("localhost");
  EXPECT_TRUE(ComesTo(true, "localhost"));
}

TEST_F(TlsMatrixTest, ServerNeedsGoodFilesToStart) {
  const ServiceParts parts{.log = registry_.log_.get(), .clock = &registry_.clock_};
  GrpcServer::Options options = grpc_;
  options.tls->key_path = Path("no-such-key.pem");
  EXPECT_THAT(GrpcServer::Start(options, parts), HasCode(absl::StatusCode::kNotFound));
  options.tls->key_path = Path("ca.pem");
  EXPECT_THAT(GrpcServer::Start(options, parts), HasCode(absl::StatusCode::kInvalidArgument));
  options = grpc_;
  options.gate.trust->ca_path = Path("key.pem");
  EXPECT_THAT(GrpcServer::Start(options, parts), HasCode(absl::StatusCode::kInvalidArgument));
  options.gate.trust->ca_path = Path("ca.pem");
  options.gate.trust->crl_directory = Path("no-such-directory");
  EXPECT_THAT(GrpcServer::Start(options, parts), HasCode(absl::StatusCode::kNotFound));
}

TEST_F(TlsMatrixTest, ServerTakesNoKeyThatOthersMayRead) {
  const ServiceParts parts{.log = registry_.log_.get(), .clock = &registry_.clock_};
  std::filesystem::permissions(Path("key.pem"), std::filesystem::perms::others_read,
                               std::filesystem::perm_options::add);
  EXPECT_THAT(GrpcServer::Start(grpc_, parts), HasCode(absl::StatusCode::kPermissionDenied));
}

}  // namespace
}  // namespace linkcert::server
