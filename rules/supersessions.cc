// Certificates that were issued apart, of which the newer replaces the older (R18).
#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "rules/acts.h"
#include "rules/certificate_acts.h"
#include "rules/certificate_links.h"
#include "rules/signers.h"
#include "rules/status_map.h"

namespace linkcert::rules {
namespace {

using proto::Reason;
using proto::Refuse;

// R18: each link leads from an older to a newer certificate and none stands in two of them, so
// links never close to a circle.
absl::Status CheckOrder(const v1::SupersedeCertificates& act) {
  std::set<uint64_t> named;
  uint64_t last = 0;
  for (const v1::SupersedeLink& link : act.links()) {
    const bool ordered =
        link.old_certificate() > last && link.old_certificate() < link.new_certificate();
    if (!ordered || !named.insert(link.old_certificate()).second ||
        !named.insert(link.new_certificate()).second) {
      return Refuse(Reason::kLinksDisordered, absl::StrCat("certificate ", link.old_certificate()));
    }
    last = link.old_certificate();
  }
  return absl::OkStatus();
}

// Known, the issuer's own, not of a voided batch, in force.
absl::StatusOr<CertificatePlace> CheckUsable(const ActContext& context, uint64_t certificate) {
  absl::StatusOr<CertificatePlace> place = PlaceOf(context.view, certificate);
  if (!place.ok()) return place.status();
  absl::Status status = CheckOwner(context, place->issued->organisation());
  if (status.ok()) status = CheckNotVoided(context.view, place->batch);
  if (status.ok()) {
    status = CheckMoves(context.view, {certificate}, {v1::STANDING_STATE_IN_FORCE});
  }
  if (!status.ok()) return status;
  return place;
}

// R19: what is final leads out of the case of two certificates of one examination.
absl::Status CheckSingle(const ActContext& context, uint64_t certificate) {
  absl::StatusOr<LinkedCertificates> links = LinksOf(context.view, certificate);
  if (!links.ok()) return links.status();
  return links->companion == 0
             ? absl::OkStatus()
             : Refuse(Reason::kCompanionDiffers, absl::StrCat("certificate ", certificate));
}

absl::Status CheckLink(const ActContext& context, const v1::SupersedeLink& link) {
  absl::StatusOr<CertificatePlace> old_place = CheckUsable(context, link.old_certificate());
  if (!old_place.ok()) return old_place.status();
  absl::StatusOr<CertificatePlace> new_place = CheckUsable(context, link.new_certificate());
  if (!new_place.ok()) return new_place.status();
  if (old_place->issued->certificate_class() != new_place->issued->certificate_class()) {
    return Refuse(Reason::kLinkClassDiffers, absl::StrCat("certificate ", link.new_certificate()));
  }
  absl::Status status = CheckSingle(context, link.old_certificate());
  if (status.ok()) status = CheckSingle(context, link.new_certificate());
  if (!status.ok()) return status;
  absl::StatusOr<records::CertificateLinks> taken =
      RecordedLinks(context.view, link.new_certificate());
  if (!taken.ok()) return taken.status();
  return taken->supersedes() == 0
             ? absl::OkStatus()
             : Refuse(Reason::kLinkTaken, absl::StrCat("it replaces ", taken->supersedes()));
}

// R18: mutual, whoever is asked.
absl::Status WriteLink(ActContext& context, const v1::SupersedeLink& link) {
  auto older = RecordedLinks(context.view, link.old_certificate());
  if (!older.ok()) return older.status();
  auto newer = RecordedLinks(context.view, link.new_certificate());
  if (!newer.ok()) return newer.status();
  older->set_superseded_by(link.new_certificate());
  newer->set_supersedes(link.old_certificate());
  context.Write(CertificateLinksKey(link.old_certificate()), *std::move(older),
                &Record::mutable_certificate_links);
  context.Write(CertificateLinksKey(link.new_certificate()), *std::move(newer),
                &Record::mutable_certificate_links);
  return absl::OkStatus();
}

}  // namespace

absl::Status AdmitSupersedeCertificates(ActContext& context, const v1::SupersedeCertificates& act) {
  absl::Status status = CheckSides(context.signers, {IssuingSide(context.first_organisation())});
  if (status.ok()) status = CheckOrder(act);
  std::vector<uint64_t> replaced;
  for (const v1::SupersedeLink& link : act.links()) {
    if (status.ok()) status = CheckLink(context, link);
    if (status.ok()) status = WriteLink(context, link);
    replaced.push_back(link.old_certificate());
  }
  if (!status.ok()) return status;
  return ChangeStandings(context, replaced, ChangeTo(v1::STANDING_STATE_SUPERSEDED));
}

}  // namespace linkcert::rules
