// Where a list of certificates goes on: the content of its page tokens. Thread-safe.
#ifndef LINKCERT_SERVER_SERVICE_LIST_PLACE_H_
#define LINKCERT_SERVER_SERVICE_LIST_PLACE_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/sealing.h"
#include "linkcert/v1/issuance_service.pb.h"

namespace linkcert::server {

// What all pages of a list tell of: the log's first `size` entries.
struct ListMoment {
  uint64_t size = 0;
  uint64_t as_of_ms = 0;  // log time of the newest of them
};

struct ListPlace {
  ListMoment moment;
  // What to go on with, in the list's own terms; "" = from the beginning.
  std::string next;
};

// Tokens that only this server made, for one caller and one question. They end with the process,
// which alone has the key.
class PageTokens {
 public:
  PageTokens() : key_(crypto::SecretKey::Random()) {}

  // `question` may have a token and a page size: they do not count.
  std::string Make(absl::string_view caller, const v1::ListCertificatesRequest& question,
                   const ListPlace& place) const;
  // PAGE_TOKEN_INVALID unless Make made the question's token for this caller and question.
  absl::StatusOr<ListPlace> Read(absl::string_view caller,
                                 const v1::ListCertificatesRequest& question) const;

 private:
  std::string MarkOf(absl::string_view caller, v1::ListCertificatesRequest question,
                     absl::string_view place) const;

  const crypto::SecretKey key_;
};

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_SERVICE_LIST_PLACE_H_
