// `verify` holds logs to what this machine remembers of them: by a set, and by a registry's word.
#include "tests/client/program/commands_fixture.h"

namespace linkcert::client {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class VerifyMemoryTest : public CommandsTest {
 protected:
  void SetUp() override {
    CommandsTest::SetUp();
    open_registry_ = [this](const std::string&) -> absl::StatusOr<AskedRegistry> { return Ask(); };
  }
  // A registry that keeps this log and calls every certificate valid.
  AskedRegistry Ask() {
    AskedRegistry registry;
    registry.verify = [](const auto&) -> absl::StatusOr<v1::Verdict> {
      v1::Verdict verdict;
      verdict.set_conclusion(v1::CONCLUSION_VALID);
      return verdict;
    };
    registry.checkpoint = [this] { return log_.Checkpoint(); };
    registry.prove = [this](uint64_t index, uint64_t size) -> absl::StatusOr<v1::LoggedEntry> {
      if (size != log_.entries().size()) return absl::OutOfRangeError("no such tree");
      return log_.Logged(index);
    };
    return registry;
  }
  int AskAbout(const std::string& file, std::vector<std::string> more = {}) {
    more.insert(more.begin(), {dir_.file(file), "--server", "localhost:1"});
    return Verify(more);
  }
  std::string SetOf(const std::string& file) {
    std::string set = dir_.file(file) + "set";
    EXPECT_EQ(Run({"set", set, dir_.file(file)}), 0);
    return set;
  }
};

TEST_F(VerifyMemoryTest, SetsOfTwoHistoriesAreEvidence) {
  EXPECT_EQ(Verify({SetOf("good.linkcert")}), 0);
  log_.entries().back().back() ^= 1;
  Write("fork.linkcert", File());
  const std::string fork = SetOf("fork.linkcert");
  EXPECT_EQ(Verify({fork, "--no-memory"}), 0);
  EXPECT_EQ(Verify({fork}), 5);
  EXPECT_THAT(err_.str(), HasSubstr("CHECKPOINT_INCONSISTENT"));
  EXPECT_THAT(err_.str(), HasSubstr(dir_.file("state")));
}

TEST_F(VerifyMemoryTest, SetIsHeldToAFile) {
  log_.entries().back().back() ^= 1;
  Write("fork.linkcert", File());
  EXPECT_EQ(Verify({dir_.file("fork.linkcert")}), 0);
  EXPECT_EQ(Verify({SetOf("good.linkcert")}), 5);
}

TEST_F(VerifyMemoryTest, SetThatTheLogNeverSignedIsNotRemembered) {
  const std::string set = SetOf("good.linkcert");
  std::string bytes = *ReadLocalFile(set);
  bytes[bytes.find("\xe2\x80\x94 ") + 60] ^= 1;  // within the signature
  Write("forged.linkcertset", bytes);
  EXPECT_NE(Verify({dir_.file("forged.linkcertset")}), 0);
  EXPECT_FALSE(std::filesystem::exists(dir_.file("state")));
}

TEST_F(VerifyMemoryTest, RegistryThatGoesOnIsAsked) {
  EXPECT_EQ(AskAbout("good.linkcert"), 0);
  log_.SubmitStatusRoot();
  EXPECT_EQ(AskAbout("good.linkcert"), 0);
  EXPECT_THAT(out_.str(), HasSubstr("VALID"));
}

TEST_F(VerifyMemoryTest, RegistryOfTwoHistoriesIsNotAsked) {
  log_.SubmitStatusRoot();
  EXPECT_EQ(AskAbout("good.linkcert"), 0);
  log_.entries().back().back() ^= 1;
  EXPECT_EQ(AskAbout("good.linkcert"), 5);
  EXPECT_THAT(err_.str(), HasSubstr("both signed notes: " + dir_.file("state")));
  EXPECT_THAT(out_.str(), Not(HasSubstr("VALID")));
  EXPECT_EQ(AskAbout("good.linkcert", {"--no-memory"}), 0);
}

TEST_F(VerifyMemoryTest, RegistryThatWasRolledBackIsUndecided) {
  const std::vector<std::string> older = log_.entries();
  log_.SubmitStatusRoot();
  EXPECT_EQ(AskAbout("good.linkcert"), 0);
  log_.entries() = older;
  EXPECT_EQ(AskAbout("good.linkcert"), 3);
  EXPECT_THAT(err_.str(), HasSubstr("behind, or was rolled back"));
}

TEST_F(VerifyMemoryTest, RegistryOfAnotherLogIsUndecided) {
  Write("policy", "quorum none\n");
  EXPECT_EQ(AskAbout("good.linkcert"), 3);
  EXPECT_THAT(out_.str(), Not(HasSubstr("VALID")));
}

TEST_F(VerifyMemoryTest, WithoutPolicyARegistryIsTakenAtItsWord) {
  EXPECT_EQ(Run({"verify", dir_.file("good.linkcert"), "--server", "localhost:1"}), 0);
  EXPECT_FALSE(std::filesystem::exists(dir_.file("state")));
}

}  // namespace
}  // namespace linkcert::client
