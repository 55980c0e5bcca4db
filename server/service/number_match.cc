#include "server/service/number_match.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "proto/claims.h"
#include "proto/refusal.h"
#include "server/access/gate.h"
#include "server/service/vault_access.h"

namespace linkcert::server {
namespace {

using proto::Reason;
using proto::Refuse;
using vault::v1::Access;

// A bucket gains whole tokens a second: a try costs as many as gather in its share of an hour.
constexpr RateLimit kTryRate = {.per_second = 1, .burst = 3600};
constexpr uint64_t kTokensOfATry = kTryRate.burst / kNumberTries;
// A reissue keeps its number.
constexpr size_t kMaxOfOneNumber = 64;
constexpr size_t kMaxNumberBytes = 64;

// Authorities, and those who hire and issue; an auditor sees nothing personal, and the operator has
// no business rights.
absl::Status CheckCaller(const Caller& caller) {
  constexpr Roles kAskers = {Role::kAuthority, Role::kIssuer, Role::kEmployer};
  if (!caller.is_known()) return Refuse(Reason::kCallerNeeded, "for a number");
  return caller.roles.HasAnyOf(kAskers) ? absl::OkStatus() : Refuse(Reason::kCallerNotPermitted);
}

absl::Status CheckForm(const v1::NumberQuery& query) {
  if (query.number().empty() || query.number().size() > kMaxNumberBytes) {
    return Refuse(Reason::kRequestMalformed, "a number in 1 to 64 bytes");
  }
  if (query.name().empty() && query.id_number().empty()) {
    return Refuse(Reason::kRequestMalformed, "a number needs a name or an ID number beside it");
  }
  return query.id_type().empty() || !query.id_number().empty()
             ? absl::OkStatus()
             : Refuse(Reason::kRequestMalformed, "an ID type without its number");
}

std::string ValueOf(const PersonalData& data, proto::ClaimTag tag) {
  v1::Claim claim;
  const bool there = data.claims.size() >= tag && claim.ParseFromString(data.claims[tag - 1]);
  return there ? claim.value() : std::string();
}

bool Matches(const PersonalData& data, const v1::NumberQuery& query) {
  const auto is_open_or = [&](const std::string& asked, proto::ClaimTag tag) {
    return asked.empty() || asked == ValueOf(data, tag);
  };
  return is_open_or(query.name(), proto::kName) && is_open_or(query.id_type(), proto::kIdType) &&
         (query.id_number().empty() ||
          absl::EqualsIgnoreCase(query.id_number(), ValueOf(data, proto::kIdNumber)));
}

}  // namespace

NumberMatcher::NumberMatcher(Vault* vault, const Clock* clock)
    : vault_(vault), clock_(clock), tries_(kTryRate, clock) {}

absl::StatusOr<std::vector<uint64_t>> NumberMatcher::Match(const rules::View& view,
                                                           const v1::NumberQuery& query,
                                                           const Caller& caller) {
  absl::Status status = CheckCaller(caller);
  if (status.ok() && vault_ == nullptr) status = Refuse(Reason::kVaultNotEnabled);
  if (status.ok()) status = CheckForm(query);
  if (!status.ok()) return status;
  const auto purpose = PurposeOf(caller, query.purpose(), clock_->WallMs());
  if (!purpose.ok()) return purpose.status();
  const std::string bucket = crypto::Sha256(query.number()).str();
  const uint64_t wait_ms = tries_.Take(bucket, kTokensOfATry);
  if (wait_ms > 0) return RateExceeded(wait_ms, Reason::kNumberTriesExhausted);
  absl::StatusOr<std::vector<uint64_t>> matches = Compare(view, query, *purpose);
  if (proto::ReasonOf(matches.status()) != Reason::kNumberNoMatch) {
    tries_.GiveBack(bucket, kTokensOfATry);
  }
  return matches;
}

absl::StatusOr<std::vector<uint64_t>> NumberMatcher::Compare(const rules::View& view,
                                                             const v1::NumberQuery& query,
                                                             const Purpose& purpose) const {
  auto roots = vault_->Find(LookupKind::kNumber, query.number(), crypto::Hash(), kMaxOfOneNumber);
  if (!roots.ok()) return roots.status();
  // A number that is not there costs the same durable line in the journal, so that the time until
  // the answer does not tell.
  if (roots->empty()) roots->emplace_back();
  const auto read = vault_->Read(*roots, Access::KIND_MATCHED, purpose);
  if (!read.ok()) return read.status();
  std::vector<uint64_t> matches;
  for (const std::optional<PersonalData>& data : *read) {
    if (!data || !Matches(*data, query)) continue;
    const auto index = IndexOf(view, data->place);
    if (!index.ok()) return index.status();
    if (*index) matches.push_back(**index);
  }
  if (matches.empty()) return Refuse(Reason::kNumberNoMatch);
  std::sort(matches.begin(), matches.end());
  return matches;
}

}  // namespace linkcert::server
