#include "client/verify/status_evidence.h"

#include <limits>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "proto/refusal.h"
#include "proto/status_proof.h"
#include "rules/prepare.h"

namespace linkcert::client {
namespace {

using proto::Reason;
using proto::Refuse;

std::set<uint64_t> AskedFor(const BatchFoundations& foundations) {
  std::set<uint64_t> keys(foundations.signing_keys.begin(), foundations.signing_keys.end());
  keys.insert(foundations.version_keys.begin(), foundations.version_keys.end());
  keys.insert(foundations.accreditation);
  keys.insert(foundations.batch.index);
  return keys;
}

// A StatusRoot covers the entries before its own: an older one would hide what came after it.
absl::Status CheckCoversBatch(const LoggedStatusRoot& status_root, const LoggedStatement& batch) {
  const uint64_t last = batch.index + rules::PromisedLeaves(batch.statement());
  if (status_root.index > last && status_root.logged_at >= batch.logged_at) {
    return absl::OkStatus();
  }
  return Refuse(Reason::kEntryUnexpected,
                absl::StrCat("the status root at ", status_root.index,
                             " does not cover the batch at ", batch.index));
}

absl::Status OpenProofs(const v1::CertificateFile& file, const std::set<uint64_t>& asked_for,
                        StatusEvidence& evidence) {
  for (const v1::StatusProof& proof : file.status()) {
    const bool ascends =
        evidence.histories.empty() || evidence.histories.rbegin()->first < proof.key();
    if (!ascends || asked_for.count(proof.key()) == 0) {
      return Refuse(Reason::kEntryUnexpected, absl::StrCat("a status proof of ", proof.key()));
    }
    absl::StatusOr<v1::StatusHistory> history = proto::CheckStatusProof(proof, evidence.root);
    if (!history.ok()) return history.status();
    evidence.histories.emplace(proof.key(), *std::move(history));
  }
  return absl::OkStatus();
}

absl::StatusOr<const v1::StatusHistory*> HistoryOf(const StatusEvidence& evidence, uint64_t index) {
  const auto history = evidence.histories.find(index);
  if (history != evidence.histories.end()) return &history->second;
  return Refuse(Reason::kEvidenceMissing, absl::StrCat("no status proof of entry ", index));
}

}  // namespace

absl::StatusOr<StatusEvidence> OpenStatusEvidence(const v1::CertificateFile& file,
                                                  const FileParts& parts,
                                                  const BatchFoundations& foundations) {
  if (!parts.status_root) {
    return Refuse(Reason::kEvidenceMissing, "status proofs without their status root");
  }
  absl::Status status = CheckCoversBatch(*parts.status_root, parts.unit());
  if (!status.ok()) return status;
  StatusEvidence evidence{.root = parts.status_root->root,
                          .logged_at = parts.status_root->logged_at,
                          .as_of_ms = parts.status_root->logged_at,
                          .histories = {}};
  status = OpenProofs(file, AskedFor(foundations), evidence);
  if (!status.ok()) return status;
  return evidence;
}

absl::Status CheckKeysInForce(const StatusEvidence& evidence, const BatchFoundations& foundations) {
  absl::Status missing;
  const auto check = [&](const std::vector<uint64_t>& keys, const rules::LogPlace& signed_at) {
    for (uint64_t key : keys) {
      absl::StatusOr<const v1::StatusHistory*> history = HistoryOf(evidence, key);
      if (!history.ok()) {
        missing = history.status();
        continue;
      }
      absl::Status status = rules::CheckKeyAt(**history, signed_at);
      if (!status.ok()) return status;
    }
    return absl::OkStatus();
  };
  absl::Status status = check(foundations.signing_keys, foundations.batch);
  if (status.ok()) status = check(foundations.version_keys, foundations.version);
  return status.ok() ? missing : status;
}

absl::Status CheckAccreditationInForce(const StatusEvidence& evidence,
                                       const BatchFoundations& foundations, uint32_t grace_days) {
  absl::StatusOr<const v1::StatusHistory*> history = HistoryOf(evidence, foundations.accreditation);
  if (!history.ok()) return history.status();
  return rules::CheckAccreditationAt(**history, foundations.batch, grace_days);
}

bool HadEnded(const StatusEvidence& evidence, const BatchFoundations& foundations) {
  absl::StatusOr<const v1::StatusHistory*> history = HistoryOf(evidence, foundations.accreditation);
  if (!history.ok()) return false;
  const v1::StatusChange* change = rules::LastChangeBefore(**history, foundations.batch.index);
  return change != nullptr && change->state() == v1::STANDING_STATE_ENDED;
}

absl::Status CheckBatchStatus(const StatusEvidence& evidence, const BatchFoundations& foundations,
                              const VerifyOptions& options) {
  absl::StatusOr<const v1::StatusHistory*> history = HistoryOf(evidence, foundations.batch.index);
  if (!history.ok()) return history.status();
  return rules::CheckInForce(ChangeThatCounts(**history, options));
}

const v1::StatusChange* ChangeThatCounts(const v1::StatusHistory& history,
                                         const VerifyOptions& options) {
  return rules::LastChangeUntil(
      history, options.as_of_ms.value_or(std::numeric_limits<proto::LogTime>::max()));
}

}  // namespace linkcert::client
