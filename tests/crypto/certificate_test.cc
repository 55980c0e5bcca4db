#include <gtest/gtest.h>

#include "crypto/certificate_authority.h"
#include "crypto/certificate_trust.h"
#include "crypto/hash.h"
#include "tests/testing/status_matchers.h"

namespace linkcert::crypto {
namespace {

using testing::HasCode;
using testing::IsOk;

constexpr uint64_t kDayMs = 86'400'000;
constexpr uint64_t kNowMs = 20'000 * kDayMs;
constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

CertificateAuthority NewAuthority(const std::string& name = "Invented CA") {
  return *CertificateAuthority::Create(name, kNowMs - 10 * kDayMs, kNowMs + 100 * kDayMs,
                                       GenerateKey(Algorithm::kP256));
}

CertificateContent Client() {
  return {.common_name = "hr",
          .uris = {"linkcert:organisation/lvyuan-board"},
          .not_before_ms = kNowMs - kDayMs,
          .not_after_ms = kNowMs + kDayMs};
}

class CertificateTest : public ::testing::Test {
 protected:
  using Lists = std::optional<std::vector<std::string>>;
  using Fault = std::optional<CertificateFault>;

  Fault Check(const std::string& certificate, const Lists& lists = std::nullopt,
              uint64_t now_ms = kNowMs) const {
    auto trust = CertificateTrust::Create(authority_.certificate(), lists);
    EXPECT_THAT(trust, IsOk());
    return (*trust)->CheckClient(certificate, "", now_ms);
  }
  std::string List(const std::vector<std::string>& revoked, const std::string& previous = "") {
    return *authority_.Revoke(previous, revoked, kNowMs, kNowMs + 30 * kDayMs);
  }

  const CertificateAuthority authority_ = NewAuthority();
  const CertificateWithKey client_ = *authority_.Issue(Client());
};

TEST_F(CertificateTest, OfTheAuthorityIsGoodForItsDays) {
  EXPECT_EQ(Check(client_.certificate), std::nullopt);
  EXPECT_EQ(Check(client_.certificate, {}, kNowMs - 2 * kDayMs), CertificateFault::kNotYetValid);
  EXPECT_EQ(Check(client_.certificate, {}, kNowMs + 2 * kDayMs), CertificateFault::kExpired);
}

TEST_F(CertificateTest, OfAnotherAuthorityOfTheSameNameIsNot) {
  EXPECT_EQ(Check(NewAuthority().Issue(Client())->certificate), CertificateFault::kUntrusted);
  EXPECT_EQ(Check(IssueSelfSigned(Client())->certificate), CertificateFault::kUntrusted);
}

TEST_F(CertificateTest, ChainThatTheClientBringsIsNotBelieved) {
  const CertificateAuthority other = NewAuthority("Another CA");
  const CertificateWithKey client = *other.Issue(Client());
  const auto trust = CertificateTrust::Create(authority_.certificate(), std::nullopt);
  ASSERT_THAT(trust, IsOk());
  EXPECT_EQ((*trust)->CheckClient(client.certificate, other.certificate(), kNowMs),
            CertificateFault::kUntrusted);
  EXPECT_EQ((*trust)->CheckClient(client_.certificate, "rubbish", kNowMs), std::nullopt);
}

TEST_F(CertificateTest, ForServersIsNotForClients) {
  CertificateContent server = Client();
  server.use = CertificateUse::kTlsServer;
  EXPECT_EQ(Check(authority_.Issue(server)->certificate), CertificateFault::kWrongUsage);
}

TEST_F(CertificateTest, RubbishIsMalformed) {
  EXPECT_EQ(Check(""), CertificateFault::kMalformed);
  EXPECT_EQ(Check(client_.certificate + client_.certificate), CertificateFault::kMalformed);
  EXPECT_THAT(UriNames("rubbish"), HasCode(kInvalid));
}

TEST_F(CertificateTest, EveryBitOfItMatters) {
  std::string changed = client_.certificate;
  changed[changed.size() / 2] ^= 1;
  EXPECT_NE(Check(changed), std::nullopt);
}

TEST_F(CertificateTest, RevokedIsNamedUnderItsSerial) {
  const CertificateWithKey other = *authority_.Issue(Client());
  const std::string list = List({client_.certificate});
  EXPECT_EQ(Check(client_.certificate, {{list}}), CertificateFault::kRevoked);
  EXPECT_EQ(Check(other.certificate, {{list}}), std::nullopt);
}

TEST_F(CertificateTest, NextListKeepsWhatTheLastOneSaid) {
  const CertificateWithKey other = *authority_.Issue(Client());
  const std::string next = List({other.certificate}, List({client_.certificate}));
  EXPECT_EQ(Check(client_.certificate, {{next}}), CertificateFault::kRevoked);
  EXPECT_EQ(Check(other.certificate, {{next}}), CertificateFault::kRevoked);
  EXPECT_THAT(NewAuthority().Revoke(next, {}, kNowMs, kNowMs), HasCode(kInvalid));
  EXPECT_THAT(authority_.Revoke("", {IssueSelfSigned(Client())->certificate}, kNowMs, kNowMs),
              HasCode(kInvalid));
}

TEST_F(CertificateTest, WithoutACurrentListNobodyKnows) {
  EXPECT_EQ(Check(client_.certificate, std::vector<std::string>{}),
            CertificateFault::kRevocationUnknown);
  const std::string old = *authority_.Revoke("", {}, kNowMs - 9 * kDayMs, kNowMs - kDayMs);
  EXPECT_EQ(Check(client_.certificate, {{old}}), CertificateFault::kRevocationUnknown);
  const std::string foreign = *NewAuthority().Revoke("", {}, kNowMs, kNowMs + kDayMs);
  EXPECT_EQ(Check(client_.certificate, {{foreign}}), CertificateFault::kRevocationUnknown);
}

TEST_F(CertificateTest, UriNamesAreThoseOfSubjectAltNameAlone) {
  CertificateContent content = Client();
  content.common_name = "linkcert:organisation/xingchen-chip";
  content.hosts = {"linkcert.invalid", "127.0.0.1"};
  const auto names = UriNames(authority_.Issue(content)->certificate);
  ASSERT_THAT(names, IsOk());
  EXPECT_EQ(*names, content.uris);
}

TEST_F(CertificateTest, AuthorityOpensWithItsOwnKeyOnly) {
  const std::shared_ptr<const Signer> key = GenerateKey(Algorithm::kP256);
  const auto made = CertificateAuthority::Create("A", kNowMs, kNowMs + kDayMs, key);
  ASSERT_THAT(made, IsOk());
  EXPECT_THAT(CertificateAuthority::Open(made->certificate(), key), IsOk());
  EXPECT_THAT(CertificateAuthority::Open(authority_.certificate(), key), HasCode(kInvalid));
}

TEST_F(CertificateTest, KeyBelongsToItsCertificateOnly) {
  EXPECT_THAT(CheckKeyBelongs(client_.key, client_.certificate), IsOk());
  EXPECT_THAT(CheckKeyBelongs(authority_.Issue(Client())->key, client_.certificate),
              HasCode(kInvalid));
  EXPECT_THAT(CheckKeyBelongs("", client_.certificate), HasCode(kInvalid));
}

TEST_F(CertificateTest, TrustNeedsAuthorities) {
  EXPECT_THAT(CertificateTrust::Create("", {}), HasCode(kInvalid));
  EXPECT_THAT(CertificateTrust::Create(client_.certificate, {}), HasCode(kInvalid));
  EXPECT_THAT(CertificateTrust::Create(authority_.certificate(), {{"rubbish"}}), HasCode(kInvalid));
}

TEST_F(CertificateTest, NamesThatX509CannotCarryAreRefused) {
  CertificateContent content = Client();
  content.uris = {"linkcert:organisation/虚构厂"};
  EXPECT_THAT(authority_.Issue(content), HasCode(kInvalid));
  content = Client();
  content.common_name = "";
  EXPECT_THAT(authority_.Issue(content), HasCode(kInvalid));
  content = Client();
  content.not_after_ms = content.not_before_ms - 1;
  EXPECT_THAT(authority_.Issue(content), HasCode(kInvalid));
}

}  // namespace
}  // namespace linkcert::crypto
