#include "client/issue/version_maker.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "client/verify/certificate_checks.h"
#include "crypto/merkle.h"
#include "proto/certificate_leaf.h"
#include "proto/claims.h"
#include "proto/refusal.h"
#include "rules/corrections.h"

namespace linkcert::client {
namespace {

using proto::Reason;
using proto::Refuse;

constexpr size_t kStatementIdSizeBytes = 16;
// FieldRule of CorrectCertificates.corrections, ReissueCertificates.certificates.
constexpr size_t kMaxCorrections = 64;
constexpr size_t kMaxReissues = 1000;

// What goes into one statement, in log order.
using Unit = std::vector<const CertificateChange*>;

absl::StatusOr<std::vector<Unit>> Group(absl::Span<const CertificateChange> changes,
                                        size_t max_size) {
  std::map<std::pair<uint64_t, uint64_t>, const CertificateChange*> in_order;
  for (const CertificateChange& change : changes) {
    const OwnCertificate& own = change.certificate;
    if (!in_order.emplace(std::pair(own.original_batch, own.certificate), &change).second) {
      return Refuse(Reason::kLinksDisordered,
                    absl::StrCat("certificate ", own.certificate, " twice"));
    }
  }
  std::vector<Unit> units;
  for (const auto& [place, change] : in_order) {
    const bool fits = !units.empty() && units.back().size() < max_size &&
                      units.back().front()->certificate.original_batch == place.first;
    if (!fits) units.emplace_back();
    units.back().push_back(change);
  }
  return units;
}

std::vector<std::string> ValuesOf(const CertificateChange& change) {
  std::vector<std::string> values = change.certificate.values;
  for (const auto& [tag, value] : change.values) {
    if (tag >= 1 && tag <= values.size()) values[tag - 1] = value;
  }
  return values;
}

// What verifiers would refuse after it was logged; the names of most organisations are in no file.
absl::Status CheckEmployer(const OwnCertificate& own, absl::string_view employer) {
  absl::Status status = CheckEmployerName(employer, own.roster, own.issuer, own.issuer_name);
  return proto::ReasonOf(status) == Reason::kEvidenceMissing ? absl::OkStatus() : status;
}

// Keeps the claims that do not change; fills the hashes and tags of `correction`.
absl::Status KeepClaims(const CertificateChange& change, std::vector<std::string>& claims,
                        v1::Correction& correction) {
  const OwnCertificate& own = change.certificate;
  correction.set_certificate(own.certificate);
  correction.set_version(own.version + 1);
  for (uint32_t tag = 1; tag <= own.claims.size(); ++tag) {
    const std::string& old_claim = own.claims[tag - 1];
    correction.add_old_claim_hashes(crypto::HashLeaf(old_claim).str());
    if (change.values.count(tag) > 0) {
      correction.add_changed_tags(tag);
    } else {
      claims[tag - 1] = old_claim;
    }
    correction.add_new_claim_hashes(crypto::HashLeaf(claims[tag - 1]).str());
  }
  return rules::CheckCorrectedTags(correction);
}

// The claims of the new certificate, which `statement` names as that.
absl::StatusOr<std::vector<std::string>> MakeAgain(VersionKind kind,
                                                   const CertificateChange& change,
                                                   v1::Statement& statement) {
  const std::vector<std::string> values = ValuesOf(change);
  absl::Status status = CheckEmployer(change.certificate, values[proto::kEmployer - 1]);
  if (!status.ok()) return status;
  absl::StatusOr<std::vector<std::string>> claims = proto::MakeClaims(values);
  if (!claims.ok()) return claims;
  if (kind == VersionKind::kReissue) {
    statement.mutable_reissue_certificates()->add_certificates(change.certificate.certificate);
    return claims;
  }
  status =
      KeepClaims(change, *claims, *statement.mutable_correct_certificates()->add_corrections());
  if (!status.ok()) return status;
  return claims;
}

v1::PendingCertificate PendingOf(const CertificateChange& change, std::string leaf,
                                 std::vector<std::string> claims) {
  v1::PendingCertificate pending;
  pending.set_leaf(std::move(leaf));
  for (std::string& claim : claims) pending.add_claims(std::move(claim));
  pending.set_line(change.line);
  for (std::string& cell : CellsWith(change.certificate.cells, ValuesOf(change))) {
    pending.add_cells(std::move(cell));
  }
  return pending;
}

absl::StatusOr<MadeBatch> MakeUnit(VersionKind kind, const Unit& unit,
                                   const StatementFrame& frame) {
  v1::Statement statement;
  statement.set_statement_id(crypto::RandomBytes(kStatementIdSizeBytes));
  v1::PendingBatch pending;
  crypto::CompactRange tree;
  for (const CertificateChange* change : unit) {
    auto claims = MakeAgain(kind, *change, statement);
    if (!claims.ok()) return claims.status();
    std::string leaf = proto::EncodeLeaf(
        statement.statement_id(), static_cast<uint32_t>(tree.size()), proto::ClaimsRoot(*claims),
        {.supersedes = change->certificate.certificate});
    tree.Append(crypto::HashLeaf(leaf));
    *pending.add_certificates() = PendingOf(*change, std::move(leaf), *std::move(claims));
  }
  const auto state = [&](auto& act) {
    act.set_leaf_count(static_cast<uint32_t>(unit.size()));
    act.set_leaves_root(tree.Root().str());
    act.set_original_batch(unit.front()->certificate.original_batch);
  };
  kind == VersionKind::kReissue ? state(*statement.mutable_reissue_certificates())
                                : state(*statement.mutable_correct_certificates());
  absl::StatusOr<StatementInMaking> making = FrameStatement(std::move(statement), frame);
  if (!making.ok()) return making.status();
  pending.set_statement_digest(making->digest().str());
  return MadeBatch{*std::move(making), std::move(pending)};
}

}  // namespace

absl::StatusOr<std::vector<MadeBatch>> MakeVersions(VersionKind kind,
                                                    absl::Span<const CertificateChange> changes,
                                                    const StatementFrame& frame) {
  const absl::StatusOr<std::vector<Unit>> units =
      Group(changes, kind == VersionKind::kReissue ? kMaxReissues : kMaxCorrections);
  if (!units.ok()) return units.status();
  std::vector<MadeBatch> made;
  for (const Unit& unit : *units) {
    absl::StatusOr<MadeBatch> one = MakeUnit(kind, unit, frame);
    if (!one.ok()) return one.status();
    made.push_back(*std::move(one));
  }
  return made;
}

}  // namespace linkcert::client
