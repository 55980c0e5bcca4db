// A second, naive model of the rules: judges a statement, applies it, and nothing else. It reads as
// the rulebook in plain words; admission and replay are held against it.
#ifndef LINKCERT_TESTS_MODEL_MODEL_H_
#define LINKCERT_TESTS_MODEL_MODEL_H_

#include <cstdint>
#include <optional>
#include <set>
#include <string>

#include "tests/model/facts.h"
#include "tests/model/question.h"

namespace linkcert::model {

// What may be said to a submission.
struct Answer {
  // For any of these it may be refused; none = it must be admitted.
  std::set<std::string> reasons;
  // Logged before, at this index: the same place is answered, nothing changes.
  std::optional<uint64_t> already_logged;
};

// Copyable; not thread-safe.
class Model {
 public:
  Answer Judge(const Submission& submission, uint64_t logged_at) const;
  // Of what Judge has nothing against, and that is not logged already.
  void Apply(const Submission& submission, uint64_t logged_at);

  // R27: the registry's own entry, its root, when one must come before anything else, and whether
  // one at `logged_at` breaks the rule by coming late.
  std::string StatusRoot() const;
  bool IsStatusRootDue(uint64_t logged_at) const;
  bool IsStatusRootLate(uint64_t logged_at) const;
  void ApplyStatusRoot(uint64_t logged_at);

  // What the national platform said of a certificate of this log.
  v1::NationalSync NationalSyncOf(uint64_t certificate) const;

  const Facts& facts() const { return facts_; }

 private:
  Question Ask(const Submission& submission, uint64_t logged_at) const;
  void JudgeEnvelope(Question& question) const;
  void JudgeSigners(Question& question) const;

  Facts facts_;
};

}  // namespace linkcert::model

#endif  // LINKCERT_TESTS_MODEL_MODEL_H_
