#include "rules/certificate_versions.h"

#include "absl/strings/str_cat.h"
#include "proto/certificate_leaf.h"
#include "rules/batch_records.h"
#include "rules/certificate_acts.h"
#include "rules/certificate_links.h"
#include "rules/claims_roots.h"
#include "rules/signers.h"
#include "rules/status_map.h"

namespace linkcert::rules {
namespace {

using proto::Reason;
using proto::Refuse;

absl::Status CheckLeafLinks(const PreparedUnit& unit, absl::Span<const uint64_t> certificates) {
  if (unit.terms.size() != certificates.size()) {
    return Refuse(Reason::kLeafLinkDiffers, absl::StrCat(unit.terms.size(), " leaves for ",
                                                         certificates.size(), " certificates"));
  }
  uint64_t last = 0;
  for (size_t i = 0; i < certificates.size(); ++i) {
    if (unit.terms[i].companion != 0) {
      return Refuse(Reason::kLeafLinkNotEnabled, absl::StrCat("leaf ", i));
    }
    if (unit.terms[i].supersedes != certificates[i]) {
      return Refuse(Reason::kLeafLinkDiffers, absl::StrCat("leaf ", i));
    }
    if (certificates[i] <= last) {
      return Refuse(Reason::kLinksDisordered, absl::StrCat("certificate ", certificates[i]));
    }
    last = certificates[i];
  }
  return absl::OkStatus();
}

absl::StatusOr<Replaced> CheckOne(const ActContext& context, uint64_t certificate,
                                  uint64_t original_batch) {
  absl::StatusOr<CertificatePlace> place = PlaceOf(context.view, certificate);
  if (!place.ok()) return place.status();
  absl::Status status = CheckOwner(context, place->issued->organisation());
  if (status.ok() && place->batch != original_batch) {
    status = Refuse(Reason::kOriginalBatchDiffers, absl::StrCat("certificate ", certificate));
  }
  if (status.ok()) status = CheckNotVoided(context.view, place->batch);
  if (status.ok()) {
    status = CheckMoves(context.view, {certificate}, {v1::STANDING_STATE_IN_FORCE});
  }
  if (!status.ok()) return status;
  auto links = RecordedLinks(context.view, certificate);
  if (!links.ok()) return links.status();
  return Replaced{
      .certificate = certificate, .place = *std::move(place), .links = *std::move(links)};
}

// The facts are the original batch's.
void WriteUnit(ActContext& context, const CertificatePlace& place) {
  records::IssuedBatch record = *place.issued;
  record.set_statement_id(context.statement().statement_id());
  record.set_leaf_count(static_cast<uint32_t>(context.unit.terms.size()));
  record.set_original_batch(place.batch);
  SetSigned(context, record);
  context.Write(IssuedBatchKey(context.stamp.index), std::move(record),
                &Record::mutable_issued_batch);
  ListUnderIssuer(context, static_cast<uint32_t>(context.unit.terms.size()));
  WriteClaimsRoots(context);
}

void WriteLinks(ActContext& context, uint64_t certificate, records::CertificateLinks links) {
  context.Write(CertificateLinksKey(certificate), std::move(links),
                &Record::mutable_certificate_links);
}

// R18: the old one, the new one and the first one know of each other.
absl::Status LinkVersion(ActContext& context, const Replaced& replaced, uint64_t certificate,
                         const NewVersion& version) {
  records::CertificateLinks links;
  links.set_supersedes(replaced.certificate);
  if (version.version > 1) links.set_version(version.version);
  *links.mutable_corrected_tags() = version.corrected_tags;
  const uint64_t first = replaced.links.first_version();
  links.set_first_version(first == 0 ? replaced.certificate : first);
  WriteLinks(context, certificate, std::move(links));

  records::CertificateLinks older = replaced.links;
  older.set_superseded_by(certificate);
  if (first == 0) older.set_newest_version(certificate);
  WriteLinks(context, replaced.certificate, std::move(older));
  if (first == 0) return absl::OkStatus();

  auto origin = RecordedLinks(context.view, first);
  if (!origin.ok()) return origin.status();
  origin->set_newest_version(certificate);
  WriteLinks(context, first, *std::move(origin));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<Replaced>> CheckReplaced(const ActContext& context,
                                                    absl::Span<const uint64_t> certificates,
                                                    uint64_t original_batch) {
  absl::Status status = CheckSides(context.signers, {IssuingSide(context.first_organisation())});
  if (status.ok()) status = CheckLeafLinks(context.unit, certificates);
  if (!status.ok()) return status;
  std::vector<Replaced> replaced;
  for (uint64_t certificate : certificates) {
    absl::StatusOr<Replaced> one = CheckOne(context, certificate, original_batch);
    if (!one.ok()) return one.status();
    replaced.push_back(*std::move(one));
  }
  return replaced;
}

absl::Status WriteVersions(ActContext& context, absl::Span<const Replaced> replaced,
                           absl::Span<const NewVersion> versions) {
  WriteUnit(context, replaced.front().place);
  std::vector<uint64_t> old_certificates;
  for (uint32_t i = 0; i < replaced.size(); ++i) {
    const uint64_t certificate = proto::LeafIndex(context.stamp.index, i);
    absl::Status status = LinkVersion(context, replaced[i], certificate, versions[i]);
    if (!status.ok()) return status;
    old_certificates.push_back(replaced[i].certificate);
  }
  return ChangeStandings(context, old_certificates, ChangeTo(v1::STANDING_STATE_SUPERSEDED));
}

}  // namespace linkcert::rules
