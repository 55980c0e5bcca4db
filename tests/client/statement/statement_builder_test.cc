#include "client/statement/statement_builder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/local_file.h"
#include "client/statement/statement_view.h"
#include "proto/canonical.h"
#include "tests/testing/reason_matcher.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace linkcert::client {
namespace {

using linkcert::testing::HasCode;
using linkcert::testing::HasReason;
using linkcert::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kFirm[] = R"(# 虚构
register_organisation {
  organisation: "xingchen-chip"
  name: "星辰芯片（虚构）"
  province: "32"
}
)";

class StatementBuilderTest : public ::testing::Test {
 protected:
  StatementBuilderTest() {
    frame_.registry = std::string(32, 'r');
    frame_.signers = {crypto::Sha256("b"), crypto::Sha256("a")};
    frame_.now_ms = 1780275600000;
  }

  absl::StatusOr<StatementInMaking> Build(absl::string_view text) {
    return BuildStatement(text, directory_.path(), frame_);
  }
  std::string MessageOf(absl::string_view text) {
    const auto built = Build(text);
    EXPECT_FALSE(built.ok());
    return std::string(built.status().message());
  }

  testing::TempDir directory_;
  StatementFrame frame_;
};

TEST_F(StatementBuilderTest, FrameIsFilledIn) {
  const auto built = Build(kFirm);
  ASSERT_THAT(built, IsOk());
  const v1::Statement& statement = built->statement();
  EXPECT_EQ(statement.registry(), frame_.registry);
  EXPECT_EQ(statement.signed_at(), frame_.now_ms);
  EXPECT_EQ(statement.statement_id().size(), 16u);
  EXPECT_LT(built->signers()[0], built->signers()[1]);
  EXPECT_EQ(statement.register_organisation().name(), "星辰芯片（虚构）");
}

TEST_F(StatementBuilderTest, EachBuildHasItsOwnId) {
  EXPECT_NE(Build(kFirm)->statement().statement_id(), Build(kFirm)->statement().statement_id());
}

TEST_F(StatementBuilderTest, JsonSaysTheSame) {
  const auto built = Build(R"({
    // comments are welcome
    "register_organisation": {"organisation": "xingchen-chip", "name": "星辰芯片（虚构）",
                              "province": "32"}})");
  ASSERT_THAT(built, IsOk());
  EXPECT_EQ(built->statement().register_organisation().SerializeAsString(),
            Build(kFirm)->statement().register_organisation().SerializeAsString());
}

TEST_F(StatementBuilderTest, JsonTakesBase64AndReferences) {
  const auto built = Build(R"({"revokeKey": {"key": "hex:)" + std::string(64, '0') +
                           R"(", "reason": "KEY_END_REASON_LOST"}})");
  ASSERT_THAT(built, IsOk());
  EXPECT_EQ(built->statement().revoke_key().key(), std::string(32, '\0'));
  const auto base64 =
      Build(R"({"revoke_key": {"key": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                                "reason": 3}})");
  ASSERT_THAT(base64, IsOk());
  EXPECT_EQ(base64->statement().revoke_key().key(), std::string(32, '\0'));
}

TEST_F(StatementBuilderTest, DigestOfADocumentIsTakenFromItsFile) {
  ASSERT_THAT(WriteLocalFile(directory_.file("norm.txt"), "norm", FileAccess::kPublic), IsOk());
  const auto built =
      Build(R"(file_standard { standard: "abc" version: 1 document_digest: "sha256:norm.txt" })");
  ASSERT_THAT(built, IsOk());
  EXPECT_EQ(built->statement().file_standard().document_digest(), crypto::Sha256("norm").str());
}

TEST_F(StatementBuilderTest, SetsAreSorted) {
  const auto built = Build(R"(add_key {
      organisation: "xingchen-chip" public_key: "hex:00" person: "random:16"
      purposes: [KEY_PURPOSE_STANDARD, KEY_PURPOSE_CERTIFICATE] })");
  ASSERT_THAT(built, IsOk());
  EXPECT_THAT(built->statement().add_key().purposes(), ElementsAre(1, 3));
}

TEST_F(StatementBuilderTest, ActsOfThoseWhoUseCertificatesAreBuilt) {
  for (const char* text :
       {R"(set_recognition_policy { version: 1 rules {
             recognise: true issuer: "xingchen-chip" ladder: "eight-levels" lowest_level: 3 } })",
        R"(set_post_requirement { post: "smt-line" name: "贴片线操作岗（虚构）" version: 1
             qualifications { occupation { edition: "2022" code: "6-25-04-07" }
                              ladder: "eight-levels" lowest_level: 3 } leader_required: true })",
        R"(report_national_sync { batch: 25 certificates { begin: 26 end: 28 }
             state: NATIONAL_SYNC_RETURNED code: "E-17" })"}) {
    EXPECT_THAT(Build(text), IsOk()) << text;
  }
}

TEST_F(StatementBuilderTest, PostWithoutQualificationIsRefused) {
  EXPECT_THAT(Build(R"(set_post_requirement { post: "smt-line" name: "岗位" version: 1 })"),
              HasReason(proto::Reason::kFieldMissing));
}

TEST_F(StatementBuilderTest, ErasedRootsAreSorted) {
  const std::string a = "hex:" + std::string(64, 'a');
  const std::string b = "hex:" + std::string(64, 'b');
  const auto built = Build("record_erasure { claims_roots: [\"" + b + "\", \"" + a + "\"] }");
  ASSERT_THAT(built, IsOk());
  EXPECT_THAT(built->statement().record_erasure().claims_roots(),
              ElementsAre(std::string(32, '\xaa'), std::string(32, '\xbb')));
}

TEST_F(StatementBuilderTest, SyntaxMistakeIsNamedByLineAndColumn) {
  EXPECT_THAT(MessageOf("register_organisation {\n  organisation \"x\"\n}"),
              HasSubstr("line 2, column 16"));
}

TEST_F(StatementBuilderTest, UnknownFieldIsNamedByLine) {
  const std::string message = MessageOf("register_organisation {\n  nmae: \"x\"\n}");
  EXPECT_THAT(message, HasSubstr("line 2"));
  EXPECT_THAT(message, HasSubstr("nmae"));
}

TEST_F(StatementBuilderTest, UnknownEnumValueIsNamed) {
  EXPECT_THAT(MessageOf("revoke_key { reason: KEY_END_REASON_BORED }"),
              HasSubstr("KEY_END_REASON_BORED"));
}

TEST_F(StatementBuilderTest, JsonSyntaxMistakeIsNamedByLineAndColumn) {
  EXPECT_THAT(MessageOf("{\n \"register_organisation\": {,}}"), HasSubstr("line 2, column"));
}

TEST_F(StatementBuilderTest, JsonUnknownFieldIsNamed) {
  EXPECT_THAT(MessageOf(R"({"register_organisation": {"nmae": "x"}})"), HasSubstr("nmae"));
}

TEST_F(StatementBuilderTest, JsonMemberTwiceIsRefused) {
  EXPECT_THAT(MessageOf(R"({"genesis": {}, "genesis": {}})"), HasSubstr("stands twice"));
}

TEST_F(StatementBuilderTest, FieldRuleIsNamedWithTheLineOfTheField) {
  const auto built = Build("register_organisation {\n  organisation: \"NO\"\n}");
  EXPECT_THAT(built, HasReason(proto::Reason::kFieldOutOfRange));
  EXPECT_THAT(std::string(built.status().message()), HasSubstr("line 2, column 3"));
  EXPECT_THAT(std::string(built.status().message()), HasSubstr("organisation"));
}

TEST_F(StatementBuilderTest, MissingFieldIsNamed) {
  const auto built = Build("register_organisation { organisation: \"abc\" name: \"x\" }");
  EXPECT_THAT(built, HasReason(proto::Reason::kFieldMissing));
  EXPECT_THAT(std::string(built.status().message()), HasSubstr("province"));
}

TEST_F(StatementBuilderTest, TextWithoutActIsRefused) {
  EXPECT_THAT(MessageOf("# nothing\n"), HasSubstr("no act"));
}

TEST_F(StatementBuilderTest, FileThatIsNotThereIsNamed) {
  EXPECT_THAT(MessageOf("revoke_key { key: \"key-id:missing.pem\" }"), HasSubstr("missing.pem"));
}

TEST_F(StatementBuilderTest, SignersAndRegistryAreNeeded) {
  frame_.signers.clear();
  EXPECT_THAT(MessageOf(kFirm), HasSubstr("--signer"));
  frame_.signers = {crypto::Sha256("a")};
  frame_.registry.clear();
  EXPECT_THAT(MessageOf(kFirm), HasSubstr("--registry"));
}

TEST_F(StatementBuilderTest, PrintedActBuildsTheSameAgain) {
  const auto built = Build(R"(revoke_key { key: "random:32" reason: KEY_END_REASON_LOST })");
  ASSERT_THAT(built, IsOk());
  const auto again = Build(FormatAct(built->statement()));
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->statement().revoke_key().SerializeAsString(),
            built->statement().revoke_key().SerializeAsString());
}

}  // namespace
}  // namespace linkcert::client
