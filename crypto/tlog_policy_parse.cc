#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "crypto/text.h"
#include "crypto/tlog_policy.h"

namespace linkcert::crypto {
namespace {

constexpr absl::string_view kNone = "none";

using Words = std::vector<absl::string_view>;

absl::Status Malformed(absl::string_view why) { return absl::InvalidArgumentError(why); }

// "The only allowed control characters are tab and newline"; 0x7F is one too.
bool IsPolicyText(absl::string_view text) {
  for (const char c : text) {
    const auto byte = static_cast<uint8_t>(c);
    if ((byte < 0x20 && c != '\t' && c != '\n') || byte == 0x7F) return false;
  }
  return true;
}

// "all", "any" or a number from 1 to `members`.
absl::StatusOr<size_t> ParseThreshold(absl::string_view word, size_t members) {
  if (word == "all") return members;
  if (word == "any") return 1;
  absl::StatusOr<uint64_t> number = ParseDecimal(word);
  if (!number.ok()) return Malformed("a threshold is all, any or a number");
  if (*number == 0 || *number > members) return Malformed("no such number of members");
  return static_cast<size_t>(*number);
}

}  // namespace

// Takes the file line by line.
class TlogPolicy::Parser {
 public:
  absl::Status AddLine(absl::string_view line);
  absl::StatusOr<TlogPolicy> Finish();

 private:
  absl::Status AddLog(const Words& words);
  absl::Status AddWitness(const Words& words);
  absl::Status AddGroup(const Words& words);
  absl::Status SetQuorum(const Words& words);

  absl::StatusOr<NoteKey> NewKey(absl::string_view vkey, NoteAlgorithm algorithm);
  absl::Status Define(absl::string_view name, Definition definition);
  absl::StatusOr<size_t> Find(absl::string_view name) const;

  TlogPolicy policy_;
  absl::flat_hash_map<std::string, size_t> names_;
  absl::flat_hash_set<size_t> members_;  // definitions that belong to a group already
  bool has_quorum_ = false;
};

absl::Status TlogPolicy::Parser::AddLine(absl::string_view line) {
  const Words words = absl::StrSplit(line, absl::ByAnyChar(" \t"), absl::SkipEmpty());
  if (words.empty() || words[0][0] == '#') return absl::OkStatus();
  if (policy_.logs_.size() + policy_.definitions_.size() == kMaxPolicyDefinitions) {
    return Malformed("the policy has too many definitions");
  }
  if (words[0] == "log") return AddLog(words);
  if (words[0] == "witness") return AddWitness(words);
  if (words[0] == "group") return AddGroup(words);
  if (words[0] == "quorum") return SetQuorum(words);
  return Malformed("a line begins with log, witness, group or quorum");
}

absl::Status TlogPolicy::Parser::AddLog(const Words& words) {
  if (words.size() < 2 || words.size() > 3) return Malformed("log <vkey> [<url>]");
  absl::StatusOr<NoteKey> key = NewKey(words[1], NoteAlgorithm::kEd25519);
  if (!key.ok()) return key.status();
  policy_.logs_.push_back({*key, words.size() == 3 ? std::string(words[2]) : ""});
  return absl::OkStatus();
}

absl::Status TlogPolicy::Parser::AddWitness(const Words& words) {
  if (words.size() < 3 || words.size() > 4) return Malformed("witness <name> <vkey> [<url>]");
  absl::StatusOr<NoteKey> key = NewKey(words[2], NoteAlgorithm::kCosignatureV1);
  if (!key.ok()) return key.status();
  const size_t index = policy_.witnesses_.size();
  policy_.witnesses_.push_back(
      {std::string(words[1]), *key, words.size() == 4 ? std::string(words[3]) : ""});
  return Define(words[1], Definition{.witness = index, .threshold = 0, .members = {}});
}

absl::Status TlogPolicy::Parser::AddGroup(const Words& words) {
  if (words.size() < 4) return Malformed("group <name> <threshold> <name>...");
  absl::StatusOr<size_t> threshold = ParseThreshold(words[2], words.size() - 3);
  if (!threshold.ok()) return threshold.status();
  Definition group{.witness = 0, .threshold = *threshold, .members = {}};
  for (size_t i = 3; i < words.size(); ++i) {
    absl::StatusOr<size_t> member = Find(words[i]);
    if (!member.ok()) return member.status();
    if (!members_.insert(*member).second) {
      return Malformed(absl::StrCat(words[i], " is already a member of a group"));
    }
    group.members.push_back(*member);
  }
  return Define(words[1], std::move(group));
}

absl::Status TlogPolicy::Parser::SetQuorum(const Words& words) {
  if (words.size() != 2) return Malformed("quorum <name>");
  if (has_quorum_) return Malformed("a second quorum");
  has_quorum_ = true;
  if (words[1] == kNone) return absl::OkStatus();
  absl::StatusOr<size_t> quorum = Find(words[1]);
  if (!quorum.ok()) return quorum.status();
  policy_.quorum_ = *quorum;
  return absl::OkStatus();
}

absl::StatusOr<NoteKey> TlogPolicy::Parser::NewKey(absl::string_view vkey,
                                                   NoteAlgorithm algorithm) {
  absl::StatusOr<NoteKey> key = NoteKey::Parse(vkey);
  if (!key.ok()) return key.status();
  if (key->algorithm() != algorithm) return Malformed("a key of the wrong type");
  const auto is_same = [&](const NoteKey& other) {
    return (other.algorithm() == algorithm && other.public_key().id() == key->public_key().id()) ||
           (other.key_hash() == key->key_hash() && other.name() == key->name());
  };
  for (const PolicyLog& log : policy_.logs_) {
    if (is_same(log.key)) return Malformed("the key of an earlier log");
  }
  for (const PolicyWitness& witness : policy_.witnesses_) {
    if (is_same(witness.key)) return Malformed("the key of an earlier witness");
  }
  return key;
}

absl::Status TlogPolicy::Parser::Define(absl::string_view name, Definition definition) {
  if (name == kNone) return Malformed("the name none is taken");
  if (!names_.emplace(name, policy_.definitions_.size()).second) {
    return Malformed(absl::StrCat(name, " is defined twice"));
  }
  policy_.definitions_.push_back(std::move(definition));
  return absl::OkStatus();
}

absl::StatusOr<size_t> TlogPolicy::Parser::Find(absl::string_view name) const {
  const auto found = names_.find(name);
  if (found == names_.end()) return Malformed(absl::StrCat(name, " is not defined yet"));
  return found->second;
}

absl::StatusOr<TlogPolicy> TlogPolicy::Parser::Finish() {
  if (!has_quorum_) return Malformed("the policy has no quorum line");
  for (const PolicyLog& log : policy_.logs_) policy_.keys_.push_back(log.key);
  for (const PolicyWitness& witness : policy_.witnesses_) policy_.keys_.push_back(witness.key);
  return std::move(policy_);
}

absl::StatusOr<TlogPolicy> TlogPolicy::Parse(absl::string_view text) {
  if (text.size() > kMaxPolicySizeBytes) return Malformed("the policy is too large");
  if (!IsPolicyText(text)) return Malformed("the policy has a control character");
  if (text.empty() || text.back() != '\n') return Malformed("the last line has no newline");
  Parser parser;
  size_t line_number = 0;
  for (absl::string_view line : absl::StrSplit(text.substr(0, text.size() - 1), '\n')) {
    ++line_number;
    if (auto status = parser.AddLine(line); !status.ok()) {
      return Malformed(absl::StrCat("policy line ", line_number, ": ", status.message()));
    }
  }
  return parser.Finish();
}

}  // namespace linkcert::crypto
