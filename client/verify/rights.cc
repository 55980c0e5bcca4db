#include "client/verify/rights.h"

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "proto/refusal.h"
#include "rules/log_names.h"
#include "rules/numbers.h"
#include "rules/prepare.h"
#include "rules/records.h"
#include "rules/scope.h"
#include "rules/signers.h"

namespace linkcert::client {
namespace {

using proto::Reason;
using proto::Refuse;
using Act = v1::Statement::ActCase;

// The act that may stand in a place of the file.
absl::Status RequireAct(const LoggedStatement& part, Act wanted) {
  const Act act = part.statement().act_case();
  if (act == wanted) return absl::OkStatus();
  return Refuse(Reason::kEntryUnexpected,
                absl::StrCat("entry ", part.index, ": ", proto::ActName(act)));
}

// The batch that a version says it rests on is the one of the file.
absl::Status RequireVersionOf(const LoggedStatement& version, uint64_t batch) {
  const uint64_t original = rules::OriginalBatchOf(version.statement());
  if (original == 0) return RequireAct(version, Act::kCorrectCertificates);
  return original == batch ? absl::OkStatus()
                           : Refuse(Reason::kOriginalBatchDiffers, absl::StrCat(original));
}

// A correction alone does not say what the certificate is about.
absl::Status RequireBatch(const LoggedStatement& batch) {
  if (rules::OriginalBatchOf(batch.statement()) != 0) {
    return Refuse(Reason::kEvidenceMissing, "the original batch");
  }
  return RequireAct(batch, Act::kIssueBatch);
}

absl::Status RequireKeyAct(const LoggedStatement& part) {
  return part.statement().has_rotate_key() ? absl::OkStatus() : RequireAct(part, Act::kAddKey);
}

const std::string& Issuer(const FileParts& parts) {
  return parts.organisation.statement().register_organisation().organisation();
}

}  // namespace

absl::Status CheckGenesis(const FileParts& parts, const crypto::Hash& trusted,
                          crypto::KeyCache& keys) {
  if (parts.genesis.index != 0 || parts.genesis.sealed.digest != trusted) {
    return Refuse(Reason::kGenesisDiffers, parts.genesis.sealed.digest.ToHex());
  }
  absl::Status status = RequireAct(parts.genesis, Act::kGenesis);
  if (!status.ok()) return status;
  return KeyRing(parts.genesis.statement().genesis(), keys).CheckGenesis(parts.genesis);
}

absl::Status CheckAuthorityKeys(const FileParts& parts, KeyRing& ring) {
  for (const LoggedStatement& key : parts.authority_keys) {
    absl::Status status = RequireKeyAct(key);
    if (status.ok()) status = ring.Add(key, rules::kAuthority);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status CheckEpochs(const FileParts& parts, const KeyRing& ring) {
  const v1::Genesis& genesis = parts.genesis.statement().genesis();
  rules::LogName log = rules::NameIn(genesis);
  std::set<std::string> origins = {log.origin};
  for (const LoggedStatement& epoch : parts.epochs) {
    absl::Status status = RequireAct(epoch, Act::kBeginEpoch);
    if (status.ok()) {
      status = ring.CheckSigned(epoch, {rules::AuthoritySide(genesis.threshold())});
    }
    if (!status.ok()) return status;
    const v1::BeginEpoch& act = epoch.statement().begin_epoch();
    status = rules::OpenPreviousCheckpoint(act, epoch.index, log).status();
    if (!status.ok()) return status;
    log = rules::NameIn(act, epoch.index);
    if (!origins.insert(log.origin).second) return Refuse(Reason::kOriginReused, log.origin);
  }
  return absl::OkStatus();
}

rules::LogName NewestName(const FileParts& parts) {
  if (parts.epochs.empty()) return rules::NameIn(parts.genesis.statement().genesis());
  const LoggedStatement& newest = parts.epochs.back();
  return rules::NameIn(newest.statement().begin_epoch(), newest.index);
}

absl::Status CheckLogName(const FileParts& parts, const crypto::Checkpoint& checkpoint,
                          const crypto::PublicKey& log_key) {
  const rules::LogName log = NewestName(parts);
  if (log.origin == checkpoint.origin && log.log_key == log_key.spki()) return absl::OkStatus();
  return Refuse(Reason::kGenesisDiffers, parts.epochs.empty()
                                             ? "genesis names another log"
                                             : "the newest epoch names another log");
}

absl::Status CheckOrganisation(const FileParts& parts, const KeyRing& ring) {
  absl::Status status = RequireAct(parts.organisation, Act::kRegisterOrganisation);
  if (!status.ok()) return status;
  return ring.CheckSigned(parts.organisation, {rules::AuthoritySide()});
}

absl::Status CheckIssuerKeys(const FileParts& parts, KeyRing& ring) {
  for (const LoggedStatement& key : parts.issuer_keys) {
    absl::Status status = RequireKeyAct(key);
    if (status.ok() && key.index < parts.organisation.index) {
      status = Refuse(Reason::kOrganisationUnknown, absl::StrCat("at entry ", key.index));
    }
    if (status.ok()) status = ring.Add(key, Issuer(parts));
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status CheckAccreditation(const FileParts& parts, const KeyRing& ring) {
  absl::Status status = RequireAct(parts.accreditation, Act::kGrantAccreditation);
  if (status.ok()) status = ring.CheckSigned(parts.accreditation, {rules::AuthoritySide()});
  if (!status.ok()) return status;
  const v1::GrantAccreditation& grant = parts.accreditation.statement().grant_accreditation();
  if (grant.organisation() != Issuer(parts)) {
    return Refuse(Reason::kAccreditationNotYours, grant.organisation());
  }
  if (parts.accreditation.index < parts.organisation.index) {
    return Refuse(Reason::kOrganisationUnknown,
                  absl::StrCat("at entry ", parts.accreditation.index));
  }
  if (parts.accreditation.index < parts.batch.index) return absl::OkStatus();
  return Refuse(Reason::kAccreditationNotInForce, "granted after the batch");
}

absl::Status CheckBatch(const FileParts& parts, const KeyRing& ring) {
  absl::Status status = RequireBatch(parts.batch);
  if (status.ok()) status = ring.CheckSigned(parts.batch, {rules::IssuingSide(Issuer(parts))});
  if (status.ok() && parts.version) {
    status = RequireVersionOf(*parts.version, parts.batch.index);
    if (status.ok()) status = ring.CheckSigned(*parts.version, {rules::IssuingSide(Issuer(parts))});
  }
  if (!status.ok()) return status;
  std::set<uint64_t> behind = ring.EntriesBehindSigners(parts.batch);
  if (parts.version) behind.merge(ring.EntriesBehindSigners(*parts.version));
  for (const LoggedStatement& key : parts.issuer_keys) {
    if (behind.count(key.index) > 0) continue;
    return Refuse(Reason::kEntryUnexpected, "a key that did not sign the batch");
  }
  return absl::OkStatus();
}

absl::Status CheckScope(const FileParts& parts) {
  const v1::IssueBatch& batch = parts.batch.statement().issue_batch();
  const v1::GrantAccreditation& grant = parts.accreditation.statement().grant_accreditation();
  if (batch.accreditation() != grant.accreditation()) {
    return Refuse(Reason::kAccreditationUnknown,
                  absl::StrCat("the batch names ", batch.accreditation()));
  }
  absl::Status status = rules::CheckScope(grant, rules::ScopeOf(batch));
  if (status.ok()) status = rules::CheckGrantDates(grant, batch.exam_start(), batch.issued_on());
  if (status.ok()) status = rules::CheckAudience(grant, batch.chain(), batch.roster());
  if (status.ok()) status = rules::CheckNumberBlock(grant, batch, /*level_character=*/"");
  return status;
}

}  // namespace linkcert::client
