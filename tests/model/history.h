// Random histories of one invented registry: acts that mostly may be logged, among them such that
// may not. It looks at the model to choose what to act on, and breaks one thing here and there.
#ifndef LINKCERT_TESTS_MODEL_HISTORY_H_
#define LINKCERT_TESTS_MODEL_HISTORY_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/model/cast.h"
#include "tests/model/draft.h"

namespace linkcert::model {

// The same seed makes the same history.
class History : public Cast {
 public:
  History(testing::World& world, const Model& model, uint32_t seed) : Cast(world, model, seed) {}

  // The founding, in its order but for a few slips, until it is done.
  void FoundFirst(const std::vector<std::string>& founding);
  // Changes the same certificate, accreditation, key or dual certificates again and again.
  void DwellOnOne() { dwelling_ = 1 + Pick(4); }
  // Mostly takes assessments on, step by step.
  void FollowProcess() { follows_process_ = true; }
  // Lets time pass: nothing, seconds, hours, days, seldom months.
  void PassTime();
  // What is handed in now.
  Submission Next();

 private:
  using PlanPlace = std::map<std::pair<std::string, std::string>, Plan>::const_iterator;
  struct Kind {
    uint32_t weight;
    Draft (History::*draft)();
  };
  static const std::vector<Kind>& Kinds();

  Draft Act(Names signers);

  bool IsLogged(const Submission& submission) const;
  Submission NextOfFounding();
  Draft AnyDraft();
  void MistakeSigners(Draft& draft);
  void MistakeEnvelope(Draft& draft);
  void MistakeLeaves(Draft& draft);
  Submission Sign(Draft draft), Spoil(Submission submission);

  // history_keys.cc
  Draft AddKey(), AddKeyOf(const std::string&organisation), RotateKey(), RevokeKey(),
      DeclareKeyCompromised(), PublishRuleSet(), RotateLogKey(), BeginEpoch();
  std::string AnyKey();
  void VaryProcess(v1::RuleSet&rules), MistakeRuleSet(v1::RuleSet&rules);
  // history_governance.cc
  Draft RegisterOrganisation(), DefineChain(), JoinChain(), LeaveChain(), PublishLadder(),
      PublishStandard(), CosignStandard(), FileStandard(), WithdrawStandard(), GrantAccreditation(),
      MoveAccreditation(), RegisterPanel(), PublishEdition(), GenesisAgain();
  void VaryScope(v1::GrantAccreditation&act), VaryTerms(v1::GrantAccreditation&act);
  // history_batches.cc
  Draft PlanBatch(), SealRoster(), IssueBatch();
  Draft IssueUnder(const std::pair<std::string, std::string>& id, const Plan& plan);
  void MistakePlan(v1::PlanBatch& act);
  bool IsReady(const Plan& plan) const;
  v1::IssueBatch BatchUnder(const std::string& plan_id, const Plan& plan);
  void MistakePlanned(v1::IssueBatch& act);
  void MistakeBatch(v1::IssueBatch& act);
  // history_numbers.cc
  Draft AssignNumberBlock(), VoidNumbers();
  std::string SomeSeries(const v1::GrantAccreditation& grant);
  void TakeAssigned(v1::NumberBlock& block, const std::string& accreditation);
  void RunAcrossVoid(v1::NumberBlock& block);
  std::string LevelCharacter(const v1::IssueBatch& act);
  void NumberIt(v1::IssueBatch& act, const v1::GrantAccreditation& grant);
  // history_process.cc
  Draft NextStep(), ImposeSanction();
  PlanPlace SomePlan();
  Draft AnyStep(const PlanPlace&place), Step(const PlanPlace&place);
  std::string PlanId(const PlanPlace&place), SomeSupervisor();
  std::set<std::string> SomePanel();
  Draft StartExamination(const PlanPlace&place), ApproveResults(const PlanPlace&place),
      OpenPublicity(const PlanPlace&place), ClosePublicity(const PlanPlace&place),
      ReportSupervision(const PlanPlace&place), RecordAppeals(const PlanPlace&place);
  void AddProcess(v1::IssueBatch& act, const Plan& plan);
  void MistakeProcess(v1::IssueBatch& act);
  // history_standing.cc
  Draft SuspendCertificates(), ReinstateCertificates(), RevokeCertificates(), VoidBatch(),
      RecordFinding();
  std::vector<uint64_t> SomeCertificates(v1::StandingState state);
  Names IssuerOrAuthority(uint64_t certificate, uint32_t people);
  uint64_t FindingFor(const std::string& issuer);
  // history_links.cc
  Draft CorrectCertificates(), ReissueCertificates(), SupersedeCertificates(), DecideCompanion(),
      RevokeForFraud(), ChangeDual();
  std::string NewClaims();
  void NameCompanions(v1::IssueBatch& act, const std::string& issuer);
  void AddLeaves(Draft& draft);
  void MistakeCorrection(v1::CorrectCertificates& act);
  void StateVersions(Draft& draft, const std::vector<uint64_t>& replaced);
  // history_oversight.cc
  Draft SetRecognitionPolicy(), SetPostRequirement(), ReportNationalSync(), RecordErasure();
  v1::RecognitionRule SomeRule();
  std::string SomeLadder();
  uint32_t SomeLevelOf(const std::string& ladder);
  // history_dwelling.cc
  Draft ChangeOne(), ChangeAccreditation(), ChangeKey();
  Draft ChangeCertificate(uint64_t certificate);

  std::vector<std::string> founding_;  // what is left of it
  std::vector<Submission> past_;
  uint32_t next_serial_ = 1;
  std::map<std::string, std::vector<std::string>> claims_;  // hashes of claims, by their root
  uint32_t dwelling_ = 0;                                   // 0 = no
  bool follows_process_ = false;
};

}  // namespace linkcert::model

#endif  // LINKCERT_TESTS_MODEL_HISTORY_H_
