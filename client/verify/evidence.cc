#include "client/verify/evidence.h"

#include <algorithm>
#include <utility>

#include "client/verify/key_ring.h"
#include "client/verify/rights.h"
#include "client/verify/trusted_log.h"

namespace linkcert::client {
namespace {

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
      : file_(file), trust_(trust), options_(options), keys_(keys), log_(trust, keys) {}

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
    if (!log_.CheckCheckpoint(file_.checkpoint(), options_.now_ms, checked_.checks)) return false;
    checked_.quorum_time_ms = log_.quorum_time_ms();
    return Note(CheckName::kLogInclusion, CheckInclusion(file_, log_.checkpoint())) &&
           Note(CheckName::kFormat, Open()) &&
           Note(CheckName::kGenesis, log_.CheckGenesis(parts_)) &&
           Note(CheckName::kRegistry, CheckRegistry(parts_, trust_.genesis)) &&
           Note(CheckName::kLogOrder, CheckLogOrder(parts_, log_.checkpoint()));
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

  bool CheckAllEpochs(const KeyRing& ring) {
    return parts_.epochs.empty() || Note(CheckName::kEpochs, log_.CheckEpochs(parts_, ring));
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
  TrustedLog log_;
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
