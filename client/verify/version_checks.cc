#include "client/verify/version_checks.h"

#include "absl/strings/str_cat.h"
#include "crypto/hash.h"
#include "proto/refusal.h"
#include "rules/corrections.h"

namespace linkcert::client {
namespace {

using proto::Reason;
using proto::Refuse;

absl::Status CheckOfBatch(const v1::CertificateLeaf& leaf, const v1::IssueBatch& batch) {
  if (leaf.supersedes() != 0) return Refuse(Reason::kLeafLinkNotEnabled);
  return leaf.companion() == 0 || !batch.companion_batch().empty()
             ? absl::OkStatus()
             : Refuse(Reason::kCompanionDiffers, "the batch has no companion");
}

absl::Status CheckReplaces(const v1::CertificateLeaf& leaf, uint64_t certificate) {
  if (leaf.companion() != 0) return Refuse(Reason::kLeafLinkNotEnabled);
  return leaf.supersedes() == certificate
             ? absl::OkStatus()
             : Refuse(Reason::kLeafLinkDiffers, absl::StrCat("position ", leaf.position()));
}

absl::Status CheckCorrected(const v1::CertificateLeaf& leaf, const v1::CorrectCertificates& act,
                            uint32_t document_version) {
  const int position = static_cast<int>(leaf.position());
  if (position >= act.corrections_size()) return Refuse(Reason::kLeafLinkDiffers);
  const v1::Correction& correction = act.corrections(position);
  absl::Status status = CheckReplaces(leaf, correction.certificate());
  if (!status.ok()) return status;
  const absl::StatusOr<crypto::Hash> root = crypto::Hash::FromBytes(leaf.claims_root());
  if (!root.ok()) return Refuse(Reason::kFieldOutOfRange, "claims_root");
  status = rules::CheckClaimHashes(correction.new_claim_hashes(), document_version, *root);
  return status.ok() ? rules::CheckCorrectedTags(correction) : status;
}

}  // namespace

absl::Status CheckLinks(const v1::CertificateLeaf& leaf, const CheckedEvidence& evidence) {
  const v1::Statement& unit = evidence.unit().statement();
  if (unit.has_correct_certificates()) {
    return CheckCorrected(leaf, unit.correct_certificates(), evidence.act().document_version());
  }
  if (!unit.has_reissue_certificates()) return CheckOfBatch(leaf, evidence.act());
  const auto& replaced = unit.reissue_certificates().certificates();
  const int position = static_cast<int>(leaf.position());
  return position < replaced.size() ? CheckReplaces(leaf, replaced[position])
                                    : Refuse(Reason::kLeafLinkDiffers);
}

}  // namespace linkcert::client
