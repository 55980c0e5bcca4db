// The personal part of a certificate: K salted claims under one root (FORMAT.md §5). Thread-safe.
#ifndef LINKCERT_PROTO_CLAIMS_H_
#define LINKCERT_PROTO_CLAIMS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "crypto/hash.h"
#include "linkcert/v1/act_issue.pb.h"
#include "linkcert/v1/certificate_file.pb.h"

namespace linkcert::proto {

// Tags of document version 1.
enum ClaimTag : uint32_t {
  kNumber = 1,
  kName = 2,
  kIdType = 3,
  kIdNumber = 4,
  kPhotoDigest = 5,
  kEmployer = 6,
  kTheoryScore = 7,
  kSkillScore = 8,
  kReviewScore = 9,
  kCompanionNumber = 10,
};
inline constexpr uint32_t kClaimTags = 10;

// K of a document version; FIELD_OUT_OF_RANGE for a version that does not exist.
absl::StatusOr<uint32_t> ClaimCount(uint32_t document_version);

// K canonical claims in tag order with fresh salts. `values` has K items, `values[i]` is tag i + 1;
// empty = absent.
// FIELD_OUT_OF_RANGE for a value that is too long or not of its tag's charset.
absl::StatusOr<std::vector<std::string>> MakeClaims(absl::Span<const std::string> values);

crypto::Hash ClaimsRoot(absl::Span<const std::string> claims);

// A slot list that shows the tags of `shown` (all claims given) and hides the rest.
std::vector<v1::ClaimSlot> DiscloseClaims(absl::Span<const std::string> claims,
                                          absl::Span<const uint32_t> shown);

// What a holder shows.
struct ShownClaim {
  uint32_t tag = 0;
  std::string value;
};

// Checks canonical form, K, that slot i has tag i (CLAIM_MISPLACED) and the root
// (CLAIMS_ROOT_DIFFERS) and each value as MakeClaims does; returns the claims in clear, absent ones
// included.
absl::StatusOr<std::vector<ShownClaim>> CheckClaims(
    const google::protobuf::RepeatedPtrField<v1::ClaimSlot>& slots, uint32_t document_version,
    const crypto::Hash& claims_root);

}  // namespace linkcert::proto

#endif  // LINKCERT_PROTO_CLAIMS_H_
