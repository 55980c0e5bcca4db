// What a verdict says beside its conclusion: recognition, posts, the national platform. None of it
// changes the conclusion.
#include "server/service/further_answers.h"

#include "tests/server/standing_fixture.h"
#include "tests/testing/world_oversight.h"

namespace linkcert::server {
namespace {

class FurtherAnswersTest : public StandingTest {
 protected:
  static constexpr char kMemberKey[] = "hongda-assembly-1";

  std::string Log(const v1::Statement& statement, const std::vector<std::string>& keys) {
    return ReasonOf(Submit(world_.Sign(statement, keys)));
  }
  void SetPolicy(uint32_t version, const v1::RecognitionRule& rule) {
    const v1::Statement policy =
        testing::SetRecognitionPolicy(world_, version, {RuleFor(testing::kMember), rule});
    ASSERT_EQ(Log(policy, {kMemberKey}), "OK");
  }
  void SetPost(uint32_t lowest_level = 3) {
    v1::Statement post = testing::SetPostRequirement(world_, 1);
    post.mutable_set_post_requirement()->mutable_qualifications(0)->set_lowest_level(lowest_level);
    ASSERT_EQ(Log(post, {kMemberKey}), "OK");
  }
  static v1::RecognitionRule RuleFor(const std::string& issuer) {
    v1::RecognitionRule rule;
    rule.set_recognise(true);
    rule.set_issuer(issuer);
    rule.set_own_ladder(testing::kLadder);
    rule.set_own_level(2);
    return rule;
  }
  v1::VerifyCertificateRequest For(const std::string& audience, const std::string& post = "") {
    v1::VerifyCertificateRequest request;
    request.set_certificate(CertificateAt(3));
    request.set_audience(audience);
    request.set_post(post);
    return request;
  }
  v1::Verdict Ask(const std::string& audience, const std::string& post = "") {
    return Verify(For(audience, post));
  }
  // "YES", "NO POST_LEVEL_TOO_LOW"
  template <typename Part>
  static std::string Text(v1::Answer answer, const Part& part) {
    const std::string name = v1::Answer_Name(answer).substr(sizeof("ANSWER_") - 1);
    return part.reason().empty() ? name : absl::StrCat(name, " ", part.reason());
  }
  static std::string Recognised(const v1::Verdict& verdict) {
    return Text(verdict.recognition().recognised(), verdict.recognition());
  }
  static std::string Fit(const v1::Verdict& verdict) {
    return Text(verdict.post_fitness().fit(), verdict.post_fitness());
  }
};

TEST_F(FurtherAnswersTest, NothingIsSaidOfWhatWasNotAsked) {
  const v1::Verdict verdict = VerifyId(CertificateAt(3));
  EXPECT_FALSE(verdict.has_recognition());
  EXPECT_FALSE(verdict.has_post_fitness());
}

TEST_F(FurtherAnswersTest, AudienceRecognisesAsOneOfItsGrades) {
  SetPolicy(1, RuleFor(testing::kLeader));
  const v1::Verdict verdict = Ask(testing::kMember2);
  EXPECT_EQ(Finding(verdict), "VALID");
  EXPECT_EQ(Recognised(verdict), "YES");
  EXPECT_EQ(verdict.recognition().policy_version(), 1u);
  EXPECT_EQ(verdict.recognition().rule(), 2u);
  EXPECT_EQ(verdict.recognition().own_ladder(), testing::kLadder);
  EXPECT_EQ(verdict.recognition().own_level(), 2u);
}

TEST_F(FurtherAnswersTest, WhatIsNotRecognisedStaysValid) {
  SetPolicy(1, RuleFor(testing::kLeader));
  SetPolicy(2, RuleFor(testing::kStranger));
  const v1::Verdict verdict = Ask(testing::kMember2);
  EXPECT_EQ(verdict.conclusion(), v1::CONCLUSION_VALID);
  EXPECT_EQ(Recognised(verdict), "NO NOT_RECOGNISED");
  EXPECT_EQ(verdict.recognition().policy_version(), 2u);
  EXPECT_EQ(verdict.recognition().rule(), 0u);
}

TEST_F(FurtherAnswersTest, WithoutAPolicyItIsOpen) {
  const v1::Verdict verdict = Ask(testing::kMember2);
  EXPECT_EQ(Finding(verdict), "VALID");
  EXPECT_EQ(Recognised(verdict), "UNKNOWN POLICY_UNKNOWN");
}

TEST_F(FurtherAnswersTest, RecognisedAndRevokedIsNeitherValidNorFit) {
  SetPolicy(1, RuleFor(testing::kLeader));
  SetPost();
  ChangeStanding({CertificateAt(3)}, Change(v1::STANDING_STATE_REVOKED));
  const v1::Verdict verdict = Ask(testing::kMember2, testing::kPost);
  EXPECT_EQ(verdict.conclusion(), v1::CONCLUSION_INVALID);
  EXPECT_EQ(Recognised(verdict), "YES");
  EXPECT_EQ(Fit(verdict), "NO POST_CERTIFICATE_NOT_VALID");
}

TEST_F(FurtherAnswersTest, AudienceThatNobodyKnowsIsOpen) {
  for (const std::string audience : {"nobody-here", "NO ID/", "authority/0000000000000000"}) {
    const v1::Verdict verdict = Ask(audience, testing::kPost);
    EXPECT_EQ(Finding(verdict), "AUDIENCE ORGANISATION_UNKNOWN");
    EXPECT_EQ(verdict.conclusion(), v1::CONCLUSION_VALID);
    EXPECT_EQ(Recognised(verdict), "UNKNOWN ORGANISATION_UNKNOWN");
    EXPECT_EQ(Fit(verdict), "UNKNOWN POST_UNKNOWN");
  }
}

TEST_F(FurtherAnswersTest, FitForAPost) {
  SetPost();
  const v1::Verdict verdict = Ask(testing::kMember2, testing::kPost);
  EXPECT_EQ(Finding(verdict), "VALID");
  EXPECT_EQ(Fit(verdict), "YES");
  EXPECT_EQ(verdict.post_fitness().requirement_version(), 1u);
  EXPECT_EQ(verdict.post_fitness().qualification(), 1u);
}

TEST_F(FurtherAnswersTest, TooLowForAPostStaysValid) {
  SetPost(4);
  const v1::Verdict verdict = Ask(testing::kMember2, testing::kPost);
  EXPECT_EQ(verdict.conclusion(), v1::CONCLUSION_VALID);
  EXPECT_EQ(Fit(verdict), "NO POST_LEVEL_TOO_LOW");
}

TEST_F(FurtherAnswersTest, PostIsOneOfTheAudiences) {
  SetPost();
  for (const std::string post : {"welding", "NO ID/"}) {
    const v1::Verdict verdict = Ask(testing::kMember2, post);
    EXPECT_EQ(Finding(verdict), "POST POST_UNKNOWN");
    EXPECT_EQ(verdict.conclusion(), v1::CONCLUSION_VALID);
    EXPECT_EQ(Fit(verdict), "UNKNOWN POST_UNKNOWN");
  }
  EXPECT_EQ(Fit(Ask(testing::kLeader, testing::kPost)), "UNKNOWN POST_UNKNOWN");
}

TEST_F(FurtherAnswersTest, PostNeedsItsAudience) {
  EXPECT_EQ(ReasonOfCall(*verification_, &v1::VerificationService::Stub::VerifyCertificate,
                         For("", testing::kPost)),
            "REQUEST_MALFORMED");
}

TEST_F(FurtherAnswersTest, NothingIsSaidOfWhatWasNotFound) {
  v1::VerifyCertificateRequest request = For(testing::kMember2, testing::kPost);
  request.set_certificate(0);
  const v1::Verdict verdict = Verify(request);
  EXPECT_EQ(Finding(verdict), "LOG_INCLUSION CERTIFICATE_UNKNOWN");
  EXPECT_FALSE(verdict.has_recognition() || verdict.has_post_fitness());
  EXPECT_FALSE(verdict.has_national_sync());
}

TEST_F(FurtherAnswersTest, FileIsAnsweredToo) {
  SetPolicy(1, RuleFor(testing::kLeader));
  v1::VerifyCertificateRequest request = For(testing::kMember2);
  request.set_certificate_file(File(3).SerializeAsString());
  const v1::Verdict verdict = Verify(request);
  EXPECT_EQ(Finding(verdict), "VALID");
  EXPECT_EQ(Recognised(verdict), "YES");
  EXPECT_EQ(verdict.national_sync().state(), v1::NATIONAL_SYNC_NOT_REPORTED);
}

TEST_F(FurtherAnswersTest, NationalSyncIsTheIssuersNewestReport) {
  EXPECT_EQ(VerifyId(CertificateAt(3)).national_sync().state(), v1::NATIONAL_SYNC_NOT_REPORTED);
  v1::Statement report =
      testing::ReportNationalSync(world_, receipt_.entry().index(), v1::NATIONAL_SYNC_RETURNED,
                                  {{CertificateAt(3), CertificateAt(4)}});
  report.mutable_report_national_sync()->set_code("E17");
  const uint64_t entry = registry_.log_->Latest()->size;
  ASSERT_EQ(Log(report, {"xingchen-chip-1"}), "OK");
  const v1::NationalSyncReport said = VerifyId(CertificateAt(3)).national_sync();
  EXPECT_EQ(said.state(), v1::NATIONAL_SYNC_RETURNED);
  EXPECT_EQ(said.code(), "E17");
  EXPECT_EQ(said.entry_index(), entry);
  EXPECT_EQ(said.logged_at(), testing::kFoundingMs);
  EXPECT_EQ(VerifyId(CertificateAt(4)).national_sync().state(), v1::NATIONAL_SYNC_NOT_REPORTED);
}

TEST_F(FurtherAnswersTest, RowsOfAStreamAreAnsweredToo) {
  SetPolicy(1, RuleFor(testing::kLeader));
  grpc::ClientContext context;
  auto stream = verification_->StreamVerify(&context);
  v1::StreamVerifyRequest request;
  *request.add_rows()->mutable_request() = For(testing::kMember2);
  ASSERT_TRUE(stream->Write(request));
  stream->WritesDone();
  v1::StreamVerifyResponse response;
  ASSERT_TRUE(stream->Read(&response));
  EXPECT_EQ(Recognised(response.results(0).verdict()), "YES");
  EXPECT_TRUE(stream->Finish().ok());
}

}  // namespace
}  // namespace linkcert::server
