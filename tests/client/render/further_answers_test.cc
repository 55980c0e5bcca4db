#include "client/render/further_answers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "client/render/render.h"

namespace linkcert::client {
namespace {

v1::Verdict FullVerdict() {
  v1::Verdict verdict;
  verdict.mutable_national_sync()->set_state(v1::NATIONAL_SYNC_RETURNED);
  verdict.mutable_national_sync()->set_code("E17");
  verdict.mutable_national_sync()->set_entry_index(40);
  v1::Recognition& recognition = *verdict.mutable_recognition();
  recognition.set_recognised(v1::ANSWER_YES);
  recognition.set_policy_version(3);
  recognition.set_rule(2);
  recognition.set_own_ladder("own-grades");
  recognition.set_own_level(4);
  verdict.mutable_post_fitness()->set_fit(v1::ANSWER_NO);
  verdict.mutable_post_fitness()->set_reason("POST_LEVEL_TOO_LOW");
  verdict.mutable_post_fitness()->set_requirement_version(1);
  verdict.mutable_post_fitness()->set_qualification(1);
  return verdict;
}

TEST(FurtherAnswersTest, TextForPeople) {
  EXPECT_EQ(FurtherAnswerLines(FullVerdict(), Language::kEnglish),
            "  national platform: returned E17\n"
            "  recognised: yes, as own-grades 4 (policy 3, rule 2)\n"
            "  fit for the post: no (requirement 1, qualification 1); POST_LEVEL_TOO_LOW: " +
                std::string(TextOf(proto::Reason::kPostLevelTooLow, Language::kEnglish)) + "\n");
  EXPECT_EQ(FurtherAnswerLines(FullVerdict(), Language::kChinese),
            "  全国联网查询: 已退回 E17\n"
            "  互认: 是，对应本单位等级 own-grades 4 (政策版本 3, 规则 2)\n"
            "  证岗相适: 否 (岗位要求版本 1, 条件 1); POST_LEVEL_TOO_LOW: " +
                std::string(TextOf(proto::Reason::kPostLevelTooLow, Language::kChinese)) + "\n");
}

v1::Verdict LinkedVerdict() {
  v1::Verdict verdict;
  v1::CertificateLinks& links = *verdict.mutable_links();
  links.set_supersedes(28);
  links.set_version(2);
  links.set_companion(77);
  links.set_awaits_decision(true);
  return verdict;
}

TEST(FurtherAnswersTest, LinkedCertificates) {
  EXPECT_EQ(FurtherAnswerLines(LinkedVerdict(), Language::kEnglish),
            "  replaces certificate: 28\n"
            "  version: 2\n"
            "  companion certificate of the same examination: 77\n"
            "  AWAITS A DECISION: its companion was revoked for fraud\n");
  nlohmann::ordered_json json;
  AddFurtherAnswers(LinkedVerdict(), json);
  EXPECT_EQ(json.dump(),
            R"({"links":{"version":2,"supersedes":28,"companion":77,"awaits_decision":true}})");
}

TEST(FurtherAnswersTest, WhatTookTheirPlaceIsSaidOfInvalidOnesToo) {
  Verification verification;
  verification.verdict.set_conclusion(v1::CONCLUSION_INVALID);
  verification.verdict.mutable_links()->set_superseded_by(34);
  EXPECT_THAT(RenderText("x", verification, {.language = Language::kEnglish}),
              ::testing::HasSubstr("  replaced by certificate: 34\n"));
}

TEST(FurtherAnswersTest, JsonForPrograms) {
  nlohmann::ordered_json json;
  AddFurtherAnswers(FullVerdict(), json);
  EXPECT_EQ(json.dump(), R"({"national_sync":{"state":"RETURNED","code":"E17","entry":40},)"
                         R"("recognition":{"recognised":"YES","policy_version":3,"rule":2,)"
                         R"("own_ladder":"own-grades","own_level":4},)"
                         R"("post_fitness":{"fit":"NO","reason":"POST_LEVEL_TOO_LOW",)"
                         R"("requirement_version":1,"qualification":1}})");
}

TEST(FurtherAnswersTest, WhatWasNotAnsweredIsNotShown) {
  nlohmann::ordered_json json = nlohmann::ordered_json::object();
  AddFurtherAnswers({}, json);
  EXPECT_EQ(json.dump(), "{}");
  EXPECT_EQ(FurtherAnswerLines({}, Language::kEnglish), "");
}

TEST(FurtherAnswersTest, OpenAnswersAreNeitherYesNorNo) {
  v1::Verdict verdict;
  verdict.mutable_recognition()->set_recognised(v1::ANSWER_UNKNOWN);
  verdict.mutable_recognition()->set_reason("FROM_A_LATER\x1b_VERSION");
  verdict.mutable_national_sync()->set_state(static_cast<v1::NationalSync>(99));
  EXPECT_EQ(FurtherAnswerLines(verdict, Language::kEnglish),
            "  national platform: unknown\n"
            "  recognised: unknown; FROM_A_LATER?_VERSION\n");
}

}  // namespace
}  // namespace linkcert::client
