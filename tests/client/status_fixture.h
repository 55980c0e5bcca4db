// ClientTest with standings that change, and files that show them.
#ifndef LINKCERT_TESTS_CLIENT_STATUS_FIXTURE_H_
#define LINKCERT_TESTS_CLIENT_STATUS_FIXTURE_H_

#include <string>

#include "client/verify/status_evidence.h"
#include "rules/rule_sets.h"
#include "tests/client/client_fixture.h"
#include "tests/testing/bytes.h"

namespace linkcert::client {

class StatusTest : public ClientTest {
 protected:
  static constexpr char kNotInForce[] = "INVALID ACCREDITATION_IN_FORCE ACCREDITATION_NOT_IN_FORCE";

  void SetUp() override {
    ClientTest::SetUp();
    accreditation_ = Message().accreditation().index();
  }

  // Now: the clocks of log and verifier.
  void PassDays(uint32_t days) {
    world_.set_now_ms(world_.now_ms() + days * kDayMs);
    now_ms_ = world_.now_ms() + kDayMs;
  }
  static uint32_t GraceDays() { return rules::DefaultRuleSet().end_grace_days(); }

  void Change(uint64_t thing, v1::StandingState state) {
    v1::StatusChange change;
    change.set_state(state);
    log_.ChangeStanding({thing}, std::move(change));
  }
  // The key was in foreign hands from `since_ms`, which is declared now.
  void ChangeKey(const std::string& key, uint64_t since_ms) {
    v1::StatusChange change;
    change.set_state(v1::STANDING_STATE_COMPROMISED);
    change.set_since(since_ms);
    log_.ChangeStanding({log_.EntryOfKey(key)}, std::move(change));
  }
  // The batch that files are made of from here on, written past the rules.
  void ForceBatch(uint32_t first_serial = 101) {
    unit_ = Batch([](v1::IssueBatch&) {}, first_serial);
    batch_ = log_.Force(unit_);
  }

  // With StatusRoot and all proofs.
  v1::CertificateFile Complete(uint32_t position = 0) {
    return log_.FileWithStatus(batch_, unit_, position, {proto::kNumber, proto::kEmployer});
  }
  BatchFoundations FoundationsOf(const FileParts& parts) {
    return {.accreditation = parts.accreditation.index,
            .signing_keys = {log_.EntryOfKey(leader_), log_.EntryOfKey(leader2_)},
            .batch = {.index = parts.batch.index, .logged_at = parts.batch.logged_at}};
  }

  Verification Verify(const v1::CertificateFile& file) {
    return ClientTest::Verify(file.SerializeAsString(), log_.Trust());
  }
  std::string OutcomeOf(const v1::CertificateFile& file) { return Outcome(Verify(file)); }
  std::string OutcomeAsOf(const v1::CertificateFile& file, uint64_t as_of_ms) {
    return Outcome(Verifier(log_.Trust(), {.now_ms = now_ms_, .as_of_ms = as_of_ms})
                       .Verify(file.SerializeAsString()));
  }

  uint64_t accreditation_ = 0;
};

}  // namespace linkcert::client

#endif  // LINKCERT_TESTS_CLIENT_STATUS_FIXTURE_H_
