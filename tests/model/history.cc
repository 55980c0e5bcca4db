#include "tests/model/history.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "crypto/hash.h"
#include "proto/certificate_leaf.h"

namespace linkcert::model {
namespace {

constexpr uint64_t kSecondMs = 1000;
constexpr uint64_t kHourMs = 3600 * kSecondMs;
constexpr uint64_t kDayMs = 24 * kHourMs;
constexpr size_t kRemembered = 40;

}  // namespace

const std::vector<History::Kind>& History::Kinds() {
  static const std::vector<Kind> kinds = {{10, &History::PlanBatch},
                                          {10, &History::SealRoster},
                                          {18, &History::IssueBatch},
                                          {6, &History::CorrectCertificates},
                                          {3, &History::ReissueCertificates},
                                          {3, &History::SupersedeCertificates},
                                          {2, &History::DecideCompanion},
                                          {1, &History::RevokeForFraud},
                                          {12, &History::SuspendCertificates},
                                          {10, &History::ReinstateCertificates},
                                          {7, &History::RevokeCertificates},
                                          {3, &History::VoidBatch},
                                          {5, &History::RecordFinding},
                                          {6, &History::NextStep},
                                          {3, &History::AssignNumberBlock},
                                          {2, &History::VoidNumbers},
                                          {3, &History::ImposeSanction},
                                          {3, &History::SetRecognitionPolicy},
                                          {3, &History::SetPostRequirement},
                                          {4, &History::ReportNationalSync},
                                          {2, &History::RecordErasure},
                                          {5, &History::AddKey},
                                          {4, &History::RotateKey},
                                          {2, &History::RevokeKey},
                                          {2, &History::DeclareKeyCompromised},
                                          {2, &History::PublishRuleSet},
                                          {1, &History::RotateLogKey},
                                          {1, &History::BeginEpoch},
                                          {2, &History::RegisterOrganisation},
                                          {2, &History::DefineChain},
                                          {4, &History::JoinChain},
                                          {3, &History::LeaveChain},
                                          {2, &History::PublishLadder},
                                          {4, &History::PublishStandard},
                                          {4, &History::CosignStandard},
                                          {5, &History::FileStandard},
                                          {1, &History::WithdrawStandard},
                                          {5, &History::GrantAccreditation},
                                          {5, &History::MoveAccreditation},
                                          {2, &History::RegisterPanel},
                                          {1, &History::PublishEdition},
                                          {1, &History::GenesisAgain}};
  return kinds;
}

void History::FoundFirst(const std::vector<std::string>& founding) {
  founding_ = {founding.rbegin(), founding.rend()};
}

void History::PassTime() {
  const uint64_t steps[] = {0,
                            0,
                            Pick(900),
                            1 + Pick(3) * kSecondMs,
                            Pick(50) * 60 * kSecondMs,
                            Pick(12) * kHourMs,
                            Pick(12) * kHourMs,
                            Pick(5) * kDayMs,
                            OnceIn(6) ? Pick(100) * kDayMs : kDayMs};
  const uint64_t step = steps[Pick(founding_.empty() ? 9 : 5)];
  world_.set_now_ms(world_.now_ms() + step);
}

Draft History::Act(Names signers) {
  Draft draft = {.statement = world_.New(), .signers = std::move(signers), .leaves = {}};
  draft.statement.set_statement_id(NewId());
  return draft;
}

void History::MistakeSigners(Draft& draft) {
  const std::string firms[] = {kAuthority, AnyFirm(), kRegistry, AnyFirm()};
  const std::string one = *Any(draft.signers);
  switch (Pick(6)) {
    case 0:
      if (draft.signers.size() > 1) draft.signers.erase(one);
      break;
    case 1:
      draft.signers = Joined(draft.signers, KeysOf(firms[Pick(4)]));
      break;
    case 2:
      draft.signers = KeysOf(firms[Pick(4)], 1 + Pick(2));
      break;
    case 3:  // one person, two keys
      if (draft.signers.size() > 1) draft.signers.erase(one);
      for (const auto& [id, key] : facts().keys) {
        if (key.person == world_.Person(*draft.signers.begin()))
          draft.signers.insert(names_.at(id));
      }
      break;
    case 4:  // ended or not
      if (!facts().keys.empty()) draft.signers.insert(names_.at(Any(facts().keys)->first));
      break;
    default:
      draft.signers.insert(absl::StrCat(testing::kStranger, "-9"));
  }
}

void History::MistakeEnvelope(Draft& draft) {
  v1::Statement& statement = draft.statement;
  const uint64_t week = 7 * kDayMs;
  const uint64_t now = world_.now_ms();
  switch (Pick(7)) {
    case 0:
      statement.set_signed_at(now - week - Pick(2));
      break;
    case 1:
      statement.set_signed_at(now + 300 * kSecondMs + Pick(2));
      break;
    case 2:
      statement.set_registry(crypto::Sha256("another registry").str());
      break;
    case 3:
      draft.leaves.push_back(proto::EncodeLeaf(statement.statement_id(), 0, crypto::Hash()));
      break;
    case 4:
      statement.set_signed_at(now - Pick(8) * kDayMs);
      break;
    default:
      if (!past_.empty()) statement.set_statement_id(Any(past_)->statement.statement_id());
  }
}

Submission History::Sign(Draft draft) {
  while (draft.signers.size() > 8) draft.signers.erase(draft.signers.begin());
  const std::string envelope =
      world_.Sign(std::move(draft.statement), {draft.signers.begin(), draft.signers.end()});
  return FromEnvelope(envelope, std::move(draft.leaves));
}

// Turns one bit of one signature.
Submission History::Spoil(Submission submission) {
  v1::SignedStatement sealed;
  sealed.ParseFromString(submission.envelope);
  sealed.mutable_signatures(Pick(sealed.signatures_size()))->at(Pick(64)) ^= 1 << Pick(8);
  submission.envelope = sealed.SerializeAsString();
  submission.good_signatures = false;
  return submission;
}

bool History::IsLogged(const Submission& submission) const {
  for (const auto& [id, statement] : facts().statements) {
    if (statement.first == submission.bytes) return true;
  }
  return false;
}

Submission History::NextOfFounding() {
  while (!founding_.empty() && IsLogged(FromEnvelope(founding_.back()))) founding_.pop_back();
  if (founding_.empty()) return Next();
  return FromEnvelope(OnceIn(7) ? *Any(founding_) : founding_.back());
}

Draft History::AnyDraft() {
  const bool is_over = facts().announced.has_value();
  if (is_over && OnceIn(2)) return BeginEpoch();
  if (follows_process_ && !OnceIn(3)) return NextStep();
  uint32_t total = 0;
  for (const Kind& kind : Kinds()) total += kind.weight;
  uint32_t place = Pick(total);
  for (const Kind& kind : Kinds()) {
    if (place < kind.weight) return (this->*kind.draft)();
    place -= kind.weight;
  }
  return PlanBatch();
}

Submission History::Next() {
  if (!founding_.empty()) return NextOfFounding();
  if (!past_.empty() && OnceIn(30)) return *Any(past_);
  Draft draft = dwelling_ != 0 && !OnceIn(8) ? ChangeOne() : AnyDraft();
  if (OnceIn(9)) MistakeSigners(draft);
  if (OnceIn(25)) MistakeEnvelope(draft);
  if (OnceIn(12)) MistakeLeaves(draft);
  Submission submission = Sign(std::move(draft));
  if (OnceIn(100)) return Spoil(submission);
  if (past_.size() < kRemembered) past_.push_back(submission);
  return submission;
}

}  // namespace linkcert::model
