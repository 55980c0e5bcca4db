// What becomes of a set of certificates: which logged changes count for them. Immutable, so
// thread-safe.
#ifndef LINKCERT_SERVER_SERVICE_STATUS_WATCH_H_
#define LINKCERT_SERVER_SERVICE_STATUS_WATCH_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "linkcert/v1/verification_service.pb.h"
#include "rules/view.h"
#include "server/log/log_reader.h"
#include "server/service/logged_batch.h"

namespace linkcert::server {

inline constexpr int kMaxWatchedCertificates = 10'000;
inline constexpr int kEventsOfAMessage = 256;

class StatusWatch {
 public:
  // REQUEST_MALFORMED for none or too many, ENTRY_NOT_LOGGED, CERTIFICATE_UNKNOWN. One that is
  // named twice is watched once.
  static absl::StatusOr<StatusWatch> Create(
      const LogReader& reader, CertificateFinder& finder,
      const google::protobuf::RepeatedField<uint64_t>& certificates);

  // All that counts and was logged behind the entry `after`, in log order.
  absl::StatusOr<std::vector<v1::StatusEvent>> EventsBehind(const rules::View& view,
                                                            uint64_t after) const;

 private:
  struct SignedUnit {
    proto::LogTime logged_at = 0;
    std::vector<uint64_t> keys;  // entries that brought the signing keys in
  };
  struct Batch {
    uint64_t index = 0;             // of the one that states the facts: that one can be voided
    std::vector<SignedUnit> units;  // it, and the correction or reissue that rests on it (R17)
    std::vector<uint64_t> certificates;
  };

  static absl::StatusOr<SignedUnit> SignedBy(const rules::View& view, const LoggedBatch& batch);
  static absl::Status AddThefts(const rules::View& view, const Batch& batch, uint64_t after,
                                std::vector<v1::StatusEvent>& events);
  absl::Status AddBatch(const LogReader& reader, CertificateFinder& finder, uint64_t index);

  std::vector<Batch> batches_;
};

// The events as messages, of which the last has told all that a log of `size` entries, the newest
// logged at `as_of`, holds. At least one.
std::vector<v1::WatchStatusResponse> ToMessages(const std::vector<v1::StatusEvent>& events,
                                                uint64_t size, proto::LogTime as_of);

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_SERVICE_STATUS_WATCH_H_
