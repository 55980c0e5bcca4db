#include "server/service/certificate_filter.h"

#include <string>

#include "proto/civil_date.h"
#include "proto/refusal.h"

namespace linkcert::server {
namespace {

bool IsAnyOr(const std::string& asked, const std::string& value) {
  return asked.empty() || asked == value;
}
template <typename Number>
bool IsAnyOr(Number asked, Number value) {
  return asked == 0 || asked == value;
}

bool IsAnyOrDay(uint32_t date) { return date == 0 || proto::IsCivilDate(date); }

}  // namespace

absl::Status CheckFilter(const v1::CertificateFilter& filter) {
  if (!IsAnyOrDay(filter.issued_from()) || !IsAnyOrDay(filter.issued_to())) {
    return proto::Refuse(proto::Reason::kRequestMalformed, "issued_from and issued_to are days");
  }
  return v1::CertificateState_IsValid(filter.state())
             ? absl::OkStatus()
             : proto::Refuse(proto::Reason::kRequestMalformed, "no such state");
}

bool MatchesBatch(const v1::CertificateFilter& filter, const LoggedBatch& batch) {
  const v1::CertificateFacts& facts = batch.facts;
  return IsAnyOr(filter.batch(), batch.index) &&
         IsAnyOr(filter.occupation_edition(), facts.occupation_edition()) &&
         IsAnyOr(filter.occupation_code(), facts.occupation_code()) &&
         IsAnyOr(filter.ladder(), facts.ladder()) && IsAnyOr(filter.level(), facts.level()) &&
         IsAnyOr(filter.batch_number(), facts.batch_number()) &&
         facts.issued_on() >= filter.issued_from() &&
         (filter.issued_to() == 0 || facts.issued_on() <= filter.issued_to());
}

}  // namespace linkcert::server
