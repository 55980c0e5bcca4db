// Makes certificate files (*.linkcert) from what the log answered and what only the issuer has.
#ifndef LINKCERT_CLIENT_ISSUE_CERTIFICATE_BUILDER_H_
#define LINKCERT_CLIENT_ISSUE_CERTIFICATE_BUILDER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "crypto/hash.h"
#include "crypto/merkle.h"
#include "linkcert/v1/certificate_file.pb.h"

namespace linkcert::client {

// What all certificates of one batch share.
struct BatchEvidence {
  std::string checkpoint;  // signed note; every path below leads to it
  v1::LoggedEntry batch;   // or the correction or reissue that made newer versions
  // Genesis, authority keys, organisation, issuer keys (those they replaced too), accreditation,
  // epochs and, for newer versions, the original batch; in any order.
  std::vector<v1::LoggedEntry> entries;
};

// One batch. Immutable, so thread-safe. It proves nothing itself: verify what it made.
class CertificateBuilder {
 public:
  // `leaves`: all canonical leaves of the batch, by position. Refuses with ENTRY_UNEXPECTED when an
  // entry is none that a certificate needs, with EVIDENCE_MISSING when one is not there, with
  // LEAF_COUNT_DIFFERS or LEAVES_ROOT_DIFFERS when the leaves are not this batch's.
  static absl::StatusOr<CertificateBuilder> Create(const BatchEvidence& evidence,
                                                   std::vector<std::string> leaves);

  // The bytes of the file of the certificate at `position`. `claims` are its K canonical claims in
  // tag order; those whose tag is in `shown` stand in clear. CLAIMS_ROOT_DIFFERS when they are not
  // the leaf's.
  absl::StatusOr<std::string> Build(uint32_t position, absl::Span<const std::string> claims,
                                    absl::Span<const uint32_t> shown) const;

  size_t size() const { return leaves_.size(); }

 private:
  CertificateBuilder() = default;

  v1::CertificateFile shared_;  // all but leaf, leaf_path and claims
  std::vector<std::string> leaves_;
  std::vector<crypto::Hash> leaf_hashes_;
};

// The same certificate showing only the tags of `shown`: what a holder passes on. A tag that the
// given file hides stays hidden. FIELD_MISSING when a tag of `shown` is not there to be shown.
absl::StatusOr<std::string> ShowOnly(absl::string_view file, absl::Span<const uint32_t> shown);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_ISSUE_CERTIFICATE_BUILDER_H_
