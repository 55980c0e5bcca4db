#include "server/service/number_match.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "proto/claims.h"
#include "proto/refusal.h"
#include "server/access/gate.h"
#include "server/service/shown_claims.h"
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

NumberMatcher::NumberMatcher(Vault* vault, const Clock* clock, CertificateFinder* finder)
    : vault_(vault), clock_(clock), finder_(finder), tries_(kTryRate, clock) {}

absl::StatusOr<std::vector<uint64_t>> NumberMatcher::Match(const LogReader& reader,
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
  absl::StatusOr<std::vector<uint64_t>> matches = Compare(reader, query, *purpose);
  if (proto::ReasonOf(matches.status()) != Reason::kNumberNoMatch) {
    tries_.GiveBack(bucket, kTokensOfATry);
  }
  return matches;
}

absl::StatusOr<std::vector<uint64_t>> NumberMatcher::Compare(const LogReader& reader,
                                                             const v1::NumberQuery& query,
                                                             const Purpose& purpose) const {
  absl::StatusOr<std::vector<Numbered>> numbered = FindNumbered(reader, query.number());
  if (!numbered.ok()) return numbered.status();
  std::vector<crypto::Hash> roots;
  for (const Numbered& one : *numbered) roots.push_back(one.root);
  // A number that is not there costs the same durable line in the journal, so that the time until
  // the answer does not tell.
  if (roots.empty()) roots.emplace_back();
  const auto read = vault_->Read(roots, Access::KIND_MATCHED, purpose);
  if (!read.ok()) return read.status();
  std::vector<uint64_t> matches;
  for (size_t i = 0; i < numbered->size(); ++i) {
    const std::optional<PersonalData>& data = (*read)[i];
    if (data && Matches(*data, query)) matches.push_back((*numbered)[i].index);
  }
  if (matches.empty()) return Refuse(Reason::kNumberNoMatch);
  std::sort(matches.begin(), matches.end());
  return matches;
}

absl::StatusOr<std::vector<NumberMatcher::Numbered>> NumberMatcher::FindNumbered(
    const LogReader& reader, const std::string& number) const {
  std::vector<Numbered> numbered;
  crypto::Hash after;
  while (true) {
    const auto roots = vault_->Find(LookupKind::kNumber, number, after, kMaxOfOneNumber);
    if (!roots.ok()) return roots.status();
    for (const crypto::Hash& root : *roots) {
      const auto index = IndexOfNumbered(reader, root, number);
      if (!index.ok()) return index.status();
      if (*index) numbered.push_back({root, **index});
      if (numbered.size() == kMaxOfOneNumber) return numbered;
    }
    if (roots->size() < kMaxOfOneNumber) return numbered;
    after = roots->back();
  }
}

absl::StatusOr<std::optional<uint64_t>> NumberMatcher::IndexOfNumbered(
    const LogReader& reader, const crypto::Hash& root, const std::string& number) const {
  const absl::StatusOr<vault::v1::Place> place = vault_->PlaceOf(root);
  if (absl::IsNotFound(place.status())) return std::nullopt;  // erased meanwhile
  if (!place.ok()) return place.status();
  absl::StatusOr<std::optional<uint64_t>> index = IndexOf(reader.published().view, *place);
  if (!index.ok() || !index->has_value()) return index;
  const absl::StatusOr<LoggedCertificate> certificate = finder_->Find(reader, **index);
  if (!certificate.ok()) return certificate.status();
  const ShownClaims shown = {{proto::kNumber, number}};
  if (!CheckNumber(shown, certificate->batch->act()).ok()) return std::nullopt;
  return index;
}

}  // namespace linkcert::server
