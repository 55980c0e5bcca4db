// Where present standings come from: a registry over gRPC, or a fake.
#ifndef LINKCERT_CLIENT_REFRESH_STATUS_SOURCE_H_
#define LINKCERT_CLIENT_REFRESH_STATUS_SOURCE_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "linkcert/v1/log_service.pb.h"

namespace linkcert::client {

inline constexpr size_t kMaxKeysOfACall = 256;
inline constexpr size_t kMaxEntriesOfACall = 64;

// WARNING: nothing that it answers is to be believed before it is checked.
class StatusSource {
 public:
  using OnItem = absl::FunctionRef<absl::Status(absl::string_view item)>;

  virtual ~StatusSource() = default;
  // As LogService.GetStatusProof: proofs and entries in the order asked for, all of one moment.
  // STATUS_NOT_PROVEN before the first StatusRoot.
  virtual absl::StatusOr<v1::GetStatusProofResponse> GetStatusProof(
      const std::vector<uint64_t>& keys, const std::vector<uint64_t>& entries) = 0;
  // As LogService.GetEpochs.
  virtual absl::StatusOr<v1::GetEpochsResponse> GetEpochs() = 0;
  // As LogService.GetStatusMap: canonical StatusMapItem messages, valid during the call. An error
  // of `on_item` ends it.
  virtual absl::Status GetStatusMap(OnItem on_item) = 0;
};

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_REFRESH_STATUS_SOURCE_H_
