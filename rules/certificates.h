// Certificates as acts name them: by ranges of log indexes.
#ifndef LINKCERT_RULES_CERTIFICATES_H_
#define LINKCERT_RULES_CERTIFICATES_H_

#include <google/protobuf/repeated_ptr_field.h>

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "linkcert/v1/terms.pb.h"
#include "rules/view.h"

namespace linkcert::rules {

using IndexRanges = google::protobuf::RepeatedPtrField<v1::IndexRange>;

// STATUS_RANGES_DISORDERED unless none is empty and each begins past the end of the one before.
absl::Status CheckRanges(const IndexRanges& ranges);
bool Covers(const IndexRanges& ranges, uint64_t index);

// Where a certificate stands, and what its facts are.
struct CertificatePlace {
  uint64_t unit = 0;   // log index of its own statement: a batch, correction or reissue
  uint64_t batch = 0;  // of the IssueBatch that states its facts; what holds for that holds for it
  std::shared_ptr<const records::IssuedBatch> issued;  // of the unit
};
// CERTIFICATE_UNKNOWN.
absl::StatusOr<CertificatePlace> PlaceOf(const View& view, uint64_t certificate);

// R20: BATCH_VOIDED if it is.
absl::Status CheckNotVoided(const View& view, uint64_t batch);

// Certificates [begin, end) of one unit.
struct CertificateSpan {
  uint64_t batch = 0;  // as in CertificatePlace
  uint64_t begin = 0;
  uint64_t end = 0;
};
struct NamedCertificates {
  std::vector<CertificateSpan> spans;  // ascending
  std::vector<uint64_t> indexes;       // of all, ascending
  std::set<std::string> issuers;
};
// STATUS_RANGES_DISORDERED, STATUS_TOO_MANY, CERTIFICATE_UNKNOWN, BATCH_VOIDED (R20).
absl::StatusOr<NamedCertificates> FindCertificates(const View& view, const IndexRanges& ranges);

}  // namespace linkcert::rules

#endif  // LINKCERT_RULES_CERTIFICATES_H_
