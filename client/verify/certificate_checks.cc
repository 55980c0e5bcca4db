#include "client/verify/certificate_checks.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "client/verify/version_checks.h"
#include "crypto/hash.h"
#include "crypto/merkle.h"
#include "proto/certificate_leaf.h"
#include "proto/civil_date.h"
#include "proto/refusal.h"
#include "proto/status_proof.h"
#include "rules/prepare.h"
#include "rules/standing.h"

namespace linkcert::client {
namespace {

using proto::Reason;
using proto::Refuse;

// The value of a shown claim; empty when it is hidden or absent.
absl::string_view ShownValue(absl::Span<const proto::ShownClaim> shown, uint32_t tag) {
  for (const proto::ShownClaim& claim : shown) {
    if (claim.tag == tag) return claim.value;
  }
  return {};
}

absl::Status CheckLeafPath(const CertificatePart& part, uint32_t position,
                           const v1::Statement& unit) {
  crypto::Path path;
  for (const std::string& bytes : part.leaf_path) {
    absl::StatusOr<crypto::Hash> hash = crypto::Hash::FromBytes(bytes);
    if (!hash.ok()) return Refuse(Reason::kLeavesRootDiffers, hash.status().message());
    path.push_back(*hash);
  }
  absl::StatusOr<crypto::Hash> root = crypto::RootFromInclusion(
      crypto::HashLeaf(part.leaf), position, rules::PromisedLeaves(unit), path);
  if (root.ok() && root->view() == *rules::StatedLeavesRoot(unit)) return absl::OkStatus();
  return Refuse(Reason::kLeavesRootDiffers, absl::StrCat("position ", position));
}

}  // namespace

CertificatePart PartOf(const v1::CertificateFile& file) {
  return {.leaf = file.leaf(),
          .leaf_path = file.leaf_path(),
          .claims = file.claims(),
          .status = file.has_certificate_status() ? &file.certificate_status() : nullptr};
}

CertificatePart PartOf(const v1::SetCertificate& certificate) {
  return {.leaf = certificate.leaf(),
          .leaf_path = certificate.leaf_path(),
          .claims = certificate.claims(),
          .status = certificate.has_status() ? &certificate.status() : nullptr};
}

absl::StatusOr<v1::CertificateLeaf> CheckLeaf(const CertificatePart& part,
                                              const CheckedEvidence& evidence) {
  absl::StatusOr<v1::CertificateLeaf> leaf = proto::DecodeLeaf(part.leaf);
  if (!leaf.ok()) return leaf;
  const v1::Statement& unit = evidence.unit().statement();
  if (leaf->batch() != unit.statement_id()) {
    return Refuse(Reason::kLeafMisplaced, "a leaf of another batch");
  }
  if (leaf->position() >= rules::PromisedLeaves(unit)) {
    return Refuse(Reason::kLeafMisplaced, absl::StrCat("position ", leaf->position()));
  }
  absl::Status status = CheckLeafPath(part, leaf->position(), unit);
  if (status.ok()) status = CheckLinks(*leaf, evidence);
  if (!status.ok()) return status;
  return leaf;
}

absl::Status CheckNumber(absl::Span<const proto::ShownClaim> shown, const v1::IssueBatch& batch) {
  const absl::string_view number = ShownValue(shown, proto::kNumber);
  if (number.empty()) return absl::OkStatus();
  const v1::NumberBlock& block = batch.numbers();
  constexpr size_t kSerialDigits = 6;
  const std::string& prefix = block.prefix();
  if (number.size() != prefix.size() + kSerialDigits || number.substr(0, prefix.size()) != prefix) {
    return Refuse(Reason::kClaimNumberOutsideBlock, "another prefix");
  }
  uint32_t serial = 0;
  for (char digit : number.substr(prefix.size())) {
    if (digit < '0' || digit > '9') return Refuse(Reason::kNumberMalformed);
    serial = serial * 10 + static_cast<uint32_t>(digit - '0');
  }
  if (serial < block.first() || serial - block.first() >= block.count()) {
    return Refuse(Reason::kClaimNumberOutsideBlock);
  }
  const auto& voided = block.voided();
  if (std::binary_search(voided.begin(), voided.end(), serial)) {
    return Refuse(Reason::kClaimNumberOutsideBlock, "voided");
  }
  return absl::OkStatus();
}

absl::Status CheckEmployer(absl::Span<const proto::ShownClaim> shown,
                           const CheckedEvidence& evidence) {
  return CheckEmployerName(ShownValue(shown, proto::kEmployer), evidence.act().roster(),
                           evidence.facts.issuer(), evidence.facts.issuer_name());
}

absl::Status CheckEmployerName(absl::string_view employer, const v1::RosterSummary& roster,
                               absl::string_view issuer, absl::string_view issuer_name) {
  if (employer.empty()) return absl::OkStatus();
  const auto& organisations = roster.organisations();
  const auto on_roster = [&](absl::string_view id) {
    return std::find(organisations.begin(), organisations.end(), id) != organisations.end();
  };
  const bool issuers = employer == issuer_name;
  if (on_roster(employer) || (issuers && on_roster(issuer))) return absl::OkStatus();
  if (issuers || (organisations.size() == 1 && on_roster(issuer))) {
    return Refuse(Reason::kClaimEmployerNotOnRoster);
  }
  return Refuse(Reason::kEvidenceMissing,
                "the file does not name the roster's other organisations");
}

absl::Status CheckExpiry(const v1::IssueBatch& batch, uint64_t moment_ms) {
  if (batch.valid_to() == 0 || proto::CivilDateAt(moment_ms) <= batch.valid_to()) {
    return absl::OkStatus();
  }
  return Refuse(Reason::kCertificateExpired, proto::FormatDate(batch.valid_to()));
}

absl::Status CheckCertificateStatus(const CertificatePart& part, uint64_t index,
                                    const CheckedEvidence& evidence, const VerifyOptions& options) {
  if (!evidence.status) {
    return part.status == nullptr ? Refuse(Reason::kStatusNotProven)
                                  : Refuse(Reason::kEvidenceMissing, "no status root");
  }
  if (part.status == nullptr) {
    return Refuse(Reason::kEvidenceMissing, absl::StrCat("no status proof of entry ", index));
  }
  if (part.status->key() != index) {
    return Refuse(Reason::kEntryUnexpected, absl::StrCat("a status proof of ", part.status->key()));
  }
  absl::StatusOr<v1::StatusHistory> history =
      proto::CheckStatusProof(*part.status, evidence.status->root);
  if (!history.ok()) return history.status();
  return rules::CheckInForce(ChangeThatCounts(*history, options));
}

}  // namespace linkcert::client
