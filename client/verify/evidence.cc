#include "client/verify/evidence.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "client/verify/key_ring.h"
#include "client/verify/rights.h"
#include "crypto/checkpoint.h"
#include "proto/refusal.h"

namespace linkcert::client {
namespace {

using proto::Reason;
using proto::Refuse;

constexpr uint64_t kSecondMs = 1000;

v1::CertificateFacts FactsOf(const FileParts& parts) {
  const v1::IssueBatch& batch = parts.batch.statement().issue_batch();
  const auto& organisation = parts.organisation.statement().register_organisation();
  v1::CertificateFacts facts;
  facts.set_issuer(organisation.organisation());
  facts.set_issuer_name(organisation.name());
  facts.set_occupation_edition(batch.occupation().edition());
  facts.set_occupation_code(batch.occupation().code());
  facts.set_occupation_name(batch.occupation_name());
  facts.set_trade(batch.trade());
  facts.set_ladder(batch.ladder());
  facts.set_level(batch.level());
  facts.set_issued_on(batch.issued_on());
  facts.set_valid_to(batch.valid_to());
  facts.set_batch_number(batch.batch_number());
  facts.set_accreditation(batch.accreditation());
  facts.set_chain(batch.chain());
  facts.set_standard(batch.standard());
  facts.set_standard_version(batch.standard_version());
  facts.set_logged_at(parts.unit().logged_at);
  return facts;
}

// One pass over one file; notes what each check gives and stops where nothing can follow.
class EvidenceChecker {
 public:
  EvidenceChecker(const v1::CertificateFile& file, const Trust& trust, const VerifyOptions& options,
                  crypto::KeyCache& keys)
      : file_(file), trust_(trust), options_(options), keys_(keys) {}

  CheckedEvidence Check() && {
    checked_.complete = CheckLog() && CheckRights();
    if (checked_.complete) {
      checked_.has_status = file_.has_status_root() || file_.status_size() > 0;
      if (checked_.has_status) CheckStatus();
      checked_.facts = FactsOf(parts_);
      checked_.batch = std::move(parts_.batch);
      checked_.version = std::move(parts_.version);
    }
    return std::move(checked_);
  }

 private:
  bool Note(CheckName name, const absl::Status& status) {
    checked_.checks.push_back(CheckOf(name, status));
    return status.ok();
  }

  bool CheckLog() {
    return CheckCheckpoint() &&
           Note(CheckName::kLogInclusion, CheckInclusion(file_, checkpoint_)) &&
           Note(CheckName::kFormat, Open()) && Note(CheckName::kGenesis, CheckRegistryAndLog()) &&
           Note(CheckName::kRegistry, CheckRegistry(parts_, trust_.genesis)) &&
           Note(CheckName::kLogOrder, CheckLogOrder(parts_, checkpoint_));
  }

  bool CheckRights() {
    KeyRing ring(parts_.genesis.statement().genesis(), keys_);
    return Note(CheckName::kAuthorityKeys, CheckAuthorityKeys(parts_, ring)) &&
           CheckAllEpochs(ring) &&
           Note(CheckName::kOrganisation, CheckOrganisation(parts_, ring)) &&
           Note(CheckName::kIssuerKeys, CheckIssuerKeys(parts_, ring)) &&
           Note(CheckName::kAccreditation, CheckAccreditation(parts_, ring)) &&
           Note(CheckName::kBatchSignatures, FindFoundations(ring)) &&
           Note(CheckName::kScope, CheckScope(parts_));
  }

  absl::Status FindFoundations(const KeyRing& ring) {
    foundations_ = {.accreditation = parts_.accreditation.index,
                    .signing_keys = ring.EntriesOfSigners(parts_.batch),
                    .batch = {.index = parts_.batch.index, .logged_at = parts_.batch.logged_at},
                    .version_keys = {},
                    .version = {}};
    if (parts_.version) {
      foundations_.version_keys = ring.EntriesOfSigners(*parts_.version);
      foundations_.version = {.index = parts_.version->index,
                              .logged_at = parts_.version->logged_at};
    }
    return CheckBatch(parts_, ring);
  }

  // What one of these finds does not keep the next from being made.
  void CheckStatus() {
    absl::StatusOr<StatusEvidence> status = OpenStatusEvidence(file_, parts_, foundations_);
    if (!Note(CheckName::kStatusRoot, status.status())) return;
    if (checked_.quorum_time_ms) {
      status->as_of_ms = std::min(status->as_of_ms, *checked_.quorum_time_ms);
    }
    const v1::RuleSet& rules = parts_.genesis.statement().genesis().rule_set();
    Note(CheckName::kKeysInForce, CheckKeysInForce(*status, foundations_));
    Note(CheckName::kAccreditationInForce,
         CheckAccreditationInForce(*status, foundations_, rules.end_grace_days()));
    Note(CheckName::kBatchStatus, CheckBatchStatus(*status, foundations_, options_));
    checked_.within_grace = HadEnded(*status, foundations_);
    checked_.status = *std::move(status);
  }

  // An unmet quorum leaves the question open, but what follows can still prove the file wrong.
  bool CheckCheckpoint() {
    absl::StatusOr<crypto::EvaluatedCheckpoint> evaluated =
        trust_.policy.Evaluate(file_.checkpoint(), options_.now_ms / kSecondMs);
    if (!evaluated.ok()) {
      return Note(CheckName::kCheckpoint,
                  Refuse(Reason::kCheckpointInvalid, evaluated.status().message()));
    }
    checkpoint_ = evaluated->checkpoint;
    log_ = evaluated->log;
    if (evaluated->quorum_time_s) checked_.quorum_time_ms = *evaluated->quorum_time_s * kSecondMs;
    Note(CheckName::kCheckpoint, absl::OkStatus());
    checked_.checks.push_back(evaluated->quorum_met
                                  ? Passed(CheckName::kQuorum)
                                  : Unknown(CheckName::kQuorum, Refuse(Reason::kQuorumNotMet)));
    return true;
  }

  // A policy may name several logs: this one must be the log that genesis names, or the newest
  // epoch, which is judged when the authority's keys are known.
  absl::Status CheckRegistryAndLog() const {
    absl::Status status = CheckGenesis(parts_, trust_.genesis, keys_);
    return status.ok() && parts_.epochs.empty() ? CheckSigningLog() : status;
  }
  absl::Status CheckSigningLog() const {
    return CheckLogName(parts_, checkpoint_, trust_.policy.logs()[log_].key.public_key());
  }
  bool CheckAllEpochs(const KeyRing& ring) {
    if (parts_.epochs.empty()) return true;
    absl::Status status = CheckEpochs(parts_, ring);
    if (status.ok()) status = CheckSigningLog();
    return Note(CheckName::kEpochs, status);
  }

  absl::Status Open() {
    absl::StatusOr<FileParts> parts = OpenParts(file_);
    if (!parts.ok()) return parts.status();
    parts_ = *std::move(parts);
    return absl::OkStatus();
  }

  const v1::CertificateFile& file_;
  const Trust& trust_;
  const VerifyOptions& options_;
  crypto::KeyCache& keys_;
  crypto::Checkpoint checkpoint_;
  size_t log_ = 0;  // index into the policy's logs
  FileParts parts_;
  BatchFoundations foundations_;
  CheckedEvidence checked_;
};

}  // namespace

CheckedEvidence CheckEvidence(const v1::CertificateFile& file, const Trust& trust,
                              const VerifyOptions& options, crypto::KeyCache& keys) {
  return EvidenceChecker(file, trust, options, keys).Check();
}

}  // namespace linkcert::client
