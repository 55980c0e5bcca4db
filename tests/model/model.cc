#include "tests/model/model.h"

#include <algorithm>

#include "tests/model/acts.h"
#include "tests/model/leaves.h"
#include "tests/model/process_acts.h"
#include "tests/model/status_map.h"

namespace linkcert::model {
namespace {

constexpr uint64_t kSecondMs = 1000;
constexpr uint64_t kFutureMs = 5 * 60 * kSecondMs;
constexpr uint64_t kHourMs = 3600 * kSecondMs;
constexpr size_t kMostChanges = 64;

// Calls `use` with the act itself; false for an act that this version does not know.
template <typename Use>
bool WithAct(const v1::Statement& s, Use use) {
  const auto is = [&](bool has, const auto& act) {
    if (has) use(act);
    return has;
  };
  return is(s.has_add_key(), s.add_key()) || is(s.has_rotate_key(), s.rotate_key()) ||
         is(s.has_revoke_key(), s.revoke_key()) ||
         is(s.has_declare_key_compromised(), s.declare_key_compromised()) ||
         is(s.has_rotate_log_key(), s.rotate_log_key()) ||
         is(s.has_begin_epoch(), s.begin_epoch()) ||
         is(s.has_publish_rule_set(), s.publish_rule_set()) ||
         is(s.has_register_organisation(), s.register_organisation()) ||
         is(s.has_define_chain(), s.define_chain()) || is(s.has_join_chain(), s.join_chain()) ||
         is(s.has_leave_chain(), s.leave_chain()) ||
         is(s.has_publish_ladder(), s.publish_ladder()) ||
         is(s.has_publish_occupation_edition(), s.publish_occupation_edition()) ||
         is(s.has_publish_standard(), s.publish_standard()) ||
         is(s.has_cosign_standard(), s.cosign_standard()) ||
         is(s.has_file_standard(), s.file_standard()) ||
         is(s.has_withdraw_standard(), s.withdraw_standard()) ||
         is(s.has_grant_accreditation(), s.grant_accreditation()) ||
         is(s.has_suspend_accreditation(), s.suspend_accreditation()) ||
         is(s.has_resume_accreditation(), s.resume_accreditation()) ||
         is(s.has_end_accreditation(), s.end_accreditation()) ||
         is(s.has_register_assessor(), s.register_assessor()) ||
         is(s.has_register_supervisor(), s.register_supervisor()) ||
         is(s.has_plan_batch(), s.plan_batch()) || is(s.has_seal_roster(), s.seal_roster()) ||
         is(s.has_start_examination(), s.start_examination()) ||
         is(s.has_approve_results(), s.approve_results()) ||
         is(s.has_open_publicity(), s.open_publicity()) ||
         is(s.has_close_publicity(), s.close_publicity()) ||
         is(s.has_report_supervision(), s.report_supervision()) ||
         is(s.has_assign_number_block(), s.assign_number_block()) ||
         is(s.has_void_numbers(), s.void_numbers()) ||
         is(s.has_impose_sanction(), s.impose_sanction()) ||
         is(s.has_record_appeals(), s.record_appeals()) ||
         is(s.has_issue_batch(), s.issue_batch()) ||
         is(s.has_correct_certificates(), s.correct_certificates()) ||
         is(s.has_reissue_certificates(), s.reissue_certificates()) ||
         is(s.has_supersede_certificates(), s.supersede_certificates()) ||
         is(s.has_decide_companion(), s.decide_companion()) ||
         is(s.has_suspend_certificates(), s.suspend_certificates()) ||
         is(s.has_reinstate_certificates(), s.reinstate_certificates()) ||
         is(s.has_revoke_certificates(), s.revoke_certificates()) ||
         is(s.has_void_batch(), s.void_batch()) || is(s.has_record_finding(), s.record_finding()) ||
         is(s.has_set_recognition_policy(), s.set_recognition_policy()) ||
         is(s.has_set_post_requirement(), s.set_post_requirement()) ||
         is(s.has_report_national_sync(), s.report_national_sync()) ||
         is(s.has_record_erasure(), s.record_erasure());
}

// The key that an act brings along, and whose it will be.
std::optional<Signer> Brought(const Facts& facts, const v1::Statement& statement) {
  if (statement.has_add_key()) {
    const v1::AddKey& act = statement.add_key();
    return Signer{KeyIdOf(act.public_key()),
                  act.organisation(),
                  act.person(),
                  {act.purposes().begin(), act.purposes().end()}};
  }
  if (!statement.has_rotate_key()) return std::nullopt;
  const Key* old_key = Find(facts.keys, statement.rotate_key().old_key());
  if (old_key == nullptr) return std::nullopt;
  return Signer{KeyIdOf(statement.rotate_key().new_public_key()), old_key->organisation,
                old_key->person, old_key->purposes};
}

}  // namespace

void ChangeStanding(Facts& facts, const std::vector<uint64_t>& things, Change change) {
  for (uint64_t thing : things) facts.standing[thing].push_back(change);
  if (!facts.uncovered_since) facts.uncovered_since = change.logged.at;
}

void MustHaveRoom(const Facts& facts, uint64_t thing, size_t more, Question& question) {
  const std::vector<Change>* history = Find(facts.standing, thing);
  const size_t before = history == nullptr ? 0 : history->size();
  question.Must(before + 1 + more <= kMostChanges, "STATUS_HISTORY_FULL");
}

Question Model::Ask(const Submission& submission, uint64_t logged_at) const {
  Question question{.submission = submission,
                    .now = {.index = facts_.size, .at = logged_at},
                    .today = proto::CivilDateAt(logged_at),
                    .signers = {},
                    .first_organisation = {},
                    .reasons = {}};
  const auto brought = Brought(facts_, submission.statement);
  for (const std::string& id : submission.statement.signers()) {
    if (const Key* key = Find(facts_.keys, id)) {
      question.signers.push_back({id, key->organisation, key->person, key->purposes});
    } else if (brought && brought->key_id == id) {
      question.signers.push_back(*brought);
    } else {
      continue;
    }
    if (id == submission.statement.signers(0)) {
      question.first_organisation = question.signers[0].organisation;
    }
  }
  return question;
}

void Model::JudgeSigners(Question& question) const {
  const v1::Statement& statement = question.submission.statement;
  question.Must(question.submission.good_signatures, "SIGNATURE_INVALID");
  question.Must(question.signers.size() == static_cast<size_t>(statement.signers_size()),
                "SIGNER_UNKNOWN");
  for (const Signer& signer : question.signers) {
    const Key* key = Find(facts_.keys, signer.key_id);
    question.Must(key == nullptr || !key->ended, "SIGNER_KEY_ENDED");
  }
}

// RULES.md "Every statement".
void Model::JudgeEnvelope(Question& question) const {
  const v1::Statement& statement = question.submission.statement;
  const uint64_t now = question.now.at;
  const v1::RuleSet& rules = facts_.rule_sets.at("");
  question.Must(!statement.has_genesis(), "GENESIS_ALREADY_LOGGED");
  question.Must(statement.registry() == facts_.registry, "WRONG_REGISTRY");
  JudgeSigners(question);
  question.Must(statement.signed_at() <= now + kFutureMs, "SIGNED_AT_IN_FUTURE");
  question.Must(statement.signed_at() + rules.signed_at_window_ms() >= now, "SIGNED_AT_TOO_OLD");
  const uint32_t act = statement.act_case();
  question.Must(std::find(rules.acts().begin(), rules.acts().end(), act) != rules.acts().end(),
                "ACT_NOT_ENABLED");
  const bool adds_genesis_key =
      statement.has_add_key() &&
      facts_.genesis_keys_to_add.count(KeyIdOf(statement.add_key().public_key())) > 0;
  question.Must(facts_.genesis_keys_to_add.empty() || adds_genesis_key, "GENESIS_KEYS_PENDING");
  question.Must(!facts_.announced || statement.has_begin_epoch(), "LOG_ENDED");
  question.Must(!IsStatusRootDue(now) || statement.has_begin_epoch(), "STATUS_ROOT_DUE");
}

Answer Model::Judge(const Submission& submission, uint64_t logged_at) const {
  Question question = Ask(submission, logged_at);
  JudgeLeaves(question);
  if (facts_.size == 0) {
    question.Must(submission.statement.has_genesis(), "GENESIS_EXPECTED");
    return {.reasons = question.reasons, .already_logged = {}};
  }
  const auto before = Find(facts_.statements, std::pair(question.first_organisation,
                                                        submission.statement.statement_id()));
  if (before != nullptr && before->first == submission.bytes && question.reasons.empty() &&
      submission.good_signatures) {
    return {.reasons = {}, .already_logged = before->second};
  }
  question.Must(before == nullptr || before->first == submission.bytes, "STATEMENT_ID_REUSED");
  JudgeEnvelope(question);
  WithAct(submission.statement, [&](const auto& act) { model::Judge(facts_, act, question); });
  return {.reasons = question.reasons, .already_logged = {}};
}

void Model::Apply(const Submission& submission, uint64_t logged_at) {
  Question question = Ask(submission, logged_at);
  const v1::Statement& statement = submission.statement;
  if (statement.has_genesis()) {
    model::Apply(facts_, statement.genesis(), question);
    question.first_organisation = kAuthority;
  }
  WithAct(statement, [&](const auto& act) { model::Apply(facts_, act, question); });
  facts_.statements[{question.first_organisation, statement.statement_id()}] = {submission.bytes,
                                                                                facts_.size};
  facts_.size += 1 + submission.leaves.size();
}

std::string Model::StatusRoot() const { return StatusMapRoot(facts_.standing); }

// Enterprise certificates are none of the platform's business.
v1::NationalSync Model::NationalSyncOf(uint64_t certificate) const {
  if (const auto* reported = Find(facts_.synced, certificate)) return *reported;
  const Batch& batch = facts_.batches.at(facts_.certificates.at(certificate));
  return batch.certificate_class == v1::CERTIFICATE_CLASS_ENTERPRISE
             ? v1::NATIONAL_SYNC_NOT_APPLICABLE
             : v1::NATIONAL_SYNC_NOT_REPORTED;
}

bool Model::IsStatusRootLate(uint64_t logged_at) const {
  return facts_.uncovered_since && logged_at - *facts_.uncovered_since > kSecondMs;
}

bool Model::IsStatusRootDue(uint64_t logged_at) const {
  return IsStatusRootLate(logged_at) || logged_at - facts_.newest_root_at > kHourMs;
}

void Model::ApplyStatusRoot(uint64_t logged_at) {
  facts_.newest_root_at = logged_at;
  facts_.uncovered_since.reset();
  ++facts_.size;
}

}  // namespace linkcert::model
