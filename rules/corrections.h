// What a correction may change (R17). Pure, and shared: Admit refuses by it, verifiers check by it.
#ifndef LINKCERT_RULES_CORRECTIONS_H_
#define LINKCERT_RULES_CORRECTIONS_H_

#include <google/protobuf/repeated_field.h>
#include <google/protobuf/repeated_ptr_field.h>

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "crypto/hash.h"
#include "linkcert/v1/act_certificate.pb.h"

namespace linkcert::rules {

// CLAIMS_ROOT_DIFFERS unless they are the hashes of all K claims of that document version, and give
// that root.
absl::Status CheckClaimHashes(const google::protobuf::RepeatedPtrField<std::string>& claim_hashes,
                              uint32_t document_version, const crypto::Hash& root);

// CORRECTION_TAGS_DIFFER unless exactly the declared tags differ; CORRECTION_NOT_ALLOWED for the
// number, which stays, and for name and ID number together, which would be another person.
// `before` are the tags that earlier corrections of the certificate changed: step by step is
// together. Whoever has no log passes none.
absl::Status CheckCorrectedTags(const v1::Correction& correction,
                                const google::protobuf::RepeatedField<uint32_t>& before = {});

}  // namespace linkcert::rules

#endif  // LINKCERT_RULES_CORRECTIONS_H_
