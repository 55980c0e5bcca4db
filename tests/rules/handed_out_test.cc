// Texts that are handed out in deploy/: rule sets, ladders, editions of the catalogue.
#include <google/protobuf/text_format.h>

#include <fstream>
#include <iterator>

#include "rules/rule_sets.h"
#include "tests/rules/issued_fixture.h"
#include "tests/testing/world_process.h"

namespace linkcert::rules {
namespace {

class HandedOutTest : public IssuedTest {
 protected:
  // `path` in deploy/, as a statement of this registry.
  v1::Statement Read(const std::string& path) {
    std::ifstream in(absl::StrCat(LINKCERT_DEPLOY_DIR, "/", path));
    const std::string text(std::istreambuf_iterator<char>(in), {});
    v1::Statement act;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &act)) << path;
    v1::Statement statement = world_.New();
    statement.MergeFrom(act);
    return statement;
  }
};

TEST_F(HandedOutTest, RuleSets) {
  const std::vector<std::string> two = {"authority-1", "authority-2"};
  const v1::Statement full = Read("rule-sets/full.textproto");
  v1::RuleSet expected = FullRuleSet();
  expected.set_version(2);
  EXPECT_EQ(full.publish_rule_set().rule_set().DebugString(), expected.DebugString());
  EXPECT_EQ(Outcome(full, two), "ADMITTED");
  EXPECT_EQ(Outcome(Read("rule-sets/province.textproto"), two), "ADMITTED");
}

TEST_F(HandedOutTest, Ladders) {
  EXPECT_EQ(Outcome(Read("ladders/rural-artisans.textproto"), authority_), "ADMITTED");
}

TEST_F(HandedOutTest, Catalogue) {
  Log(testing::PublishRuleSet(world_, FullRuleSet()), {"authority-1", "authority-2"});
  EXPECT_EQ(Outcome(Read("catalogue/2022.textproto"), authority_), "ADMITTED");
  // The world's own occupation is one of them.
  EXPECT_EQ(Outcome(world_.Plan(), {leader_}), "ADMITTED");
}

}  // namespace
}  // namespace linkcert::rules
