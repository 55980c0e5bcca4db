// The registry as issuing needs it: over gRPC, or a fake.
#ifndef LINKCERT_CLIENT_ISSUE_BATCH_REGISTRY_H_
#define LINKCERT_CLIENT_ISSUE_BATCH_REGISTRY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "linkcert/v1/certificate_file.pb.h"
#include "linkcert/v1/issuance_service.pb.h"

namespace linkcert::client {

// WARNING: nothing that it answers is to be believed before it is checked.
class BatchRegistry {
 public:
  virtual ~BatchRegistry() = default;
  // The newest checkpoint, a signed note.
  virtual absl::StatusOr<std::string> GetCheckpoint() = 0;
  // Unavailable and DeadlineExceeded leave open whether the batch was logged. The same statement
  // again gets the same answer. `vault_claims`: all claims of all leaves, for the registry's vault;
  // none = it keeps no personal data of this batch.
  virtual absl::StatusOr<v1::Receipt> IssueBatch(absl::string_view envelope,
                                                 const std::vector<std::string>& leaves,
                                                 const std::vector<std::string>& vault_claims) = 0;
  // With all the entries that its file needs.
  virtual absl::StatusOr<v1::Certificate> GetCertificate(uint64_t index) = 0;
};

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_ISSUE_BATCH_REGISTRY_H_
