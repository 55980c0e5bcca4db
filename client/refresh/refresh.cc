#include "client/refresh/refresh.h"

#include <map>
#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/issue/making.h"
#include "client/logged_entry.h"
#include "client/memory/extension.h"
#include "client/verify/file_parts.h"
#include "proto/canonical.h"
#include "proto/refusal.h"

namespace linkcert::client {
namespace {

using proto::Reason;

// How often a whole pass is made anew when the log grows in between.
constexpr int kMaxPasses = 4;

struct Job {
  v1::CertificateFile file;
  Needs needs;
  size_t call = 0;
};

// What one call asks for.
struct Call {
  std::set<uint64_t> keys;
  std::set<uint64_t> entries;
};

void Join(const std::set<uint64_t>& more, std::set<uint64_t>& all) {
  all.insert(more.begin(), more.end());
}

// Of two signed notes; `now` is not the smaller one.
absl::Status CheckGoesOn(absl::string_view before, absl::string_view now, const ProveEntry& prove) {
  const absl::StatusOr<crypto::Checkpoint> small = ReadCheckpoint(before);
  if (!small.ok()) return small.status();
  const absl::StatusOr<crypto::Checkpoint> large = ReadCheckpoint(now);
  if (!large.ok()) return large.status();
  const absl::Status differs =
      proto::Refuse(Reason::kCheckpointInconsistent,
                    absl::StrCat("the file rests on another history of ", small->size, " entries"));
  if (small->size == large->size) {
    return small->root == large->root ? absl::OkStatus() : differs;
  }
  const absl::StatusOr<v1::LoggedEntry> last = prove(small->size - 1, large->size);
  if (!last.ok()) return last.status();
  switch (CompareBy(*last, *small, *large)) {
    case Extension::kProven:
      return absl::OkStatus();
    case Extension::kDisproven:
      return differs;
    case Extension::kOpen:
      break;
  }
  return absl::UnavailableError("the registry does not prove that its log goes on from the file's");
}

class Refresher {
 public:
  Refresher(StatusSource& source, const ProveEntry& prove, const StatusMapCopy* map,
            Verifier& verifier)
      : source_(source), prove_(prove), map_(map), verifier_(verifier) {}

  RefreshedFiles Run(absl::Span<const std::string> files) {
    RefreshedFiles all;
    std::vector<std::optional<Job>> jobs;
    for (const std::string& bytes : files) {
      absl::StatusOr<Job> job = Prepare(bytes);
      all.files.emplace_back().status = job.status();
      jobs.push_back(job.ok() ? std::optional<Job>(*std::move(job)) : std::nullopt);
    }
    AskForEpochs();
    Plan(jobs);
    AskUntilOneMoment();
    for (size_t i = 0; i < jobs.size(); ++i) {
      if (jobs[i]) Finish(*jobs[i], files[i], all.files[i]);
    }
    std::set<std::string> checkpoints;
    for (const absl::StatusOr<Standings>& answer : answers_) {
      if (answer.ok()) checkpoints.insert(answer->checkpoint);
    }
    all.checkpoints.assign(checkpoints.begin(), checkpoints.end());
    return all;
  }

 private:
  static absl::StatusOr<Job> Prepare(absl::string_view bytes) {
    if (bytes.size() > kMaxCertificateFileBytes) return proto::Refuse(Reason::kMessageTooLarge);
    absl::StatusOr<v1::CertificateFile> file = proto::DecodeCanonical<v1::CertificateFile>(bytes);
    if (!file.ok()) return file.status();
    absl::StatusOr<Needs> needs = NeedsOf(*file);
    if (!needs.ok()) return needs.status();
    return Job{*std::move(file), *std::move(needs)};
  }

  // Which entries these are never changes; what they say comes with all else, of one moment.
  void AskForEpochs() {
    const absl::StatusOr<v1::GetEpochsResponse> answer = source_.GetEpochs();
    epochs_status_ = answer.status();
    if (!answer.ok()) return;
    for (const v1::LoggedEntry& epoch : answer->epochs()) epochs_.begins.insert(epoch.index());
    for (const v1::LoggedEntry& key : answer->authority_keys()) {
      epochs_.authority_keys.insert(key.index());
    }
  }

  // Gives each job a call that holds all it needs. With a map no key is asked for, but the map's
  // StatusRoot as an entry.
  void Plan(std::vector<std::optional<Job>>& jobs) {
    for (std::optional<Job>& job : jobs) {
      if (!job) continue;
      Call call = calls_.empty() ? Call() : calls_.back();
      if (map_ == nullptr) Join(job->needs.Keys(), call.keys);
      Join(EntriesFor(job->needs), call.entries);
      const bool fits =
          call.keys.size() <= kMaxKeysOfACall && call.entries.size() <= kMaxEntriesOfACall;
      if (!calls_.empty() && fits) {
        calls_.back() = std::move(call);
      } else {
        calls_.push_back(OnlyFor(job->needs));
      }
      job->call = calls_.size() - 1;
    }
  }

  Call OnlyFor(const Needs& needs) const {
    return {map_ == nullptr ? needs.Keys() : std::set<uint64_t>(), EntriesFor(needs)};
  }

  std::set<uint64_t> EntriesFor(const Needs& needs) const {
    std::set<uint64_t> entries = needs.entries;
    Join(epochs_.begins, entries);
    Join(epochs_.authority_keys, entries);
    if (map_ != nullptr) entries.insert(map_->status_root().index());
    return entries;
  }

  void AskUntilOneMoment() {
    for (int pass = 0; pass < kMaxPasses; ++pass) {
      answers_.clear();
      for (const Call& call : calls_) answers_.push_back(Ask(call));
      if (OfOneMoment()) return;
    }
  }

  absl::StatusOr<Standings> Ask(const Call& call) {
    const std::vector<uint64_t> keys(call.keys.begin(), call.keys.end());
    const std::vector<uint64_t> entries(call.entries.begin(), call.entries.end());
    if (!epochs_status_.ok()) return epochs_status_;
    absl::StatusOr<v1::GetStatusProofResponse> answer = source_.GetStatusProof(keys, entries);
    if (!answer.ok()) return answer.status();
    Standings standings;
    standings.epochs = epochs_;
    standings.checkpoint = std::move(*answer->mutable_checkpoint());
    for (v1::StatusProof& proof : *answer->mutable_proofs()) {
      standings.proofs[proof.key()] = std::move(proof);
    }
    for (v1::LoggedEntry& entry : *answer->mutable_entries()) {
      standings.entries[entry.index()] = std::move(entry);
    }
    if (map_ == nullptr) {
      standings.status_root = std::move(*answer->mutable_status_root());
      return standings;
    }
    const auto root = standings.entries.find(map_->status_root().index());
    if (root == standings.entries.end() || root->second.entry() != map_->status_root().entry()) {
      return proto::Refuse(Reason::kEntryUnexpected, "the map's StatusRoot is not in this log");
    }
    standings.status_root = root->second;
    return standings;
  }

  bool OfOneMoment() const {
    for (const absl::StatusOr<Standings>& answer : answers_) {
      const bool same = answer.ok() && answer->checkpoint == answers_.front()->checkpoint;
      if (!same) return false;
    }
    return true;
  }

  absl::StatusOr<std::string> Make(const Job& job) const {
    const absl::StatusOr<Standings>& answer = answers_[job.call];
    if (!answer.ok()) return answer.status();
    if (map_ == nullptr) return Renew(job.file, job.needs, *answer);
    Standings with_proofs = *answer;
    for (uint64_t key : job.needs.Keys()) {
      absl::StatusOr<v1::StatusProof> proof = map_->Prove(key);
      if (!proof.ok()) return proof.status();
      with_proofs.proofs[key] = *std::move(proof);
    }
    return Renew(job.file, job.needs, with_proofs);
  }

  // A policy from before an epoch knows nobody who could have signed the new checkpoint.
  absl::string_view NamesHint() const {
    return epochs_.begins.empty()
               ? ""
               : "; the log has taken another name since genesis: linkcert trust "
                 "init --genesis makes the policy that follows it";
  }

  // Files of one batch rest on one checkpoint: each pair is compared once.
  absl::Status GoesOn(const std::string& before, const std::string& now) {
    const auto [known, added] = compared_.try_emplace({before, now});
    if (added) known->second = CheckGoesOn(before, now, prove_);
    return known->second;
  }

  void Finish(const Job& job, const std::string& before, Refreshed& refreshed) {
    absl::StatusOr<std::string> made = Make(job);
    if (proto::ReasonOf(made.status()) == Reason::kStatusNotProven) {
      refreshed.as_of_issue = true;
      refreshed.verification = verifier_.Verify(before);
      return;
    }
    refreshed.status = made.status();
    if (made.ok()) refreshed.status = GoesOn(job.file.checkpoint(), answers_[job.call]->checkpoint);
    if (!refreshed.status.ok()) return;
    refreshed.verification = verifier_.Verify(*made);
    const std::string fault = FaultInTheMaking(refreshed.verification);
    if (fault.empty()) {
      refreshed.bytes = *std::move(made);
    } else {
      refreshed.status =
          absl::InternalError(absl::StrCat("the new file is not good: ", fault, NamesHint()));
    }
  }

  StatusSource& source_;
  const ProveEntry& prove_;
  const StatusMapCopy* const map_;
  Verifier& verifier_;
  absl::Status epochs_status_;
  EpochEntries epochs_;
  std::vector<Call> calls_;
  std::vector<absl::StatusOr<Standings>> answers_;  // of calls_
  std::map<std::pair<std::string, std::string>, absl::Status> compared_;
};

}  // namespace

RefreshedFiles Refresh(StatusSource& source, const ProveEntry& prove, const StatusMapCopy* map,
                       absl::Span<const std::string> files, Verifier& verifier) {
  return Refresher(source, prove, map, verifier).Run(files);
}

}  // namespace linkcert::client
