#include "tests/testing/world_standing.h"

#include <cstdlib>
#include <iostream>

#include "crypto/checkpoint.h"
#include "crypto/hash.h"

namespace linkcert::testing {
namespace {

std::string Decision() { return crypto::Sha256("decision").str(); }

template <typename Ranges>
void Add(const std::vector<Indexes>& indexes, Ranges* ranges) {
  for (const Indexes& range : indexes) {
    v1::IndexRange& added = *ranges->Add();
    added.set_begin(range.begin);
    added.set_end(range.end);
  }
}

std::string CheckpointOver(World& world, uint64_t size) {
  auto note = crypto::SignCheckpoint(
      {.origin = kOrigin, .size = size, .root = crypto::Sha256("any root")}, world.Key("log"));
  if (note.ok()) return *note;
  std::cerr << "test world: " << note.status() << std::endl;
  std::abort();
}

}  // namespace

v1::Statement SuspendCertificates(World& world, const std::vector<Indexes>& certificates) {
  v1::Statement statement = world.New();
  v1::SuspendCertificates& act = *statement.mutable_suspend_certificates();
  Add(certificates, act.mutable_certificates());
  act.set_reason(v1::STATUS_REASON_S01_INVESTIGATION);
  return statement;
}

v1::Statement ReinstateCertificates(World& world, uint64_t suspension,
                                    const std::vector<Indexes>& certificates) {
  v1::Statement statement = world.New();
  v1::ReinstateCertificates& act = *statement.mutable_reinstate_certificates();
  act.set_suspension(suspension);
  Add(certificates, act.mutable_certificates());
  return statement;
}

v1::Statement RevokeCertificates(World& world, const std::vector<Indexes>& certificates,
                                 uint64_t finding) {
  v1::Statement statement = world.New();
  v1::RevokeCertificates& act = *statement.mutable_revoke_certificates();
  Add(certificates, act.mutable_certificates());
  act.set_reason(v1::STATUS_REASON_V01_FRAUD);
  act.set_finding(finding);
  return statement;
}

v1::Statement VoidBatch(World& world, uint64_t batch, uint64_t finding) {
  v1::Statement statement = world.New();
  v1::VoidBatch& act = *statement.mutable_void_batch();
  act.set_batch(batch);
  act.set_reason(v1::STATUS_REASON_V03_PROCEDURE);
  act.set_finding(finding);
  return statement;
}

v1::Statement RecordFinding(World& world, const std::vector<Indexes>& concerned) {
  v1::Statement statement = world.New();
  v1::RecordFinding& act = *statement.mutable_record_finding();
  act.set_organisation(kLeader);
  act.set_kind(v1::FINDING_KIND_FRAUD);
  Add(concerned, act.mutable_concerned());
  act.set_document_digest(Decision());
  return statement;
}

v1::Statement RotateKey(World& world, const std::string& old_key, const std::string& new_key) {
  v1::Statement statement = world.New();
  statement.mutable_rotate_key()->set_old_key(world.Key(old_key).public_key().id().str());
  statement.mutable_rotate_key()->set_new_public_key(world.Spki(new_key));
  return statement;
}

v1::Statement RevokeKey(World& world, const std::string& key) {
  v1::Statement statement = world.New();
  statement.mutable_revoke_key()->set_key(world.Key(key).public_key().id().str());
  statement.mutable_revoke_key()->set_reason(v1::KEY_END_REASON_PERSON_LEFT);
  return statement;
}

v1::Statement DeclareKeyCompromised(World& world, const std::string& key, uint64_t since) {
  v1::Statement statement = world.New();
  v1::DeclareKeyCompromised& act = *statement.mutable_declare_key_compromised();
  act.set_key(world.Key(key).public_key().id().str());
  act.set_since(since);
  return statement;
}

v1::Statement RotateLogKey(World& world, const std::string& origin, const std::string& key) {
  v1::Statement statement = world.New();
  statement.mutable_rotate_log_key()->set_new_origin(origin);
  statement.mutable_rotate_log_key()->set_new_log_key(world.Spki(key));
  return statement;
}

v1::Statement BeginEpoch(World& world, const std::string& origin, const std::string& key,
                         uint64_t kept_entries) {
  v1::Statement statement = world.New();
  v1::BeginEpoch& act = *statement.mutable_begin_epoch();
  act.set_origin(origin);
  act.set_log_key(world.Spki(key));
  act.set_previous_checkpoint(CheckpointOver(world, kept_entries));
  act.set_kept_entries(kept_entries);
  return statement;
}

v1::Statement LeaveChain(World& world, const std::string& organisation) {
  v1::Statement statement = world.New();
  statement.mutable_leave_chain()->set_chain(kChain);
  statement.mutable_leave_chain()->set_organisation(organisation);
  return statement;
}

v1::Statement WithdrawStandard(World& world) {
  v1::Statement statement = world.New();
  statement.mutable_withdraw_standard()->set_standard(kStandard);
  statement.mutable_withdraw_standard()->set_version(1);
  return statement;
}

v1::Statement SuspendAccreditation(World& world) {
  v1::Statement statement = world.New();
  statement.mutable_suspend_accreditation()->set_accreditation(kAccreditation);
  statement.mutable_suspend_accreditation()->set_decision_digest(Decision());
  return statement;
}

v1::Statement ResumeAccreditation(World& world) {
  v1::Statement statement = world.New();
  statement.mutable_resume_accreditation()->set_accreditation(kAccreditation);
  statement.mutable_resume_accreditation()->set_decision_digest(Decision());
  return statement;
}

v1::Statement EndAccreditation(World& world) {
  v1::Statement statement = world.New();
  statement.mutable_end_accreditation()->set_accreditation(kAccreditation);
  statement.mutable_end_accreditation()->set_decision_digest(Decision());
  return statement;
}

}  // namespace linkcert::testing
