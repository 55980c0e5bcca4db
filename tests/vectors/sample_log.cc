#include "tests/vectors/sample_log.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "crypto/checkpoint.h"
#include "crypto/merkle.h"
#include "proto/certificate_leaf.h"
#include "proto/civil_date.h"
#include "proto/claims.h"
#include "proto/entry.h"
#include "proto/statement.h"
#include "proto/status_proof.h"
#include "tests/vectors/sample_acts.h"
#include "tests/vectors/sample_people.h"
#include "tests/vectors/sample_status.h"

namespace linkcert::vectors {
namespace {

using crypto::Algorithm;

constexpr uint64_t kHourMs = 60 * 60 * 1000;

// Appends statement after statement, each a second after the one before.
class SampleBuilder {
 public:
  SampleLog Build();

 private:
  void MakeKey(absl::string_view name, Algorithm algorithm, absl::string_view organisation,
               std::vector<v1::KeyPurpose> purposes);
  void MakeKeys();
  void At(proto::CivilDate day) { now_ms_ = proto::StartOfDayMs(day) + 10 * kHourMs; }
  // `fill` sets the act; returns the statement id.
  template <typename Fill>
  std::string Add(absl::string_view name, const std::vector<absl::string_view>& signers, Fill fill);
  void AddGenesis();
  void AddKey(absl::string_view name, std::vector<absl::string_view> signers);
  void AddOrganisations();
  void AddPanel();
  void AddChainAndStandard();
  void AddProcess();
  void AddBatch(const std::string& plan);
  void AddSuspension();
  void AddStatusRoot();
  v1::RosterSummary MakeRoster();

  SampleLog log_;
  std::string registry_;
  v1::RosterSummary roster_;
  uint64_t now_ms_ = 0;
  uint64_t newest_root_ms_ = 0;  // or genesis, which stands for the first
};

void SampleBuilder::MakeKey(absl::string_view name, Algorithm algorithm,
                            absl::string_view organisation, std::vector<v1::KeyPurpose> purposes) {
  SampleKey key;
  key.name = std::string(name);
  key.algorithm = algorithm;
  key.organisation = std::string(organisation);
  key.purposes = std::move(purposes);
  key.person = SampleBytes(absl::StrCat("person ", name), 16);
  key.signer =
      crypto::KeyFromSeedForTesting(algorithm, absl::StrCat("linkcert vectors: ", name)).value();
  log_.keys.push_back(std::move(key));
}

void SampleBuilder::MakeKeys() {
  MakeKey("log", Algorithm::kEd25519, "", {});
  MakeKey("authority-1", Algorithm::kP256, "authority", {v1::KEY_PURPOSE_AUTHORITY});
  MakeKey("authority-2", Algorithm::kEd25519, "authority", {v1::KEY_PURPOSE_AUTHORITY});
  MakeKey("leader-1", Algorithm::kSm2, kLeader, {v1::KEY_PURPOSE_CERTIFICATE});
  MakeKey("leader-2", Algorithm::kP256, kLeader, {v1::KEY_PURPOSE_CERTIFICATE});
  MakeKey("leader-office", Algorithm::kEd25519, kLeader,
          {v1::KEY_PURPOSE_GOVERNANCE, v1::KEY_PURPOSE_STANDARD});
  MakeKey("member-office", Algorithm::kP256, kMember,
          {v1::KEY_PURPOSE_GOVERNANCE, v1::KEY_PURPOSE_STANDARD});
}

template <typename Fill>
std::string SampleBuilder::Add(absl::string_view name,
                               const std::vector<absl::string_view>& signers, Fill fill) {
  v1::Statement statement;
  statement.set_registry(registry_);
  statement.set_statement_id(SampleBytes(absl::StrCat("statement ", name), 16));
  now_ms_ += 1000;
  if (log_.entries.empty()) newest_root_ms_ = now_ms_;
  if (now_ms_ > newest_root_ms_ + kHourMs) AddStatusRoot();
  statement.set_signed_at(now_ms_ - 500);
  fill(statement);
  std::vector<const crypto::Signer*> keys;
  for (absl::string_view signer : signers) keys.push_back(log_.Key(signer).signer.get());
  std::string envelope = proto::SignStatement(statement, keys).value();
  log_.entries.push_back(proto::EncodeStatementEntry(now_ms_, envelope).value());
  log_.statements.push_back({std::string(name), std::move(envelope), log_.entries.size() - 1});
  return statement.statement_id();
}

void SampleBuilder::AddGenesis() {
  Add("genesis", {"authority-1", "authority-2"}, [&](v1::Statement& statement) {
    v1::Genesis& act = *statement.mutable_genesis();
    act.set_origin(SampleLog::kOrigin);
    act.set_nonce(SampleBytes("nonce", 32));
    std::vector<const SampleKey*> keys = {&log_.Key("authority-1"), &log_.Key("authority-2")};
    std::sort(keys.begin(), keys.end(), [](const SampleKey* a, const SampleKey* b) {
      return a->signer->public_key().id() < b->signer->public_key().id();
    });
    for (const SampleKey* key : keys) {
      v1::AuthorityKey& listed = *act.add_authority_keys();
      listed.set_public_key(std::string(key->signer->public_key().spki()));
      listed.set_person(key->person);
    }
    act.set_threshold(2);
    act.set_log_key(std::string(log_.Key("log").signer->public_key().spki()));
    *act.mutable_rule_set() = SampleRuleSet();
    act.set_authority_name("示例人力资源和社会保障局（虚构）");
  });
  registry_ = proto::OpenStatement(log_.statements.back().envelope)->digest.str();
}

void SampleBuilder::AddKey(absl::string_view name, std::vector<absl::string_view> signers) {
  const SampleKey& key = log_.Key(name);
  signers.push_back(name);
  Add(absl::StrCat("add_key ", name), signers, [&](v1::Statement& statement) {
    v1::AddKey& act = *statement.mutable_add_key();
    act.set_organisation(key.organisation);
    act.set_public_key(std::string(key.signer->public_key().spki()));
    act.set_person(key.person);
    for (v1::KeyPurpose purpose : key.purposes) act.add_purposes(purpose);
  });
}

void SampleBuilder::AddOrganisations() {
  for (const char* id : {kLeader, kMember}) {
    Add(absl::StrCat("register_organisation ", id), {"authority-1"}, [&](v1::Statement& statement) {
      *statement.mutable_register_organisation() = SampleOrganisation(id);
    });
  }
  for (const char* key : {"leader-1", "leader-2", "leader-office", "member-office"}) {
    AddKey(key, {"authority-1"});
  }
}

void SampleBuilder::AddPanel() {
  for (absl::string_view name : {"assessor 1", "assessor 2", "assessor 3"}) {
    Add(absl::StrCat("register_", name), {"authority-1"}, [&](v1::Statement& statement) {
      v1::RegisterAssessor& act = *statement.mutable_register_assessor();
      act.set_assessor(SampleBytes(name, 16));
      v1::AssessorSkill& skill = *act.add_skills();
      *skill.mutable_occupation() = SamplePlan().occupation();
      skill.set_ladder(kLadder);
      skill.set_highest_level(5);
      act.set_valid_from(20260101);
      act.set_valid_to(20281231);
    });
  }
  Add("register_supervisor 1", {"authority-2"}, [&](v1::Statement& statement) {
    v1::RegisterSupervisor& act = *statement.mutable_register_supervisor();
    act.set_supervisor(SampleBytes("supervisor 1", 16));
    act.set_valid_from(20260101);
    act.set_valid_to(20281231);
  });
}

void SampleBuilder::AddChainAndStandard() {
  Add("define_chain", {"authority-1"},
      [](v1::Statement& statement) { *statement.mutable_define_chain() = SampleChain(); });
  Add("join_chain", {"leader-office", "member-office"},
      [](v1::Statement& statement) { *statement.mutable_join_chain() = SampleMembership(); });
  Add("publish_ladder", {"authority-1"},
      [](v1::Statement& statement) { *statement.mutable_publish_ladder() = SampleLadder(); });
  const v1::PublishStandard standard = SampleStandard();
  Add("publish_standard", {"leader-office"},
      [&](v1::Statement& statement) { *statement.mutable_publish_standard() = standard; });
  const auto refer = [&](auto& act) {
    act.set_standard(standard.standard());
    act.set_version(standard.version());
    act.set_document_digest(standard.document_digest());
  };
  Add("cosign_standard", {"member-office"},
      [&](v1::Statement& statement) { refer(*statement.mutable_cosign_standard()); });
  Add("file_standard", {"authority-2"},
      [&](v1::Statement& statement) { refer(*statement.mutable_file_standard()); });
  Add("grant_accreditation", {"authority-1"}, [](v1::Statement& statement) {
    *statement.mutable_grant_accreditation() = SampleAccreditation();
  });
}

v1::RosterSummary SampleBuilder::MakeRoster() {
  log_.roster_leaves = SampleRosterLeaves();
  v1::RosterSummary roster;
  roster.set_root(RootOfLeaves(log_.roster_leaves));
  roster.set_total(static_cast<uint32_t>(log_.roster_leaves.size()));
  roster.add_organisations(kMember);
  roster.add_organisations(kLeader);
  return roster;
}

void SampleBuilder::AddProcess() {
  At(20260401);
  const std::string plan = Add("plan_batch", {"leader-office"}, [](v1::Statement& statement) {
    *statement.mutable_plan_batch() = SamplePlan();
  });
  At(20260410);
  roster_ = MakeRoster();
  Add("seal_roster", {"leader-1"}, [&](v1::Statement& statement) {
    v1::SealRoster& act = *statement.mutable_seal_roster();
    act.set_plan(plan);
    *act.mutable_roster() = roster_;
    act.set_admitted(roster_.total());
  });
  At(20260515);
  AddBatch(plan);
}

void SampleBuilder::AddBatch(const std::string& plan) {
  const std::string id = SampleBytes("statement issue_batch", 16);
  for (uint32_t position = 0; position < kSamplePassed; ++position) {
    log_.claims.push_back(SampleClaims(position));
    log_.leaves.push_back(
        proto::EncodeLeaf(id, position, proto::ClaimsRoot(log_.claims[position])));
  }
  Add("issue_batch", {"leader-1", "leader-2"}, [&](v1::Statement& statement) {
    v1::IssueBatch& act = *statement.mutable_issue_batch();
    act = SampleBatch();
    act.set_plan(plan);
    *act.mutable_roster() = roster_;
    std::vector<std::string> assessors;
    for (absl::string_view name : {"assessor 1", "assessor 2", "assessor 3"}) {
      assessors.push_back(SampleBytes(name, 16));
    }
    std::sort(assessors.begin(), assessors.end());
    for (const std::string& assessor : assessors) act.add_assessors(assessor);
    act.add_supervisors(SampleBytes("supervisor 1", 16));
    act.set_leaf_count(kSamplePassed);
    act.set_leaves_root(RootOfLeaves(log_.leaves));
  });
  for (const std::string& leaf : log_.leaves) {
    log_.entries.push_back(proto::EncodeLeafEntry(now_ms_, leaf));
  }
}

// R27
void SampleBuilder::AddStatusRoot() {
  log_.status_root = log_.entries.size();
  log_.entries.push_back(proto::EncodeStatusRootEntry(now_ms_, SampleMap(log_.histories).root()));
  newest_root_ms_ = now_ms_;
}

void SampleBuilder::AddSuspension() {
  const uint64_t batch = log_.Statement("issue_batch").index;
  const std::vector<uint64_t> certificates = {batch + 1 + 3, batch + 1 + 5};
  Add("suspend_certificates", {"leader-2"}, [&](v1::Statement& statement) {
    v1::SuspendCertificates& act = *statement.mutable_suspend_certificates();
    for (uint64_t certificate : certificates) {
      v1::IndexRange& range = *act.add_certificates();
      range.set_begin(certificate);
      range.set_end(certificate + 1);
    }
    act.set_reason(v1::STATUS_REASON_S04_IDENTITY_DOUBT);
  });
  v1::StatusHistory history;
  v1::StatusChange& change = *history.add_changes();
  change.set_state(v1::STANDING_STATE_SUSPENDED);
  change.set_reason(v1::STATUS_REASON_S04_IDENTITY_DOUBT);
  change.set_logged_at(now_ms_);
  change.set_entry_index(log_.statements.back().index);
  for (uint64_t certificate : certificates) {
    log_.histories[certificate] = proto::EncodeStatusHistory(history);
  }
  AddStatusRoot();
}

SampleLog SampleBuilder::Build() {
  At(20260302);
  MakeKeys();
  AddGenesis();
  AddKey("authority-1", {});
  AddKey("authority-2", {});
  AddOrganisations();
  AddPanel();
  AddChainAndStandard();
  AddProcess();
  At(20260516);
  AddSuspension();
  const crypto::Checkpoint head{.origin = SampleLog::kOrigin,
                                .size = log_.entries.size(),
                                .root = crypto::RootOf(HashLeaves(log_.entries))};
  log_.checkpoint = crypto::SignCheckpoint(head, *log_.Key("log").signer).value();
  return std::move(log_);
}

}  // namespace

const SampleKey& SampleLog::Key(absl::string_view name) const {
  return *std::find_if(keys.begin(), keys.end(),
                       [&](const SampleKey& key) { return key.name == name; });
}

const SampleStatement& SampleLog::Statement(absl::string_view name) const {
  return *std::find_if(statements.begin(), statements.end(),
                       [&](const SampleStatement& statement) { return statement.name == name; });
}

SampleLog MakeSampleLog() { return SampleBuilder().Build(); }

}  // namespace linkcert::vectors
