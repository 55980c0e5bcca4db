// One history after the other, put to the rulebook and to the model: they must agree.
#ifndef LINKCERT_TESTS_MODEL_TRIAL_H_
#define LINKCERT_TESTS_MODEL_TRIAL_H_

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "tests/model/history.h"
#include "tests/model/model.h"
#include "tests/model/rulebook.h"
#include "tests/testing/world.h"

namespace linkcert::model {

// Outcomes over all histories: how often, by act and by reason.
struct Tally {
  uint64_t histories = 0;
  uint64_t acts = 0;
  std::map<std::string, uint64_t> by_outcome;
  std::map<std::string, std::map<std::string, uint64_t>> by_act;

  void Add(const std::string& act, const std::string& outcome);
  void Add(const Tally& other);
  std::string Table() const;
  // Of all reasons that these histories can meet, those that none met.
  std::set<std::string> NeverMet() const;
};

// Makes the founded registry once. Not thread-safe.
class Trial {
 public:
  Trial();

  // Plays the history of this seed; one line for each disagreement.
  std::vector<std::string> Play(uint32_t seed);
  const Tally& tally() const { return tally_; }

 private:
  // One registry and its model.
  struct Registry {
    Model model;
    Rulebook rulebook;
  };
  void Submit(Registry& registry, const Submission& submission);
  void MakeFull();
  const Registry& StartOf(uint32_t seed) const;
  // What was refused is found on replay, at the entry that breaks the rule.
  void MustFind(const Findings& findings, uint64_t index, const std::string& refusal);
  void LogStatusRoot(Registry& registry, bool wrong_first);
  void Step(Registry& registry, History& history);
  void Conclude(const Registry& start, const Registry& end);
  void Disagree(const std::string& what);

  testing::World world_;
  std::vector<std::string> founding_;
  Registry empty_;
  Registry founded_;
  Registry full_;      // the whole process
  Registry assigned_;  // and numbers from the province
  Tally tally_;
  // Of the history that is played.
  uint32_t seed_ = 0;
  uint32_t step_ = 0;
  Findings expected_;
  std::vector<std::string> disagreements_;
};

}  // namespace linkcert::model

#endif  // LINKCERT_TESTS_MODEL_TRIAL_H_
