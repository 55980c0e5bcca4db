#include "server/service/list_page.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "server/service/certificate_filter.h"
#include "server/service/page.h"

namespace linkcert::server {

ListPage::ListPage(const LogReader& reader, const v1::ListCertificatesRequest& request,
                   const ListMoment& moment, v1::ListCertificatesResponse& page)
    : reader_(reader), filter_(request.filter()), moment_(moment), page_(page) {
  const uint32_t asked = request.page_size() == 0 ? kDefaultPageSize : request.page_size();
  limit_ = static_cast<int>(std::min(asked, kMaxPageSize));
}

bool ListPage::Matches(const LoggedBatch& batch) const { return MatchesBatch(filter_, batch); }

absl::Status ListPage::Add(const LoggedBatch& batch, uint64_t index) {
  const rules::View& view = reader_.published().view;
  if (batch.index != standing_of_) {
    absl::StatusOr<ListedStanding> standing = StandingOfBatch(view, batch, moment_);
    if (!standing.ok()) return standing.status();
    batch_standing_ = *standing;
    standing_of_ = batch.index;
  }
  const auto standing = StandingOfCertificate(view, index, batch_standing_, moment_);
  if (!standing.ok()) return standing.status();
  const bool wanted =
      filter_.state() == v1::CERTIFICATE_STATE_UNSPECIFIED || filter_.state() == standing->state;
  if (wanted) Show(batch, index, *standing);
  return absl::OkStatus();
}

void ListPage::Show(const LoggedBatch& batch, uint64_t index, const ListedStanding& standing) {
  v1::ListedCertificate& listed = *page_.add_certificates();
  listed.set_name(absl::StrCat("certificates/", index));
  listed.set_batch(batch.index);
  *listed.mutable_facts() = batch.facts;
  listed.set_state(standing.state);
  listed.set_reason(standing.reason);
  listed.set_since(standing.since_ms);
}

}  // namespace linkcert::server
