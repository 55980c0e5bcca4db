// Which certificate replaces which, and which two came of one examination (R17, R18, R19). Pure:
// the later of two linked certificates names the earlier in the log, and here both ways are looked
// up.
#ifndef LINKCERT_RULES_CERTIFICATE_LINKS_H_
#define LINKCERT_RULES_CERTIFICATE_LINKS_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "linkcert/v1/act_certificate.pb.h"
#include "rules/view.h"

namespace linkcert::rules {

// Log indexes of certificates; 0 = none.
struct LinkedCertificates {
  uint64_t supersedes = 0;
  uint64_t superseded_by = 0;
  uint32_t version = 1;  // 1 + how often it was corrected; a reissue keeps it
  // The other certificate of one examination (一试双证), in its newest version.
  uint64_t companion = 0;
  // R19: the companion was revoked for fraud, or its batch voided for it, this one is not over
  // itself, and nobody has decided yet. It stays what it is until then.
  bool awaits_decision = false;
  // What was decided of this certificate, or of an earlier version of it.
  v1::CompanionDecision decision = v1::COMPANION_DECISION_UNSPECIFIED;
};

// Of a certificate that is known: CERTIFICATE_UNKNOWN may be told of others with a link.
absl::StatusOr<LinkedCertificates> LinksOf(const View& view, uint64_t certificate);

// The certificate and those that it is a corrected or reissued version of, newest first.
absl::StatusOr<std::vector<uint64_t>> VersionsUpTo(const View& view, uint64_t certificate);

// All versions of one certificate, whichever of them is asked about, newest first; of what is no
// certificate, itself.
absl::StatusOr<std::vector<uint64_t>> AllVersions(const View& view, uint64_t certificate);
// One number for all certificates that are known to be of one person: the log index of the first
// version (R17), or of its companion's (R10) if that is smaller.
absl::StatusOr<uint64_t> PersonOf(const View& view, uint64_t certificate);

// The links as recorded; empty for a certificate without any.
absl::StatusOr<records::CertificateLinks> RecordedLinks(const View& view, uint64_t certificate);

}  // namespace linkcert::rules

#endif  // LINKCERT_RULES_CERTIFICATE_LINKS_H_
