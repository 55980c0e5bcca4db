#include "client/verify/evidence.h"

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
  facts.set_logged_at(parts.batch.logged_at);
  return facts;
}

// One pass over one file; notes what each check gives and stops where nothing can follow.
class EvidenceChecker {
 public:
  EvidenceChecker(const v1::CertificateFile& file, const Trust& trust, crypto::KeyCache& keys)
      : file_(file), trust_(trust), keys_(keys) {}

  CheckedEvidence Check(uint64_t now_ms) && {
    checked_.complete = CheckLog(now_ms) && CheckRights();
    if (checked_.complete) {
      checked_.facts = FactsOf(parts_);
      checked_.batch = std::move(parts_.batch);
    }
    return std::move(checked_);
  }

 private:
  bool Note(CheckName name, const absl::Status& status) {
    checked_.checks.push_back(CheckOf(name, status));
    return status.ok();
  }

  bool CheckLog(uint64_t now_ms) {
    return CheckCheckpoint(now_ms) &&
           Note(CheckName::kLogInclusion, CheckInclusion(file_, checkpoint_)) &&
           Note(CheckName::kFormat, Open()) && Note(CheckName::kGenesis, CheckRegistryAndLog()) &&
           Note(CheckName::kRegistry, CheckRegistry(parts_, trust_.genesis)) &&
           Note(CheckName::kLogOrder, CheckLogOrder(parts_));
  }

  bool CheckRights() {
    KeyRing ring(parts_.genesis.statement().genesis(), keys_);
    return Note(CheckName::kAuthorityKeys, CheckAuthorityKeys(parts_, ring)) &&
           Note(CheckName::kOrganisation, CheckOrganisation(parts_, ring)) &&
           Note(CheckName::kIssuerKeys, CheckIssuerKeys(parts_, ring)) &&
           Note(CheckName::kAccreditation, CheckAccreditation(parts_, ring)) &&
           Note(CheckName::kBatchSignatures, CheckBatch(parts_, ring)) &&
           Note(CheckName::kScope, CheckScope(parts_));
  }

  // An unmet quorum leaves the question open, but what follows can still prove the file wrong.
  bool CheckCheckpoint(uint64_t now_ms) {
    absl::StatusOr<crypto::EvaluatedCheckpoint> evaluated =
        trust_.policy.Evaluate(file_.checkpoint(), now_ms / kSecondMs);
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

  // A policy may name several logs: this one must be the log that genesis names. (After an epoch it
  // is another; files that carry epochs are not decided yet.)
  absl::Status CheckRegistryAndLog() const {
    absl::Status status = CheckGenesis(parts_, trust_.genesis, keys_);
    if (!status.ok() || file_.epochs_size() > 0) return status;
    const v1::Genesis& genesis = parts_.genesis.statement().genesis();
    const crypto::PublicKey& key = trust_.policy.logs()[log_].key.public_key();
    if (genesis.origin() == checkpoint_.origin && genesis.log_key() == key.spki()) return status;
    return Refuse(Reason::kGenesisDiffers, "genesis names another log");
  }

  absl::Status Open() {
    absl::StatusOr<FileParts> parts = OpenParts(file_);
    if (!parts.ok()) return parts.status();
    parts_ = *std::move(parts);
    return absl::OkStatus();
  }

  const v1::CertificateFile& file_;
  const Trust& trust_;
  crypto::KeyCache& keys_;
  crypto::Checkpoint checkpoint_;
  size_t log_ = 0;  // index into the policy's logs
  FileParts parts_;
  CheckedEvidence checked_;
};

}  // namespace

CheckedEvidence CheckEvidence(const v1::CertificateFile& file, const Trust& trust, uint64_t now_ms,
                              crypto::KeyCache& keys) {
  return EvidenceChecker(file, trust, keys).Check(now_ms);
}

}  // namespace linkcert::client
