// New versions of certificates, corrected or reissued: what both have in common (R17, R18).
#ifndef LINKCERT_RULES_CERTIFICATE_VERSIONS_H_
#define LINKCERT_RULES_CERTIFICATE_VERSIONS_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "rules/act_context.h"
#include "rules/certificates.h"

namespace linkcert::rules {

// A certificate that the leaf at the same position of this unit replaces.
struct Replaced {
  uint64_t certificate = 0;  // log index
  CertificatePlace place = {};
  records::CertificateLinks links = {};
};

// Two people of the issuer sign; the certificates ascend (LINKS_DISORDERED), each leaf names its
// own (LEAF_LINK_DIFFERS) and no companion (LEAF_LINK_NOT_ENABLED); each is known, the issuer's own
// (CERTIFICATES_NOT_YOURS), of that batch (ORIGINAL_BATCH_DIFFERS), which is not voided
// (BATCH_VOIDED), and in force (STATUS_MOVE_NOT_ALLOWED).
absl::StatusOr<std::vector<Replaced>> CheckReplaced(const ActContext& context,
                                                    absl::Span<const uint64_t> certificates,
                                                    uint64_t original_batch);

struct NewVersion {
  uint32_t version = 1;
  // By corrections since version 1, ascending.
  google::protobuf::RepeatedField<uint32_t> corrected_tags = {};
};

// Writes the unit and the links of its leaves; the old certificates are SUPERSEDED. versions[i] is
// that of leaf i.
absl::Status WriteVersions(ActContext& context, absl::Span<const Replaced> replaced,
                           absl::Span<const NewVersion> versions);

}  // namespace linkcert::rules

#endif  // LINKCERT_RULES_CERTIFICATE_VERSIONS_H_
