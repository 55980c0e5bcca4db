// One page of a list of certificates in the making. Not thread-safe.
#ifndef LINKCERT_SERVER_SERVICE_LIST_PAGE_H_
#define LINKCERT_SERVER_SERVICE_LIST_PAGE_H_

#include <cstddef>
#include <cstdint>

#include "absl/status/status.h"
#include "linkcert/v1/issuance_service.pb.h"
#include "server/log/log_reader.h"
#include "server/service/list_place.h"
#include "server/service/listed_standing.h"
#include "server/service/logged_batch.h"

namespace linkcert::server {

// How much is looked at for one page, whatever comes of it.
inline constexpr size_t kMaxBatchesOfAPage = 256;
inline constexpr size_t kMaxCertificatesOfAPage = 5000;

class ListPage {
 public:
  // All must outlive it; `page` gets the certificates.
  ListPage(const LogReader& reader, const v1::ListCertificatesRequest& request,
           const ListMoment& moment, v1::ListCertificatesResponse& page);

  // Enough is on it, or was looked at.
  bool IsFull() const {
    return page_.certificates_size() >= limit_ || looked_at_ >= kMaxCertificatesOfAPage;
  }
  // A certificate more was looked at.
  void Look() { ++looked_at_; }

  bool Matches(const LoggedBatch& batch) const;
  // A certificate of a batch that matches, if its own state is asked for.
  absl::Status Add(const LoggedBatch& batch, uint64_t index);

  const LogReader& reader() const { return reader_; }
  const ListMoment& moment() const { return moment_; }

 private:
  void Show(const LoggedBatch& batch, uint64_t index, const ListedStanding& standing);

  const LogReader& reader_;
  const v1::CertificateFilter& filter_;
  const ListMoment moment_;
  v1::ListCertificatesResponse& page_;
  int limit_ = 0;
  size_t looked_at_ = 0;
  uint64_t standing_of_ = 0;  // a batch; 0 = none yet
  ListedStanding batch_standing_;
};

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_SERVICE_LIST_PAGE_H_
