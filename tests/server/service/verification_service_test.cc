#include "server/service/verification_service.h"

#include "server/service/verify_stream.h"
#include "tests/server/certificate_fixture.h"

namespace linkcert::server {
namespace {

class VerificationServiceTest : public CertificateTest {
 protected:
  // 256 rows: the first asks nothing, the others ask about certificates.
  v1::StreamVerifyRequest FullMessage() const {
    v1::StreamVerifyRequest request;
    for (uint64_t row = 0; row < kMaxRows; ++row) {
      v1::StreamVerifyRow* asked = request.add_rows();
      asked->set_row(row);
      if (row > 0) asked->mutable_request()->set_certificate(CertificateAt(row % kCertificates));
    }
    return request;
  }
};

TEST_F(VerificationServiceTest, CertificateIsValidById) {
  const v1::Verdict verdict = VerifyId(CertificateAt(3));
  EXPECT_EQ(Finding(verdict), "VALID");
  EXPECT_EQ(verdict.certificate(), CertificateAt(3));
  EXPECT_EQ(verdict.facts().issuer(), testing::kLeader);
  EXPECT_EQ(verdict.facts().level(), 3u);
  EXPECT_EQ(verdict.as_of(), testing::kFoundingMs);
}

TEST_F(VerificationServiceTest, AnotherEntryIsNoCertificate) {
  const v1::Verdict verdict = VerifyId(0);
  EXPECT_EQ(Finding(verdict), "LOG_INCLUSION CERTIFICATE_UNKNOWN");
  EXPECT_EQ(verdict.conclusion(), v1::CONCLUSION_INVALID);
}

TEST_F(VerificationServiceTest, WhatIsNotLoggedYetIsUnknown) {
  const v1::Verdict verdict = VerifyId(1000000);
  EXPECT_EQ(Finding(verdict), "LOG_INCLUSION ENTRY_NOT_LOGGED");
  EXPECT_EQ(verdict.conclusion(), v1::CONCLUSION_UNKNOWN);
}

TEST_F(VerificationServiceTest, NothingAskedIsMalformed) {
  EXPECT_EQ(ReasonOfCall(*verification_, &v1::VerificationService::Stub::VerifyCertificate, {}),
            "REQUEST_MALFORMED");
}

TEST_F(VerificationServiceTest, FileIsValidAlsoWhenTheLogHasGrown) {
  const v1::CertificateFile file = File(3);
  EXPECT_EQ(Finding(VerifyFile(file)), "VALID");
  ASSERT_EQ(ReasonOf(Submit(Register("tiegong-forge").envelope)), "OK");
  EXPECT_EQ(Finding(VerifyFile(file)), "VALID");
}

TEST_F(VerificationServiceTest, FileThatIsNoFileIsInvalid) {
  v1::VerifyCertificateRequest request;
  request.set_certificate_file("rubbish");
  EXPECT_EQ(Finding(Verify(request)), "FORMAT NOT_CANONICAL");
}

TEST_F(VerificationServiceTest, AlteredFileIsInvalid) {
  EXPECT_EQ(FindingAfter([](auto& f) { f.mutable_checkpoint()->front() ^= 1; }),
            "CHECKPOINT CHECKPOINT_INVALID");
  EXPECT_EQ(FindingAfter([](auto& f) { f.mutable_batch()->mutable_entry()->back() ^= 1; }),
            "LOG_INCLUSION INCLUSION_INVALID");
  EXPECT_EQ(FindingAfter([](auto& f) { f.mutable_genesis()->mutable_path(0)->front() ^= 1; }),
            "LOG_INCLUSION INCLUSION_INVALID");
  EXPECT_EQ(FindingAfter([](auto& f) { f.mutable_leaf()->back() ^= 1; }), "LEAF INCLUSION_INVALID");
  EXPECT_EQ(FindingAfter([](auto& f) { f.mutable_leaf_path(0)->front() ^= 1; }),
            "LEAF LEAVES_ROOT_DIFFERS");
  EXPECT_EQ(FindingAfter([](auto& f) { f.mutable_claims(1)->mutable_claim()->back() ^= 1; }),
            "CLAIMS CLAIMS_ROOT_DIFFERS");
}

TEST_F(VerificationServiceTest, PiecesOfTwoFilesDoNotMix) {
  const v1::CertificateFile other = File(4);
  EXPECT_EQ(FindingAfter([&](auto& f) { *f.mutable_claims() = other.claims(); }),
            "CLAIMS CLAIMS_ROOT_DIFFERS");
  EXPECT_EQ(FindingAfter([&](auto& f) { *f.mutable_leaf_path() = other.leaf_path(); }),
            "LEAF LEAVES_ROOT_DIFFERS");
  EXPECT_EQ(FindingAfter([](auto& f) { *f.mutable_accreditation() = f.organisation(); }),
            "LOG_INCLUSION ENTRY_UNEXPECTED");
}

TEST_F(VerificationServiceTest, HiddenClaimsAreFine) {
  EXPECT_EQ(FindingAfter([&](auto& f) {
              f.mutable_claims()->Clear();
              const std::vector<uint32_t> shown = {proto::kName};
              for (const auto& slot : proto::DiscloseClaims(unit_.claims[3], shown)) {
                *f.add_claims() = slot;
              }
            }),
            "VALID");
}

TEST_F(VerificationServiceTest, StreamAnswersRowByRow) {
  grpc::ClientContext context;
  auto stream = verification_->StreamVerify(&context);
  for (int message = 0; message < 5; ++message) ASSERT_TRUE(stream->Write(FullMessage()));
  stream->WritesDone();
  v1::StreamVerifyResponse response;
  for (int message = 0; message < 5; ++message) {
    ASSERT_TRUE(stream->Read(&response));
    ASSERT_EQ(response.results_size(), kMaxRows);
    EXPECT_EQ(response.results(0).reason(), "REQUEST_MALFORMED");
    EXPECT_EQ(Finding(response.results(255).verdict()), "VALID");
  }
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_TRUE(stream->Finish().ok());
}

TEST_F(VerificationServiceTest, StreamRefusesTooManyRows) {
  grpc::ClientContext context;
  auto stream = verification_->StreamVerify(&context);
  v1::StreamVerifyRequest request;
  for (int row = 0; row <= kMaxRows; ++row) request.add_rows();
  stream->Write(request);
  v1::StreamVerifyResponse response;
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_EQ(ReasonOf(stream->Finish()), "REQUEST_MALFORMED");
}

TEST_F(VerificationServiceTest, StreamThatTheCallerDropsEnds) {
  grpc::ClientContext context;
  auto stream = verification_->StreamVerify(&context);
  v1::StreamVerifyRequest request;
  request.add_rows()->mutable_request()->set_certificate(CertificateAt(0));
  ASSERT_TRUE(stream->Write(request));
  context.TryCancel();
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

}  // namespace
}  // namespace linkcert::server
