#include "rules/occupations.h"

#include <set>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "rules/acts.h"
#include "rules/signers.h"

namespace linkcert::rules {
namespace {

using proto::Reason;
using proto::Refuse;

// Null when nothing of the edition is published.
Found<v1::PublishedOccupation> FindIn(const View& view, const v1::Occupation& named) {
  auto edition = FindCatalogueEdition(view, named.edition());
  if (!edition.ok()) return edition.status();
  if (*edition == nullptr) return nullptr;
  auto found = FindPublishedOccupation(view, named.edition(), named.code());
  if (!found.ok() || *found != nullptr) return found;
  return Refuse(Reason::kOccupationUnknown, absl::StrCat(named.code(), " in ", named.edition()));
}

absl::Status CheckNew(const View& view, const v1::PublishOccupationEdition& act) {
  std::set<std::string> codes;
  for (const v1::CatalogueOccupation& occupation : act.occupations()) {
    auto found = FindPublishedOccupation(view, act.edition(), occupation.code());
    if (!found.ok()) return found.status();
    if (*found != nullptr || !codes.insert(occupation.code()).second) {
      return Refuse(Reason::kOccupationAlreadyPublished, occupation.code());
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckPublished(const View& view, const v1::Occupation& occupation,
                            const std::string& trade) {
  auto found = FindIn(view, occupation);
  if (!found.ok() || *found == nullptr || trade.empty()) return found.status();
  const auto& trades = (*found)->occupation().trades();
  if (trades.empty() || absl::c_linear_search(trades, trade)) return absl::OkStatus();
  return Refuse(Reason::kTradeUnknown, absl::StrCat(trade, " of ", occupation.code()));
}

absl::Status CheckPrintedName(const View& view, const v1::Occupation& occupation,
                              const std::string& name) {
  auto found = FindPublishedOccupation(view, occupation.edition(), occupation.code());
  if (!found.ok() || *found == nullptr) return found.status();
  const std::string& printed = (*found)->occupation().name();
  return name == printed ? absl::OkStatus() : Refuse(Reason::kOccupationNameDiffers, printed);
}

absl::Status AdmitPublishOccupationEdition(ActContext& context,
                                           const v1::PublishOccupationEdition& act) {
  absl::Status status = CheckSides(context.signers, {AuthoritySide()});
  if (status.ok()) status = CheckNew(context.view, act);
  if (!status.ok()) return status;
  auto before = FindCatalogueEdition(context.view, act.edition());
  if (!before.ok()) return before.status();
  records::CatalogueEdition edition = *before == nullptr ? records::CatalogueEdition() : **before;
  edition.set_occupations(edition.occupations() + static_cast<uint32_t>(act.occupations_size()));
  context.Write(CatalogueEditionKey(act.edition()), std::move(edition),
                &Record::mutable_catalogue_edition);
  for (const v1::CatalogueOccupation& occupation : act.occupations()) {
    v1::PublishedOccupation published;
    published.set_name(
        absl::StrCat("editions/", act.edition(), "/occupations/", occupation.code()));
    *published.mutable_occupation() = occupation;
    *published.mutable_logged() = context.Here();
    context.Write(PublishedOccupationKey(act.edition(), occupation.code()), std::move(published),
                  &Record::mutable_published_occupation);
  }
  return absl::OkStatus();
}

}  // namespace linkcert::rules
