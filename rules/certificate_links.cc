#include "rules/certificate_links.h"

#include <algorithm>

#include "rules/certificates.h"
#include "rules/records.h"
#include "rules/standing.h"
#include "rules/status_map.h"

namespace linkcert::rules {
namespace {

// The last change of a certificate and of the batch that states its facts; null = none.
struct LastChanges {
  v1::StatusHistory certificate;
  v1::StatusHistory batch;
};

absl::StatusOr<LastChanges> ChangesOf(const View& view, uint64_t certificate) {
  absl::StatusOr<CertificatePlace> place = PlaceOf(view, certificate);
  if (!place.ok()) return place.status();
  absl::StatusOr<v1::StatusHistory> own = StandingOf(view, certificate);
  if (!own.ok()) return own.status();
  absl::StatusOr<v1::StatusHistory> batch = StandingOf(view, place->batch);
  if (!batch.ok()) return batch.status();
  return LastChanges{.certificate = *std::move(own), .batch = *std::move(batch)};
}

bool EndedForFraud(const v1::StatusHistory& history) {
  return IsFinal(StateNow(history)) &&
         history.changes().rbegin()->reason() == v1::STATUS_REASON_V01_FRAUD;
}

// R19
absl::StatusOr<bool> AwaitsDecision(const View& view, uint64_t certificate, uint64_t companion) {
  absl::StatusOr<LastChanges> other = ChangesOf(view, companion);
  if (!other.ok()) return other.status();
  if (!EndedForFraud(other->certificate) && !EndedForFraud(other->batch)) return false;
  absl::StatusOr<LastChanges> own = ChangesOf(view, certificate);
  if (!own.ok()) return own.status();
  return !IsFinal(StateNow(own->certificate)) && !IsFinal(StateNow(own->batch));
}

}  // namespace

absl::StatusOr<records::CertificateLinks> RecordedLinks(const View& view, uint64_t certificate) {
  auto links = FindCertificateLinks(view, certificate);
  if (!links.ok()) return links.status();
  return *links == nullptr ? records::CertificateLinks() : **links;
}

absl::StatusOr<LinkedCertificates> LinksOf(const View& view, uint64_t certificate) {
  absl::StatusOr<records::CertificateLinks> own = RecordedLinks(view, certificate);
  if (!own.ok()) return own.status();
  LinkedCertificates linked{.supersedes = own->supersedes(),
                            .superseded_by = own->superseded_by(),
                            .version = std::max(own->version(), 1u)};
  absl::StatusOr<records::CertificateLinks> first =
      own->first_version() == 0 ? own : RecordedLinks(view, own->first_version());
  if (!first.ok()) return first.status();
  if (first->companion() == 0) return linked;
  absl::StatusOr<records::CertificateLinks> other = RecordedLinks(view, first->companion());
  if (!other.ok()) return other.status();
  linked.companion = other->newest_version() == 0 ? first->companion() : other->newest_version();
  linked.decision = first->decision();
  if (first->has_decided()) return linked;
  absl::StatusOr<bool> awaits = AwaitsDecision(view, certificate, linked.companion);
  if (!awaits.ok()) return awaits.status();
  linked.awaits_decision = *awaits;
  return linked;
}

absl::StatusOr<std::vector<uint64_t>> VersionsUpTo(const View& view, uint64_t certificate) {
  std::vector<uint64_t> versions = {certificate};
  while (true) {
    absl::StatusOr<records::CertificateLinks> links = RecordedLinks(view, versions.back());
    if (!links.ok()) return links.status();
    if (links->first_version() == 0) return versions;
    versions.push_back(links->supersedes());
  }
}

absl::StatusOr<std::vector<uint64_t>> AllVersions(const View& view, uint64_t certificate) {
  absl::StatusOr<records::CertificateLinks> links = RecordedLinks(view, certificate);
  if (links.ok() && links->first_version() != 0) {
    links = RecordedLinks(view, links->first_version());
  }
  if (!links.ok()) return links.status();
  const uint64_t newest = links->newest_version();
  return VersionsUpTo(view, newest == 0 ? certificate : newest);
}

absl::StatusOr<uint64_t> PersonOf(const View& view, uint64_t certificate) {
  absl::StatusOr<records::CertificateLinks> links = RecordedLinks(view, certificate);
  if (!links.ok()) return links.status();
  const uint64_t first = links->first_version() == 0 ? certificate : links->first_version();
  if (first != certificate) links = RecordedLinks(view, first);
  if (!links.ok()) return links.status();
  return links->companion() == 0 ? first : std::min(first, links->companion());
}

}  // namespace linkcert::rules
