#include "tests/model/rulebook.h"

#include "proto/entry.h"
#include "proto/refusal.h"
#include "rules/admit.h"
#include "rules/certificate_links.h"
#include "rules/national_sync.h"
#include "rules/prepare.h"
#include "rules/status_map.h"

namespace linkcert::model {
namespace {

std::string NameOf(proto::Reason reason) {
  const absl::string_view name = proto::Describe(reason).name;
  return std::string(name.data(), name.size());
}

std::string ReasonIn(const absl::Status& status) {
  auto reason = proto::ReasonOf(status);
  return reason ? NameOf(*reason) : status.ToString();
}

std::vector<std::string> EntriesOf(const Submission& submission, uint64_t logged_at) {
  auto first = proto::EncodeStatementEntry(logged_at, submission.envelope);
  if (!first.ok()) return {};
  std::vector<std::string> entries = {*first};
  for (const std::string& leaf : submission.leaves) {
    entries.push_back(proto::EncodeLeafEntry(logged_at, leaf));
  }
  return entries;
}

}  // namespace

std::string Rulebook::Submit(const Submission& submission, uint64_t logged_at) {
  auto unit = rules::Prepare(submission.envelope, submission.leaves, state_, *keys_);
  if (!unit.ok()) return ReasonIn(unit.status());
  auto admission = rules::Admit(state_, *unit, {.index = size(), .logged_at = logged_at}, *keys_);
  if (!admission.ok()) return ReasonIn(admission.status());
  if (admission->already_logged) return kAlreadyLogged;
  state_.Apply(admission->effects);
  last_time_ = logged_at;
  for (std::string& entry : EntriesOf(submission, logged_at)) {
    entries_.push_back(std::move(entry));
  }
  return kAdmitted;
}

std::string Rulebook::SubmitStatusRoot(const std::string& root, uint64_t logged_at) {
  v1::StatusRoot entry;
  entry.set_root(root);
  auto admission = rules::AdmitStatusRoot(state_, entry, {.index = size(), .logged_at = logged_at});
  if (!admission.ok()) return ReasonIn(admission.status());
  state_.Apply(admission->effects);
  last_time_ = logged_at;
  entries_.push_back(proto::EncodeStatusRootEntry(logged_at, root));
  return kAdmitted;
}

rules::Replay Rulebook::ReplayFromHere(Findings& findings) const {
  return rules::Replay(state_, size(), last_time_, [&](const rules::Finding& finding) {
    if (!finding.warning) findings.push_back({finding.index, NameOf(finding.reason)});
  });
}

Findings Rulebook::ReplayOfEntries(const std::vector<std::string>& entries) const {
  Findings findings;
  rules::Replay replay = ReplayFromHere(findings);
  for (const std::string& entry : entries) {
    if (!replay.Add(entry).ok()) findings.push_back({replay.next_index(), "REPLAY_FAILED"});
  }
  replay.Finish();
  return findings;
}

Findings Rulebook::ReplayOf(const Submission& submission, uint64_t logged_at) const {
  return ReplayOfEntries(EntriesOf(submission, logged_at));
}

Findings Rulebook::ReplayOfStatusRoot(const std::string& root, uint64_t logged_at) const {
  return ReplayOfEntries({proto::EncodeStatusRootEntry(logged_at, root)});
}

Findings Rulebook::ReplayTo(const Rulebook& later) const {
  Findings findings;
  rules::Replay replay = ReplayFromHere(findings);
  for (uint64_t i = size(); i < later.size(); ++i) {
    if (!replay.Add(later.entries_[i]).ok()) findings.push_back({i, "REPLAY_FAILED"});
  }
  replay.Finish();
  replayed_ = replay.state().Dump();
  return findings;
}

bool Rulebook::ReplayAgrees(const Rulebook& later) const {
  return replayed_ == later.state_.Dump();
}

std::string Rulebook::StatusRoot() const {
  auto root = rules::StatusRootOf(state_);
  return root.ok() && *root ? (*root)->root() : std::string();
}

v1::NationalSync Rulebook::NationalSyncOf(uint64_t certificate) const {
  auto answer = rules::NationalSyncOf(state_, certificate);
  return answer.ok() ? answer->state : v1::NATIONAL_SYNC_UNSPECIFIED;
}

std::pair<uint64_t, bool> Rulebook::CompanionOf(uint64_t certificate) const {
  auto links = rules::LinksOf(state_, certificate);
  return links.ok() ? std::pair(links->companion, links->awaits_decision) : std::pair(0ul, false);
}

}  // namespace linkcert::model
