#include "tests/testing/memory_log.h"

#include <cstdlib>
#include <iostream>
#include <set>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "client/verify/file_parts.h"
#include "crypto/checkpoint.h"
#include "crypto/hash.h"
#include "crypto/merkle.h"
#include "crypto/note_key.h"
#include "proto/entry.h"
#include "rules/act_context.h"
#include "rules/admit.h"
#include "rules/prepare.h"
#include "rules/records.h"
#include "rules/replay.h"
#include "rules/status_map.h"
#include "tests/testing/evidence_finder.h"

namespace linkcert::testing {
namespace {

template <typename T>
T OrDie(absl::StatusOr<T> value) {
  if (!value.ok()) {
    std::cerr << "test log: " << value.status() << std::endl;
    std::abort();
  }
  return *std::move(value);
}

std::vector<crypto::Hash> LeafHashes(const std::vector<std::string>& entries) {
  std::vector<crypto::Hash> hashes;
  for (const std::string& entry : entries) hashes.push_back(crypto::HashLeaf(entry));
  return hashes;
}

}  // namespace

uint64_t MemoryLog::Append(const std::string& envelope, const std::vector<std::string>& leaves) {
  const uint64_t index = entries_.size();
  entries_.push_back(OrDie(proto::EncodeStatementEntry(world_.now_ms(), envelope)));
  for (const std::string& leaf : leaves) {
    entries_.push_back(proto::EncodeLeafEntry(world_.now_ms(), leaf));
  }
  return index;
}

uint64_t MemoryLog::Submit(const std::string& envelope, const std::vector<std::string>& leaves) {
  const auto unit = OrDie(rules::Prepare(envelope, leaves, state_, keys_));
  if (OrDie(rules::IsStatusRootDue(state_, world_.now_ms()))) SubmitStatusRoot();
  state_.Apply(OrDie(rules::Admit(state_, unit, Here(), keys_)).effects);
  const uint64_t index = Append(envelope, leaves);
  if (OrDie(rules::HasUncoveredChange(state_))) SubmitStatusRoot();
  return index;
}

uint64_t MemoryLog::SubmitStatusRoot() {
  const v1::StatusRoot root = *OrDie(rules::StatusRootOf(state_));
  const rules::Stamp stamp = Here();
  state_.Apply(OrDie(rules::AdmitStatusRoot(state_, root, stamp)).effects);
  entries_.push_back(proto::EncodeStatusRootEntry(stamp.logged_at, root.root()));
  return stamp.index;
}

uint64_t MemoryLog::ChangeStanding(absl::Span<const uint64_t> things, v1::StatusChange change) {
  v1::Statement statement = world_.New();
  statement.mutable_void_batch()->set_batch(things[0]);
  statement.mutable_void_batch()->set_reason(v1::STATUS_REASON_V03_PROCEDURE);
  const rules::Stamp stamp = Here();
  const rules::PreparedUnit unit;
  const auto registry = OrDie(rules::FindRegistry(state_));
  const v1::RuleSet rule_set;
  std::vector<v1::Key> signers(1);
  signers.front().set_organisation(rules::kAuthority);
  rules::Admission admission;
  rules::ActContext context = {.view = state_,
                               .unit = unit,
                               .stamp = stamp,
                               .registry = *registry,
                               .rule_set = rule_set,
                               .signers = signers,
                               .admission = admission};
  const absl::Status changed = rules::ChangeStandings(context, things, std::move(change));
  OrDie<int>(changed.ok() ? absl::StatusOr<int>(0) : changed);
  state_.Apply(admission.effects);
  Append(world_.Sign(std::move(statement), {"authority-1"}), {});
  SubmitStatusRoot();
  return stamp.index;
}

uint64_t MemoryLog::Force(const Unit& unit) { return Append(unit.envelope, unit.leaves); }

void MemoryLog::Lose(uint64_t count) {
  entries_.resize(entries_.size() - count);
  rules::Replay replay(rules::State(), 0, 0, [](const rules::Finding&) {});
  for (const std::string& entry : entries_) {
    const absl::Status status = replay.Add(entry);
    if (!status.ok()) OrDie<int>(status);
  }
  state_ = replay.state();
}

void MemoryLog::SignAs(const std::string& origin, const std::string& log_key) {
  origin_ = origin;
  log_key_ = log_key;
}

uint64_t MemoryLog::BeginEpoch(const std::string& origin, const std::string& log_key, uint64_t lost,
                               const std::vector<std::string>& signers) {
  v1::Statement statement = world_.New();
  v1::BeginEpoch& act = *statement.mutable_begin_epoch();
  act.set_origin(origin);
  act.set_log_key(world_.Spki(log_key));
  act.set_previous_checkpoint(OrDie(Checkpoint()));
  if (lost > 0) Lose(lost);
  act.set_kept_entries(entries_.size());
  SignAs(origin, log_key);
  return Submit(world_.Sign(std::move(statement), signers));
}

void MemoryLog::Found() {
  for (const std::string& envelope : world_.Founding()) Submit(envelope);
}

absl::StatusOr<std::string> MemoryLog::Checkpoint() {
  const crypto::Hash root = crypto::RootOf(LeafHashes(entries_));
  return crypto::SignCheckpoint({.origin = origin_, .size = entries_.size(), .root = root},
                                world_.Key(log_key_));
}

absl::Status MemoryLog::Entries(uint64_t begin, uint64_t end, OnEntry on_entry) {
  for (; begin < end; ++begin) {
    if (begin >= entries_.size()) return absl::DataLossError(absl::StrCat("no entry ", begin));
    absl::Status status = on_entry(begin, entries_[begin]);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

std::string MemoryLog::PolicyText(const std::string& more) {
  const auto key = OrDie(crypto::NoteKey::Create(origin_, crypto::NoteAlgorithm::kEd25519,
                                                 world_.Key(log_key_).public_key()));
  return absl::StrCat("log ", key.vkey(), "\n", more);
}

client::Trust MemoryLog::Trust(const std::string& more) {
  return OrDie(client::ParseTrust(PolicyText(more), absl::BytesToHexString(world_.registry())));
}

v1::LoggedEntry MemoryLog::Logged(uint64_t index) const {
  const std::vector<crypto::Hash> hashes = LeafHashes(entries_);
  v1::LoggedEntry logged;
  logged.set_index(index);
  logged.set_entry(entries_[index]);
  for (const crypto::Hash& hash :
       OrDie(crypto::InclusionPath(index, hashes.size(), crypto::NodesOf(hashes)))) {
    logged.add_path(hash.str());
  }
  return logged;
}

v1::GetEpochsResponse MemoryLog::Epochs() {
  v1::GetEpochsResponse epochs;
  epochs.set_checkpoint(OrDie(Checkpoint()));
  EvidenceFinder finder(entries_);
  for (uint64_t index : finder.NeedEpochs()) {
    const v1::Statement& statement = finder.At(index);
    v1::LoggedEntry* to = statement.has_genesis()       ? epochs.mutable_genesis()
                          : statement.has_begin_epoch() ? epochs.add_epochs()
                                                        : epochs.add_authority_keys();
    *to = Logged(index);
  }
  return epochs;
}

client::BatchEvidence MemoryLog::Evidence(uint64_t batch) {
  client::BatchEvidence evidence;
  evidence.checkpoint = OrDie(Checkpoint());
  evidence.batch = Logged(batch);
  for (uint64_t index : EvidenceFinder(entries_).NeededFor(batch)) {
    evidence.entries.push_back(Logged(index));
  }
  return evidence;
}

std::string MemoryLog::File(uint64_t batch, const Unit& unit, uint32_t position,
                            absl::Span<const uint32_t> shown) {
  const auto builder = OrDie(client::CertificateBuilder::Create(Evidence(batch), unit.leaves));
  return OrDie(builder.Build(position, unit.claims[position], shown));
}

uint64_t MemoryLog::StatusRootAfter(uint64_t index) {
  for (uint64_t i = entries_.size() - 1; i > index; --i) {
    const auto entry = proto::DecodeEntry(entries_[i]);
    if (entry.ok() && entry->has_status_root()) return i;
  }
  return 0;
}

v1::StatusProof MemoryLog::Status(uint64_t index) {
  return OrDie(rules::ProveStatus(state_, index));
}

uint64_t MemoryLog::EntryOfKey(const std::string& key_name) {
  const crypto::KeyId id = world_.Key(key_name).public_key().id();
  return OrDie(rules::FindKey(state_, id.view()))->logged().index();
}

v1::CertificateFile MemoryLog::FileWithStatus(uint64_t batch, const Unit& unit, uint32_t position,
                                              absl::Span<const uint32_t> shown) {
  if (StatusRootAfter(batch) == 0) SubmitStatusRoot();
  v1::CertificateFile file;
  if (!file.ParseFromString(File(batch, unit, position, shown))) std::abort();
  *file.mutable_status_root() = Logged(StatusRootAfter(batch));
  const client::FileParts parts = OrDie(client::OpenParts(file));
  std::set<uint64_t> keys = {file.accreditation().index(), parts.batch.index};
  for (const client::LoggedStatement* part : {&parts.batch, &parts.unit()}) {
    for (const crypto::KeyId& signer : part->sealed.signers) {
      keys.insert(OrDie(rules::FindKey(state_, signer.view()))->logged().index());
    }
  }
  for (uint64_t key : keys) *file.add_status() = Status(key);
  *file.mutable_certificate_status() = Status(batch + 1 + position);
  return file;
}

}  // namespace linkcert::testing
