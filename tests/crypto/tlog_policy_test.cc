#include "crypto/tlog_policy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "crypto/cosignature.h"
#include "crypto/note.h"
#include "tests/testing/bytes.h"
#include "tests/testing/status_matchers.h"

namespace linkcert::crypto {
namespace {

using testing::HasCode;
using ::testing::HasSubstr;
using testing::IsOk;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
constexpr uint64_t kNowS = 2000000000;
constexpr char kOrigin[] = "example.com/log";

std::unique_ptr<Signer> SignerOf(absl::string_view name) {
  return *KeyFromSeedForTesting(Algorithm::kEd25519, name);
}

std::string LogVkey(absl::string_view name, absl::string_view seed) {
  return NoteKey::Create(name, NoteAlgorithm::kEd25519, SignerOf(seed)->public_key())->vkey();
}

std::string WitnessVkey(absl::string_view name) {
  return NoteKey::Create(name, NoteAlgorithm::kCosignatureV1, SignerOf(name)->public_key())->vkey();
}

std::string LogLine(absl::string_view name = kOrigin, absl::string_view seed = "log") {
  return absl::StrCat("log ", LogVkey(name, seed), "\n");
}

std::string WitnessLine(absl::string_view name) {
  return absl::StrCat("witness ", name, " ", WitnessVkey(name), "\n");
}

// The example of c2sp.org/tlog-policy.
std::string Example() {
  return absl::StrCat(LogLine(), "\n", WitnessLine("X1"), WitnessLine("X2"), WitnessLine("X3"),
                      "group X-witnesses 2 X1 X2 X3\n\n", WitnessLine("Y1"), WitnessLine("Y2"),
                      WitnessLine("Y3"), "group Y-witnesses any Y1 Y2 Y3\n\n",
                      "group X-and-Y all X-witnesses Y-witnesses\nquorum X-and-Y\n");
}

struct At {
  std::string witness;
  uint64_t time_s;
};

// A checkpoint that the log signed and these witnesses cosigned.
std::string Note(const std::vector<At>& cosigners, absl::string_view origin = kOrigin,
                 absl::string_view log_seed = "log") {
  const Checkpoint checkpoint{std::string(origin), 42, Sha256("root")};
  std::string note = *SignCheckpoint(checkpoint, *SignerOf(log_seed));
  for (const At& at : cosigners) {
    absl::StrAppend(&note, FormatSignature(*SignCosignature(FormatCheckpoint(checkpoint), at.time_s,
                                                            at.witness, *SignerOf(at.witness))));
  }
  return note;
}

absl::StatusOr<EvaluatedCheckpoint> Evaluate(absl::string_view policy, absl::string_view note) {
  auto parsed = TlogPolicy::Parse(policy);
  if (!parsed.ok()) return parsed.status();
  return parsed->Evaluate(note, kNowS);
}

TEST(TlogPolicyTest, TheExampleParses) {
  auto policy = TlogPolicy::Parse(Example());
  ASSERT_TRUE(policy.ok()) << policy.status();
  EXPECT_EQ(policy->logs().size(), 1u);
  EXPECT_EQ(policy->witnesses().size(), 6u);
  EXPECT_EQ(policy->witnesses()[3].name, "Y1");
  EXPECT_TRUE(policy->requires_witnesses());
}

TEST(TlogPolicyTest, WhiteSpaceCommentsUrlsAndOrderAreFree) {
  auto policy = TlogPolicy::Parse(absl::StrCat(
      "# comment\n \t# another \xE9\x93\xBE\n\n \t\n\twitness  A\t", WitnessVkey("A"),
      "  https://w.example/ \nquorum A\nlog ", LogVkey(kOrigin, "log"), " https://log.example\n"));
  ASSERT_TRUE(policy.ok()) << policy.status();
  EXPECT_EQ(policy->logs()[0].url, "https://log.example");
  EXPECT_EQ(policy->witnesses()[0].url, "https://w.example/");
}

TEST(TlogPolicyTest, TheExampleWantsTwoXAndOneY) {
  for (int set = 0; set < 64; ++set) {
    std::vector<At> cosigners;
    int x = 0, y = 0;
    for (int i = 0; i < 6; ++i) {
      if ((set >> i & 1) == 0) continue;
      cosigners.push_back({absl::StrCat(i < 3 ? "X" : "Y", i % 3 + 1), kNowS});
      ++(i < 3 ? x : y);
    }
    auto evaluated = Evaluate(Example(), Note(cosigners));
    ASSERT_TRUE(evaluated.ok()) << evaluated.status();
    EXPECT_EQ(evaluated->quorum_met, x >= 2 && y >= 1) << set;
    EXPECT_EQ(evaluated->cosignatures.size(), cosigners.size());
    EXPECT_EQ(evaluated->quorum_time_s.has_value(), evaluated->quorum_met);
  }
}

TEST(TlogPolicyTest, QuorumTimeIsTheLatestThatTheQuorumReaches) {
  auto evaluated =
      Evaluate(Example(), Note({{"X1", 100}, {"X2", 300}, {"X3", 200}, {"Y1", 50}, {"Y2", 250}}));
  ASSERT_TRUE(evaluated.ok()) << evaluated.status();
  EXPECT_EQ(evaluated->quorum_time_s, 200u);  // X2 and X3, and Y2
  evaluated = Evaluate(Example(), Note({{"X1", 100}, {"X2", 300}, {"X3", 200}, {"Y1", 50}}));
  EXPECT_EQ(evaluated->quorum_time_s, 50u);
}

TEST(TlogPolicyTest, CosignaturesFromTheFutureDoNotCount) {
  const std::string policy = absl::StrCat(LogLine(), WitnessLine("A"), "quorum A\n");
  auto near = Evaluate(policy, Note({{"A", kNowS + kMaxCosignatureSkewS}}));
  ASSERT_TRUE(near.ok()) << near.status();
  EXPECT_TRUE(near->quorum_met);
  for (const uint64_t time_s : {kNowS + kMaxCosignatureSkewS + 1, kMaxCosignatureTimeS}) {
    auto far = Evaluate(policy, Note({{"A", time_s}}));
    ASSERT_TRUE(far.ok()) << far.status();
    EXPECT_FALSE(far->quorum_met);
    EXPECT_FALSE(far->cosignatures[0].counts);
  }
}

TEST(TlogPolicyTest, ACosignatureFromTheFutureCannotHelpOthersToAQuorum) {
  const std::string policy =
      absl::StrCat(LogLine(), WitnessLine("A"), WitnessLine("B"), "group G all A B\nquorum G\n");
  auto evaluated = Evaluate(policy, Note({{"A", kNowS}, {"B", kNowS + 1000}}));
  ASSERT_TRUE(evaluated.ok()) << evaluated.status();
  EXPECT_FALSE(evaluated->quorum_met);
}

TEST(TlogPolicyTest, QuorumNoneNeedsTheLogOnly) {
  auto evaluated = Evaluate(LogLine() + "quorum none\n", Note({{"A", kNowS}}));
  ASSERT_TRUE(evaluated.ok()) << evaluated.status();
  EXPECT_TRUE(evaluated->quorum_met);
  EXPECT_FALSE(evaluated->quorum_time_s.has_value());
  EXPECT_TRUE(evaluated->cosignatures.empty());
  EXPECT_EQ(evaluated->checkpoint.size, 42u);
}

TEST(TlogPolicyTest, AnyListedLogWillDoUnderItsOwnOrigin) {
  const std::string policy =
      absl::StrCat(LogLine("example.com/old", "old"), LogLine(), "quorum none\n");
  EXPECT_EQ(Evaluate(policy, Note({}))->log, 1u);
  EXPECT_EQ(Evaluate(policy, Note({}, "example.com/old", "old"))->log, 0u);
  // a key of the policy under another origin, or another key under a listed origin
  EXPECT_THAT(Evaluate(policy, Note({}, "example.com/new", "log")), HasCode(kInvalid));
  EXPECT_THAT(Evaluate(policy, Note({}, kOrigin, "stranger")), HasCode(kInvalid));
}

TEST(TlogPolicyTest, AKnownLogCannotSignForAnother) {
  const std::string policy =
      absl::StrCat(LogLine("example.com/old", "old"), LogLine(), "quorum none\n");
  const std::string text = FormatCheckpoint({kOrigin, 42, Sha256("root")});
  const std::string note =
      FormatNote({text, {*SignNoteText(text, "example.com/old", *SignerOf("old"))}});
  EXPECT_THAT(Evaluate(policy, note), HasCode(kInvalid));
}

TEST(TlogPolicyTest, WitnessesAloneAreNotEnough) {
  const std::string policy = absl::StrCat(LogLine(), WitnessLine("A"), "quorum A\n");
  EXPECT_THAT(Evaluate(policy, Note({{"A", kNowS}}, kOrigin, "stranger")), HasCode(kInvalid));
  EXPECT_THAT(Evaluate(WitnessLine("A") + "quorum A\n", Note({{"A", kNowS}})), HasCode(kInvalid));
}

TEST(TlogPolicyTest, EveryFlippedBitOfTheNoteIsRefusedOrLosesTheWitness) {
  const std::string policy = absl::StrCat(LogLine(), WitnessLine("A"), "quorum A\n");
  const std::string note = Note({{"A", kNowS}});
  for (size_t bit = 0; bit < note.size() * 8; ++bit) {
    const auto evaluated = Evaluate(policy, testing::WithBitFlipped(note, bit));
    if (evaluated.ok()) {
      EXPECT_FALSE(evaluated->quorum_met) << bit;
    }
  }
}

TEST(TlogPolicyTest, ABadOrSecondCosignatureByAWitnessIsRefused) {
  const std::string policy = absl::StrCat(LogLine(), WitnessLine("A"), "quorum none\n");
  EXPECT_THAT(Evaluate(policy, Note({{"A", 1}, {"A", 2}})), HasCode(kInvalid));
  auto line = SignCosignature("another text\n", 1, "A", *SignerOf("A"));
  EXPECT_THAT(Evaluate(policy, Note({}) + FormatSignature(*line)), HasCode(kInvalid));
}

void ExpectRefused(const std::vector<std::string>& policies) {
  for (const std::string& policy : policies) {
    EXPECT_THAT(TlogPolicy::Parse(policy), HasCode(kInvalid)) << policy;
  }
}

TEST(TlogPolicyTest, ThereIsExactlyOneQuorumLineOverDefinedNames) {
  const std::string a = WitnessLine("A");
  ExpectRefused({"", "\n", a, a + "quorum\n", a + "quorum B\n", a + "quorum A B\n",
                 "quorum A\n" + a, a + "quorum A\nquorum A\n", a + "quorum A\nquorum none\n",
                 "quorum none none\n"});
}

TEST(TlogPolicyTest, LinesHaveKnownWordsAndTheirNumber) {
  ExpectRefused({"Log x\nquorum none\n", "log\nquorum none\n", "log x\nquorum none\n",
                 "witness A\nquorum none\n", "group G all\nquorum none\n", "x\nquorum none\n",
                 absl::StrCat("log ", LogVkey("A", "A"), " url more\nquorum none\n"),
                 absl::StrCat("witness A ", WitnessVkey("A"), " url more\nquorum A\n")});
}

TEST(TlogPolicyTest, KeysHaveTheTypeOfTheirLineAndNamesAreDefinedOnce) {
  const std::string a = WitnessLine("A");
  ExpectRefused({a + a + "quorum A\n", LogLine() + LogLine() + "quorum none\n",
                 absl::StrCat("log ", WitnessVkey("A"), "\nquorum none\n"),
                 absl::StrCat("witness A ", LogVkey("A", "A"), "\nquorum A\n"),
                 absl::StrCat("witness none ", WitnessVkey("A"), "\nquorum none\n"),
                 a + "group A all A\nquorum A\n", a + "group none all A\nquorum A\n",
                 absl::StrCat(a, "witness A ", WitnessVkey("B"), "\nquorum A\n")});
}

TEST(TlogPolicyTest, GroupsHaveAPossibleThresholdAndUnusedMembers) {
  const std::string a = WitnessLine("A"), b = WitnessLine("B");
  ExpectRefused({a + "group G A\nquorum G\n", a + "group G all B\nquorum G\n",
                 a + "group G 0 A\nquorum G\n", a + "group G 2 A\nquorum G\n",
                 a + "group G 01 A\nquorum G\n", a + "group G some A\nquorum G\n",
                 a + "group G all A A\nquorum G\n", a + "group G all G\nquorum G\n",
                 a + "group G any none\nquorum G\n", "group G all A\n" + a + "quorum G\n",
                 a + b + "group G any A\ngroup H all A B\nquorum H\n"});
}

TEST(TlogPolicyTest, OnlyTabAndNewlineAreControlCharactersAndTheLastLineEnds) {
  ExpectRefused({"quorum none", "quorum none\r\n", "quorum none\n\x7F\n", "quorum none\n\x01\n",
                 std::string("quorum none\n\0\n", 14)});
}

TEST(TlogPolicyTest, OneKeyUnderTwoNamesIsRefused) {
  const auto signer = SignerOf("A");
  auto other = NoteKey::Create("other", NoteAlgorithm::kCosignatureV1, signer->public_key());
  EXPECT_THAT(TlogPolicy::Parse(
                  absl::StrCat(WitnessLine("A"), "witness B ", other->vkey(), "\nquorum A\n")),
              HasCode(kInvalid));
  EXPECT_THAT(TlogPolicy::Parse(
                  absl::StrCat(LogLine("one", "log"), LogLine("two", "log"), "quorum none\n")),
              HasCode(kInvalid));
}

TEST(TlogPolicyTest, RefusalsNameTheLine) {
  const auto policy = TlogPolicy::Parse(LogLine() + "\n# comment\nquorum X\n");
  EXPECT_THAT(policy.status().message(), HasSubstr("line 4"));
}

TEST(TlogPolicyTest, EveryTruncationIsRefused) {
  const std::string text = Example();
  for (size_t size = 0; size < text.size(); ++size) {
    EXPECT_THAT(TlogPolicy::Parse(text.substr(0, size)), HasCode(kInvalid)) << size;
  }
}

TEST(TlogPolicyTest, DefinitionsAndSizeAreLimited) {
  std::string text = LogLine() + WitnessLine("W0");
  for (size_t i = 1; i < kMaxPolicyDefinitions - 1; ++i) {
    absl::StrAppend(&text, "group W", i, " all W", i - 1, "\n");
  }
  EXPECT_THAT(TlogPolicy::Parse(text + "group last all W254\nquorum W254\n"), HasCode(kInvalid));
  EXPECT_THAT(TlogPolicy::Parse(std::string(kMaxPolicySizeBytes, '\n') + "quorum none\n"),
              HasCode(kInvalid));
}

TEST(TlogPolicyTest, ManyLogsWitnessesAndGroupsAreAccepted) {
  std::string text;
  for (int i = 0; i < 32; ++i)
    absl::StrAppend(&text, LogLine(absl::StrCat("l", i), absl::StrCat("l", i)));
  for (int i = 0; i < 32; ++i) absl::StrAppend(&text, WitnessLine(absl::StrCat("w", i)));
  for (int i = 0; i < 32; ++i) absl::StrAppend(&text, "group g", i, " all w", i, "\n");
  EXPECT_THAT(TlogPolicy::Parse(text + "quorum g31\n"), IsOk());
}

}  // namespace
}  // namespace linkcert::crypto
