// One thing changed again and again, until its history is full.
#include "crypto/hash.h"
#include "tests/model/history.h"

namespace linkcert::model {

Draft History::ChangeOne() {
  if (dwelling_ == 1) return ChangeAccreditation();
  if (dwelling_ == 2) return ChangeKey();
  if (dwelling_ == 3) return ChangeDual();
  if (facts().certificates.empty()) return IssueBatch();
  return ChangeCertificate(facts().certificates.begin()->first);
}

Draft History::ChangeCertificate(uint64_t certificate) {
  Draft draft = Act(Authority());
  v1::IndexRange range;
  range.set_begin(certificate);
  range.set_end(certificate + 1);
  if (facts().StateOf(certificate) == v1::STANDING_STATE_SUSPENDED) {
    v1::ReinstateCertificates& act = *draft.statement.mutable_reinstate_certificates();
    act.set_suspension(facts().standing.at(certificate).back().logged.index);
    *act.add_certificates() = range;
  } else {
    v1::SuspendCertificates& act = *draft.statement.mutable_suspend_certificates();
    act.set_reason(v1::STATUS_REASON_S02_APPEAL);
    *act.add_certificates() = range;
  }
  return draft;
}

Draft History::ChangeAccreditation() {
  Draft draft = Act(Authority());
  const uint64_t thing = facts().accreditations.at(testing::kAccreditation).logged.index;
  const std::string decision = crypto::Sha256("decision").str();
  if (facts().StateOf(thing) == v1::STANDING_STATE_SUSPENDED) {
    draft.statement.mutable_resume_accreditation()->set_accreditation(testing::kAccreditation);
    draft.statement.mutable_resume_accreditation()->set_decision_digest(decision);
  } else {
    draft.statement.mutable_suspend_accreditation()->set_accreditation(testing::kAccreditation);
    draft.statement.mutable_suspend_accreditation()->set_decision_digest(decision);
  }
  return draft;
}

// Each time stolen a little earlier.
Draft History::ChangeKey() {
  Draft draft = Act(Authority());
  const std::string key = world_.Key("beishan-tools-2").public_key().id().str();
  const Key& known = facts().keys.at(key);
  v1::DeclareKeyCompromised& act = *draft.statement.mutable_declare_key_compromised();
  act.set_key(key);
  act.set_since(known.compromised_since ? *known.compromised_since - 1 : testing::kFoundingMs);
  return draft;
}

}  // namespace linkcert::model
