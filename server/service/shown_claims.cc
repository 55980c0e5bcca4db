#include "server/service/shown_claims.h"

#include <algorithm>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"
#include "proto/identifiers.h"
#include "proto/refusal.h"
#include "rules/records.h"
#include "server/service/verdict.h"

namespace linkcert::server {
namespace {

using proto::Reason;
using proto::Refuse;

// The value of a claim that is shown and not absent; else empty.
std::string ShownValue(const ShownClaims& claims, uint32_t tag) {
  const auto found =
      std::find_if(claims.begin(), claims.end(), [tag](const auto& c) { return c.tag == tag; });
  return found == claims.end() ? std::string() : found->value;
}

}  // namespace

bool AddShownClaimChecks(const ShownClaims& claims, const LoggedBatch& batch,
                         const rules::View& view, v1::Verdict* verdict) {
  if (!ShownValue(claims, proto::kNumber).empty() &&
      !AddCheck(kNumberCheck, CheckNumber(claims, batch.act()), verdict)) {
    return false;
  }
  if (ShownValue(claims, proto::kEmployer).empty()) return true;
  const absl::Status employer = CheckEmployer(claims, batch.act(), batch.facts, view);
  return AddCheck(kEmployerCheck, employer, verdict) ||
         proto::ReasonOf(employer) == Reason::kEvidenceMissing;
}

absl::Status CheckNumber(const ShownClaims& claims, const v1::IssueBatch& batch) {
  const std::string number = ShownValue(claims, proto::kNumber);
  if (number.empty()) return absl::OkStatus();
  const v1::NumberBlock& block = batch.numbers();
  absl::string_view digits = number;
  uint32_t serial = 0;
  const bool numbered = absl::ConsumePrefix(&digits, block.prefix()) && digits.size() == 6 &&
                        absl::SimpleAtoi(digits, &serial) &&
                        number == proto::FormatNumber(block.prefix(), serial);
  const bool in_block =
      numbered && serial >= block.first() && serial - block.first() < block.count();
  const auto& voided = block.voided();
  if (in_block && std::find(voided.begin(), voided.end(), serial) == voided.end()) {
    return absl::OkStatus();
  }
  return Refuse(Reason::kClaimNumberOutsideBlock);
}

bool IsOnRoster(const LoggedBatch& batch, const std::string& organisation) {
  const auto& roster = batch.act().roster().organisations();
  return std::find(roster.begin(), roster.end(), organisation) != roster.end();
}

absl::Status CheckEmployer(const ShownClaims& claims, const v1::IssueBatch& batch,
                           const v1::CertificateFacts& facts, const rules::View& view) {
  const std::string employer = ShownValue(claims, proto::kEmployer);
  if (employer.empty()) return absl::OkStatus();
  const auto& roster = batch.roster().organisations();
  for (const std::string& id : roster) {
    if (employer == id) return absl::OkStatus();
    auto organisation = rules::FindOrganisation(view, id);
    if (!organisation.ok()) return organisation.status();
    if (*organisation == nullptr) continue;
    if ((*organisation)->registration().name() == employer) return absl::OkStatus();
  }
  const bool issuer_alone = roster.size() == 1 && roster.Get(0) == facts.issuer();
  if (issuer_alone || employer == facts.issuer_name()) {
    return Refuse(Reason::kClaimEmployerNotOnRoster);
  }
  return Refuse(Reason::kEvidenceMissing, "the name may be that of a firm on the roster");
}

}  // namespace linkcert::server
