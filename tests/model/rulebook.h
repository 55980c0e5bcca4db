// The rulebook under test: rules::Admit as the registry runs it, rules::Replay as auditors do.
#ifndef LINKCERT_TESTS_MODEL_RULEBOOK_H_
#define LINKCERT_TESTS_MODEL_RULEBOOK_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "crypto/key_cache.h"
#include "rules/replay.h"
#include "rules/state.h"
#include "tests/model/question.h"

namespace linkcert::model {

// A reason's name, or one of these.
inline constexpr char kAdmitted[] = "ADMITTED";
inline constexpr char kAlreadyLogged[] = "ALREADY_LOGGED";

// By index of the entry.
using Findings = std::vector<std::pair<uint64_t, std::string>>;

// Copyable: a copy goes on by itself. Logs nothing on its own.
class Rulebook {
 public:
  explicit Rulebook(std::shared_ptr<crypto::KeyCache> keys) : keys_(std::move(keys)) {}

  std::string Submit(const Submission& submission, uint64_t logged_at);
  std::string SubmitStatusRoot(const std::string& root, uint64_t logged_at);

  // What replay finds in this as the next entries of the log; the log stays as it is.
  Findings ReplayOf(const Submission& submission, uint64_t logged_at) const;
  Findings ReplayOfStatusRoot(const std::string& root, uint64_t logged_at) const;
  // From here on, all entries that `later` has logged since. Warnings are left out.
  Findings ReplayTo(const Rulebook& later) const;
  // Replay of what `later` has leaves the same records. Call after ReplayTo.
  bool ReplayAgrees(const Rulebook& later) const;

  // The root that a StatusRoot would have now.
  std::string StatusRoot() const;
  // UNSPECIFIED when there is no such certificate.
  v1::NationalSync NationalSyncOf(uint64_t certificate) const;
  // Companion and whether it awaits a decision, as the registry tells of a certificate it knows.
  std::pair<uint64_t, bool> CompanionOf(uint64_t certificate) const;
  uint64_t size() const { return entries_.size(); }

 private:
  Findings ReplayOfEntries(const std::vector<std::string>& entries) const;
  rules::Replay ReplayFromHere(Findings& findings) const;

  std::shared_ptr<crypto::KeyCache> keys_;
  rules::State state_;
  std::vector<std::string> entries_;
  uint64_t last_time_ = 0;
  mutable std::string replayed_;  // dump after the last ReplayTo
};

}  // namespace linkcert::model

#endif  // LINKCERT_TESTS_MODEL_RULEBOOK_H_
