// A replayed state as statistics read it, put together from records. Everything is invented.
#ifndef LINKCERT_TESTS_CLIENT_STATISTICS_COUNTED_STATE_H_
#define LINKCERT_TESTS_CLIENT_STATISTICS_COUNTED_STATE_H_

#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "rules/records.h"
#include "rules/state.h"

namespace linkcert::client {

// Certificates that one batch made, as a test says them.
struct Issued {
  std::string issuer = "xingchen-chip";
  std::string plan = "plan-1";
  std::string occupation = "6-25-04-07";
  uint32_t certificates = 10;
  uint32_t present = 12;
  uint32_t issued_on = 20260615;
  std::string programme = {};
  // Others than 0: the log index of the batch that these are new versions of.
  uint64_t original = 0;
  std::string key = "key-1";  // that signed
  v1::CertificateClass certificate_class = v1::CERTIFICATE_CLASS_STATE_LEVEL;
};

constexpr uint64_t kLoggedAtMs = 1'781'000'000'000;  // of all batches

class CountedState {
 public:
  CountedState() {
    rules::Record chain;
    chain.mutable_chain()->mutable_definition()->set_name("苏州半导体（虚构）");
    Put(rules::ChainKey("suzhou-semiconductor"), std::move(chain));
    AddOrganisation("xingchen-chip", "星辰芯片（虚构）", "32");
    AddOrganisation("yuhai-power", "粤海动力（虚构）", "44");
    AddKey("key-1", 0);
    AddKey("key-2", 0);
  }

  // 0 = it is nobody else's.
  void AddKey(const std::string& id, uint64_t compromised_since_ms) {
    rules::Record record;
    record.mutable_key()->set_compromised_since(compromised_since_ms);
    Put(rules::KeyKey(id), std::move(record));
  }
  // Returns the batch's log index.
  uint64_t Add(const Issued& issued) {
    AddPlan(issued);
    const uint64_t index = next_index_;
    next_index_ += issued.certificates + 1;
    rules::Record record;
    auto& batch = *record.mutable_issued_batch();
    batch.set_organisation(issued.issuer);
    batch.set_plan(issued.plan);
    batch.set_leaf_count(issued.certificates);
    batch.set_certificate_class(issued.certificate_class);
    batch.set_occupation_name("电子设备装接工");
    batch.set_issued_on(issued.issued_on);
    batch.set_present(issued.present);
    batch.set_passed(issued.certificates);
    batch.set_original_batch(issued.original);
    batch.add_signers(issued.key);
    batch.set_logged_at(kLoggedAtMs);
    if (!issued.programme.empty()) batch.add_programmes(issued.programme);
    Put(rules::IssuedBatchKey(index), std::move(record));
    return index;
  }

  void SetStanding(uint64_t index, v1::StandingState standing) {
    rules::Record record;
    record.mutable_status()->add_changes()->set_state(standing);
    Put(rules::StatusKey(index), std::move(record));
  }

  const rules::State& state() const { return state_; }

 private:
  void Put(std::string key, rules::Record record) {
    const rules::Effect effect = {std::move(key),
                                  std::make_shared<const rules::Record>(std::move(record))};
    state_.Apply({&effect, 1});
  }

  void AddOrganisation(const std::string& id, const std::string& name,
                       const std::string& province) {
    rules::Record record;
    auto& registration = *record.mutable_organisation()->mutable_registration();
    registration.set_name(name);
    registration.set_province(province);
    Put(rules::OrganisationKey(id), std::move(record));
  }

  void AddPlan(const Issued& issued) {
    rules::Record record;
    auto& plan = *record.mutable_plan()->mutable_plan();
    plan.set_chain("suzhou-semiconductor");
    plan.mutable_occupation()->set_edition("2022");
    plan.mutable_occupation()->set_code(issued.occupation);
    plan.set_ladder("eight-levels");
    plan.set_level(4);
    plan.set_route(v1::ROUTE_EXAM);
    auto& roster = *record.mutable_plan()->mutable_roster()->mutable_roster();
    roster.add_organisations("lvyuan-board");
    roster.add_organisations(issued.issuer);
    const std::string key = rules::PlanKey(issued.issuer, issued.plan);
    if (*state_.Find(key) == nullptr) Put(key, std::move(record));
  }

  rules::State state_;
  uint64_t next_index_ = 100;
};

}  // namespace linkcert::client

#endif  // LINKCERT_TESTS_CLIENT_STATISTICS_COUNTED_STATE_H_
