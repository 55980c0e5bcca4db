// `verify --server`: what is asked of the registry, and what becomes of its answers.
#include "client/program/verify_online.h"

#include <filesystem>

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
      registry.verify_team = [this](const v1::VerifyTeamRequest& request) {
        asked_team_ = request;
        return team_;
      };
      return registry;
    };
    answer_ = v1::Verdict();
    answer_->set_conclusion(v1::CONCLUSION_VALID);
    answer_->mutable_facts()->set_issuer(testing::kLeader);
  }
  int Ask(std::vector<std::string> arguments) {
    std::vector<std::string> all = {"verify", "--server", "localhost:1", "--lang", language_};
    all.insert(all.end(), arguments.begin(), arguments.end());
    return Run(all);
  }
  int AskNumber(std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"--number", "Y000032050123263000001", "--name-from",
                               dir_.file("name"), "--purpose", "hiring"});
    return Ask(more);
  }

  std::string language_ = "en";
  absl::StatusOr<v1::Verdict> answer_;
  v1::VerifyCertificateRequest asked_;
  absl::StatusOr<v1::TeamVerdict> team_ = v1::TeamVerdict();
  v1::VerifyTeamRequest asked_team_;
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

TEST_F(VerifyOnlineTest, MomentIsAskedAbout) {
  EXPECT_EQ(Ask({dir_.file("good.linkcert"), "--as-of", "2026-01-31"}), 0);
  EXPECT_EQ(asked_.as_of(), 1769875199999u);
  EXPECT_EQ(AskNumber({"--as-of", "2026-01-31T00:00:00+08:00"}), 0);
  EXPECT_EQ(asked_.as_of(), 1769788800000u);
  EXPECT_EQ(Ask({dir_.file("good.linkcert"), "--as-of", "2999-01-31"}), 2);
  EXPECT_THAT(err_.str(), HasSubstr("lies ahead"));
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
           {file, "--name-from", dir_.file("name")},
           {file, "--team"},
           {file, "--audience", testing::kMember, "--team"},
           {file, "--audience", testing::kMember, "--post", "smt-line", "--leader", file},
           {file, "--audience", testing::kMember, "--post", "smt-line", "--team", "--leader", "x"},
           {"--audience", testing::kMember, "--post", "smt-line", "--team"}}) {
    EXPECT_EQ(Ask(arguments), 2) << ::testing::PrintToString(arguments);
  }
  EXPECT_EQ(Verify({file, "--audience", testing::kMember}), 2);
}

class VerifyTeamTest : public VerifyOnlineTest {
 protected:
  void SetUp() override {
    VerifyOnlineTest::SetUp();
    std::filesystem::create_directory(dir_.file("li"));
    Write("li/1.linkcert", File(1));
    Write("li/2.linkcert", File(2));
    team_->set_fit(v1::ANSWER_NO);
    team_->set_reason("TEAM_LEADER_NOT_FIT");
    team_->set_requirement_version(3);
    team_->set_fit_members(1);
    team_->set_needed_members(1);
    team_->set_leader_required(true);
    team_->set_leader_fit(v1::ANSWER_NO);
    AddMember(1, v1::ANSWER_YES, "");
    AddMember(2, v1::ANSWER_NO, "POST_CERTIFICATE_NOT_VALID");
  }
  void AddMember(int certificates, v1::Answer fit, const std::string& reason) {
    v1::MemberVerdict& member = *team_->add_members();
    for (int i = 0; i < certificates; ++i) {
      member.add_certificates()->set_conclusion(v1::CONCLUSION_VALID);
    }
    member.mutable_fitness()->set_fit(fit);
    member.mutable_fitness()->set_reason(reason);
    member.set_certificate(1);
  }
  int AskTeam(std::vector<std::string> more = {}) {
    more.insert(more.begin(), {dir_.file("good.linkcert"), dir_.file("li"), "--audience",
                               testing::kMember, "--post", "smt-line", "--team"});
    return Ask(more);
  }
};

TEST_F(VerifyTeamTest, FilesAndFoldersAreItsMembers) {
  EXPECT_EQ(AskTeam({"--leader", dir_.file("li"), "--as-of", "2026-01-31"}), 1);
  EXPECT_EQ(asked_team_.audience(), testing::kMember);
  EXPECT_EQ(asked_team_.post(), "smt-line");
  EXPECT_EQ(asked_team_.as_of(), 1769875199999u);
  EXPECT_EQ(asked_team_.leader(), 2u);
  ASSERT_EQ(asked_team_.members_size(), 2);
  ASSERT_EQ(asked_team_.members(1).certificates_size(), 2);
  EXPECT_EQ(asked_team_.members(1).certificates(1).certificate_file(), File(2));
}

TEST_F(VerifyTeamTest, AnswerNamesWhatIsShortOfIt) {
  AskTeam();
  EXPECT_THAT(out_.str(), HasSubstr("NOT FIT  smt-line"));
  EXPECT_THAT(out_.str(), HasSubstr("TEAM_LEADER_NOT_FIT: "));
  EXPECT_THAT(out_.str(), HasSubstr("fit members: 1 of 2, undecided 0, needed 1 (requirement 3)"));
  EXPECT_THAT(out_.str(), HasSubstr("leader fit: no"));
  EXPECT_THAT(out_.str(), HasSubstr("li: no; POST_CERTIFICATE_NOT_VALID"));
  EXPECT_THAT(out_.str(), HasSubstr("1.linkcert (this one counts)"));
  language_ = "zh";
  AskTeam();
  EXPECT_THAT(out_.str(), HasSubstr("班组不适岗"));
}

TEST_F(VerifyTeamTest, AnswerStandsInJson) {
  team_->set_fit(v1::ANSWER_YES);
  team_->clear_reason();
  EXPECT_EQ(AskTeam({"--output", "json"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr(R"("post":"smt-line","fit":"YES","requirement_version":3)"));
  EXPECT_THAT(out_.str(), HasSubstr(R"("fit":"NO","reason":"POST_CERTIFICATE_NOT_VALID")"));
  EXPECT_THAT(out_.str(), HasSubstr(R"("conclusion":"VALID")"));
}

TEST_F(VerifyTeamTest, UndecidedAndRefusedAreToldApart) {
  team_->set_fit(v1::ANSWER_UNKNOWN);
  EXPECT_EQ(AskTeam(), 3);
  team_->mutable_members(1)->mutable_certificates()->RemoveLast();
  EXPECT_EQ(AskTeam(), 3);
  EXPECT_THAT(err_.str(), HasSubstr("another team"));
  team_ = proto::Refuse(proto::Reason::kCallerNeeded);
  EXPECT_EQ(AskTeam(), 4);
}

}  // namespace
}  // namespace linkcert::client
