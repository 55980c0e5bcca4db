// Certificates made again: with claims corrected (更正, R17), or for the same facts (补发).
#include "rules/corrections.h"

#include <set>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "crypto/merkle.h"
#include "proto/claims.h"
#include "rules/acts.h"
#include "rules/certificate_versions.h"
#include "rules/claims_roots.h"

namespace linkcert::rules {
namespace {

using proto::Reason;
using proto::Refuse;

uint32_t VersionOf(const records::CertificateLinks& links) {
  return links.version() == 0 ? 1 : links.version();
}

absl::Status CheckVersion(const v1::Correction& correction, const Replaced& replaced) {
  return correction.version() == VersionOf(replaced.links) + 1
             ? absl::OkStatus()
             : Refuse(Reason::kCertificateVersionDiffers,
                      absl::StrCat("certificate ", replaced.certificate, " is version ",
                                   VersionOf(replaced.links)));
}

absl::Status CheckCorrection(const ActContext& context, const v1::Correction& correction,
                             const Replaced& replaced, const LeafTerms& leaf) {
  absl::Status status = CheckVersion(correction, replaced);
  if (!status.ok()) return status;
  auto old_root = ClaimsRootOf(context.view, replaced.certificate, replaced.place);
  if (!old_root.ok()) return old_root.status();
  const uint32_t document_version = replaced.place.issued->document_version();
  status = CheckClaimHashes(correction.old_claim_hashes(), document_version, *old_root);
  if (status.ok()) {
    status = CheckClaimHashes(correction.new_claim_hashes(), document_version, leaf.claims_root);
  }
  return status.ok() ? CheckCorrectedTags(correction, replaced.links.corrected_tags()) : status;
}

// Ascending, each once.
google::protobuf::RepeatedField<uint32_t> Joined(
    const google::protobuf::RepeatedField<uint32_t>& before, const v1::Correction& correction) {
  std::set<uint32_t> tags(before.begin(), before.end());
  tags.insert(correction.changed_tags().begin(), correction.changed_tags().end());
  return {tags.begin(), tags.end()};
}

}  // namespace

absl::Status CheckClaimHashes(const google::protobuf::RepeatedPtrField<std::string>& claim_hashes,
                              uint32_t document_version, const crypto::Hash& root) {
  absl::StatusOr<uint32_t> count = proto::ClaimCount(document_version);
  if (!count.ok()) return count.status();
  crypto::CompactRange tree;
  for (const std::string& bytes : claim_hashes) {
    absl::StatusOr<crypto::Hash> hash = crypto::Hash::FromBytes(bytes);
    if (!hash.ok()) return hash.status();
    tree.Append(*hash);
  }
  const bool all = static_cast<uint32_t>(claim_hashes.size()) == *count;
  return all && tree.Root() == root ? absl::OkStatus() : Refuse(Reason::kClaimsRootDiffers);
}

absl::Status CheckCorrectedTags(const v1::Correction& correction,
                                const google::protobuf::RepeatedField<uint32_t>& before) {
  std::vector<uint32_t> changed;
  for (int i = 0; i < correction.old_claim_hashes_size(); ++i) {
    if (correction.old_claim_hashes(i) != correction.new_claim_hashes(i)) changed.push_back(i + 1);
  }
  if (!absl::c_equal(changed, correction.changed_tags())) {
    return Refuse(Reason::kCorrectionTagsDiffer,
                  absl::StrCat("certificate ", correction.certificate()));
  }
  const auto changes = [&](uint32_t tag) {
    return absl::c_linear_search(changed, tag) || absl::c_linear_search(before, tag);
  };
  return changes(proto::kNumber) || (changes(proto::kName) && changes(proto::kIdNumber))
             ? Refuse(Reason::kCorrectionNotAllowed,
                      absl::StrCat("certificate ", correction.certificate()))
             : absl::OkStatus();
}

absl::Status AdmitCorrectCertificates(ActContext& context, const v1::CorrectCertificates& act) {
  std::vector<uint64_t> certificates;
  for (const v1::Correction& correction : act.corrections()) {
    certificates.push_back(correction.certificate());
  }
  auto replaced = CheckReplaced(context, certificates, act.original_batch());
  if (!replaced.ok()) return replaced.status();
  std::vector<NewVersion> versions;
  for (size_t i = 0; i < replaced->size(); ++i) {
    const v1::Correction& correction = act.corrections(static_cast<int>(i));
    const Replaced& one = (*replaced)[i];
    absl::Status status = CheckCorrection(context, correction, one, context.unit.terms[i]);
    if (!status.ok()) return status;
    versions.push_back({.version = correction.version(),
                        .corrected_tags = Joined(one.links.corrected_tags(), correction)});
  }
  return WriteVersions(context, *replaced, versions);
}

absl::Status AdmitReissueCertificates(ActContext& context, const v1::ReissueCertificates& act) {
  const std::vector<uint64_t> certificates(act.certificates().begin(), act.certificates().end());
  auto replaced = CheckReplaced(context, certificates, act.original_batch());
  if (!replaced.ok()) return replaced.status();
  std::vector<NewVersion> versions;
  for (const Replaced& one : *replaced) {
    versions.push_back(
        {.version = VersionOf(one.links), .corrected_tags = one.links.corrected_tags()});
  }
  return WriteVersions(context, *replaced, versions);
}

}  // namespace linkcert::rules
