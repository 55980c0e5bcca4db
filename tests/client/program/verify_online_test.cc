// `verify --server`: what is asked of the registry, and what becomes of its answers.
#include "client/program/verify_online.h"

#include "proto/refusal.h"
#include "tests/client/program/commands_fixture.h"

namespace linkcert::client {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class VerifyOnlineTest : public CommandsTest {
 protected:
  void SetUp() override {
    CommandsTest::SetUp();
    Write("name", "虚构2\n");
    open_registry_ = [this](const std::string&) -> absl::StatusOr<AskedRegistry> {
      AskedRegistry registry;
      registry.verify = [this](const v1::VerifyCertificateRequest& request) {
        asked_ = request;
        return answer_;
      };
      return registry;
    };
    answer_ = v1::Verdict();
    answer_->set_conclusion(v1::CONCLUSION_VALID);
    answer_->mutable_facts()->set_issuer(testing::kLeader);
  }
  int Ask(std::vector<std::string> arguments) {
    std::vector<std::string> all = {"verify", "--server", "localhost:1", "--lang", "en"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    return Run(all);
  }
  int AskNumber(std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"--number", "Y000032050123263000001", "--name-from",
                               dir_.file("name"), "--purpose", "hiring"});
    return Ask(more);
  }

  absl::StatusOr<v1::Verdict> answer_;
  v1::VerifyCertificateRequest asked_;
};

TEST_F(VerifyOnlineTest, AudienceAndPostAreAskedAbout) {
  answer_->mutable_recognition()->set_recognised(v1::ANSWER_YES);
  answer_->mutable_post_fitness()->set_fit(v1::ANSWER_NO);
  answer_->mutable_post_fitness()->set_reason("POST_LEVEL_TOO_LOW");
  const std::vector<std::string> question = {dir_.file("good.linkcert"), "--audience",
                                             testing::kMember, "--post", "smt-line"};
  EXPECT_EQ(Ask(question), 0);
  EXPECT_EQ(asked_.certificate_file(), *ReadLocalFile(dir_.file("good.linkcert")));
  EXPECT_EQ(asked_.audience(), testing::kMember);
  EXPECT_EQ(asked_.post(), "smt-line");
  EXPECT_THAT(out_.str(), HasSubstr("recognised: yes"));
  EXPECT_THAT(out_.str(), HasSubstr("fit for the post: no; POST_LEVEL_TOO_LOW"));
}

TEST_F(VerifyOnlineTest, AnswersStandInJson) {
  answer_->mutable_national_sync()->set_state(v1::NATIONAL_SYNC_ACCEPTED);
  EXPECT_EQ(Ask({dir_.file("good.linkcert"), "--output", "json"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr(R"("national_sync":{"state":"ACCEPTED"})"));
  EXPECT_THAT(out_.str(), Not(HasSubstr("recognition")));
}

TEST_F(VerifyOnlineTest, NumberIsAskedWithANameOutOfAFile) {
  EXPECT_EQ(AskNumber({"--audience", testing::kMember}), 0);
  EXPECT_EQ(asked_.number_query().number(), "Y000032050123263000001");
  EXPECT_EQ(asked_.number_query().name(), "虚构2");
  EXPECT_EQ(asked_.number_query().purpose(), "hiring");
  EXPECT_EQ(asked_.audience(), testing::kMember);
  EXPECT_THAT(out_.str(), HasSubstr("VALID"));
  EXPECT_THAT(out_.str(), Not(HasSubstr("虚构2")));
}

TEST_F(VerifyOnlineTest, HolderMayComeFromStandardInput) {
  in_.str("11010519491231002X\n");
  EXPECT_EQ(Ask({"--number", "1", "--id-number-from", "-", "--purpose", "hiring"}), 0);
  EXPECT_EQ(asked_.number_query().id_number(), "11010519491231002X");
}

TEST_F(VerifyOnlineTest, NoMatchIsUndecided) {
  answer_->clear_facts();
  answer_->set_conclusion(v1::CONCLUSION_UNKNOWN);
  v1::Check& check = *answer_->add_checks();
  check.set_name("NUMBER_MATCH");
  check.set_result(v1::CHECK_RESULT_FAIL);
  check.set_reason("NUMBER_NO_MATCH");
  EXPECT_EQ(AskNumber(), 3);
  EXPECT_THAT(out_.str(), HasSubstr("NUMBER_NO_MATCH"));
}

TEST_F(VerifyOnlineTest, RefusalsAreToldApart) {
  answer_ = proto::Refuse(proto::Reason::kCallerNotPermitted);
  EXPECT_EQ(AskNumber(), 4);
  EXPECT_THAT(err_.str(), HasSubstr("CALLER_NOT_PERMITTED"));
  answer_ = proto::Refuse(proto::Reason::kCallerNeeded);
  EXPECT_EQ(AskNumber(), 4);
  answer_ = proto::Refuse(proto::Reason::kNumberTriesExhausted);
  EXPECT_EQ(AskNumber(), 3);
}

TEST_F(VerifyOnlineTest, QuestionsThatAreNone) {
  const std::string file = dir_.file("good.linkcert");
  Write("empty", "\n");
  for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{
           {},
           {file, "--post", "smt-line"},
           {"--number", "1", "--purpose", "hiring"},
           {"--number", "1", "--name-from", dir_.file("name")},
           {"--number", "1", "--name-from", dir_.file("empty"), "--purpose", "hiring"},
           {"--number", "1", "--name-from", dir_.file("none"), "--purpose", "hiring"},
           {file, "--number", "1", "--name-from", dir_.file("name"), "--purpose", "hiring"},
           {file, "--name-from", dir_.file("name")}}) {
    EXPECT_EQ(Ask(arguments), 2) << ::testing::PrintToString(arguments);
  }
  EXPECT_EQ(Verify({file, "--audience", testing::kMember}), 2);
}

}  // namespace
}  // namespace linkcert::client
