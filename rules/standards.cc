#include "rules/standards.h"

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "rules/acts.h"
#include "rules/chains.h"
#include "rules/occupations.h"
#include "rules/signers.h"

namespace linkcert::rules {
namespace {

using proto::Reason;
using proto::Refuse;

Side StandardSide(const std::string& organisation) {
  return {.organisation = organisation, .purposes = {v1::KEY_PURPOSE_STANDARD}};
}

// Ordinals ascend.
template <typename Levels>
bool Ascending(const Levels& levels) {
  uint32_t last = 0;
  for (const auto& level : levels) {
    if (level.ordinal() <= last) return false;
    last = level.ordinal();
  }
  return true;
}

absl::Status CheckLevels(const View& view, const v1::PublishStandard& act) {
  if (!Ascending(act.levels())) return Refuse(Reason::kStandardInvalid, "levels not ascending");
  for (const v1::StandardLevel& level : act.levels()) {
    auto defined = FindLadderLevel(view, act.ladder(), level.ordinal());
    if (!defined.ok()) return defined.status();
    for (const v1::AssessmentItem& item : level.items()) {
      if (item.pass_mark() > item.full_mark()) {
        return Refuse(Reason::kStandardInvalid, "pass_mark above full_mark");
      }
    }
  }
  return absl::OkStatus();
}

absl::Status CheckContent(const View& view, const v1::PublishStandard& act) {
  if (act.effective_to() != 0 && act.effective_to() < act.effective_from()) {
    return Refuse(Reason::kDatesDisordered, "effective_to");
  }
  if (act.cosigners_required() > 0 && act.chain().empty()) {
    return Refuse(Reason::kStandardInvalid, "no chain whose members could co-sign");
  }
  if (!act.chain().empty()) {
    auto chain = FindChain(view, act.chain());
    if (!chain.ok()) return chain.status();
    if (*chain == nullptr) return Refuse(Reason::kChainUnknown, act.chain());
  }
  absl::Status status = CheckPublished(view, act.occupation(), "");
  return status.ok() ? CheckLevels(view, act) : status;
}

// One owner for ever; versions ascend by one.
absl::Status CheckSeries(const View& view, const v1::PublishStandard& act) {
  auto series = FindStandardSeries(view, act.standard());
  if (!series.ok()) return series.status();
  uint32_t newest = *series == nullptr ? 0 : (*series)->newest();
  if (*series != nullptr && (*series)->owner() != act.owner()) {
    return Refuse(Reason::kStandardOwner, (*series)->owner());
  }
  if (act.version() != newest + 1) {
    return Refuse(Reason::kStandardVersionOrder, absl::StrCat("newest is ", newest));
  }
  return absl::OkStatus();
}

// The version that a co-signature or a filing names, by its text.
absl::StatusOr<v1::StandardVersion> NamedVersion(const View& view, const std::string& standard,
                                                 uint32_t version, const std::string& digest) {
  auto found = FindStandard(view, standard, version);
  if (!found.ok()) return found.status();
  if (*found == nullptr) {
    return Refuse(Reason::kStandardUnknown, absl::StrCat(standard, " version ", version));
  }
  if ((*found)->publication().document_digest() != digest) {
    return Refuse(Reason::kStandardDigestDiffers);
  }
  return **found;
}

void WriteVersion(ActContext& context, v1::StandardVersion version) {
  const v1::PublishStandard& act = version.publication();
  std::string key = StandardKey(act.standard(), act.version());
  context.Write(std::move(key), std::move(version), &Record::mutable_standard);
}

absl::Status CheckVersionInForce(const v1::StandardVersion& version, proto::CivilDate day) {
  const v1::PublishStandard& act = version.publication();
  bool effective =
      day >= act.effective_from() && (act.effective_to() == 0 || day <= act.effective_to());
  if (!version.has_filed() || version.has_withdrawn() || !effective) {
    return Refuse(Reason::kStandardNotInForce, version.name());
  }
  if (static_cast<uint32_t>(version.cosigners_size()) < act.cosigners_required()) {
    return Refuse(Reason::kStandardCosignaturesMissing,
                  absl::StrCat(version.cosigners_size(), " of ", act.cosigners_required()));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::LadderLevel> FindLadderLevel(const View& view, const std::string& ladder,
                                                uint32_t ordinal) {
  auto found = FindLadder(view, ladder);
  if (!found.ok()) return found.status();
  if (*found == nullptr) return Refuse(Reason::kLadderUnknown, ladder);
  for (const v1::LadderLevel& level : (*found)->definition().levels()) {
    if (level.ordinal() == ordinal) return level;
  }
  return Refuse(Reason::kLadderInvalid, absl::StrCat(ladder, " has no level ", ordinal));
}

absl::Status CheckStandard(const View& view, const v1::PlanBatch& plan, proto::CivilDate day) {
  auto version = FindStandard(view, plan.standard(), plan.standard_version());
  if (!version.ok()) return version.status();
  if (*version == nullptr) {
    return Refuse(Reason::kStandardUnknown,
                  absl::StrCat(plan.standard(), " version ", plan.standard_version()));
  }
  absl::Status status = CheckVersionInForce(**version, day);
  if (!status.ok()) return status;
  const v1::PublishStandard& act = (*version)->publication();
  if (act.occupation().edition() != plan.occupation().edition() ||
      act.occupation().code() != plan.occupation().code()) {
    return Refuse(Reason::kStandardOccupationDiffers, act.occupation().code());
  }
  bool defined = act.ladder() == plan.ladder() &&
                 absl::c_any_of(act.levels(), [&](const v1::StandardLevel& level) {
                   return level.ordinal() == plan.level();
                 });
  return defined ? absl::OkStatus()
                 : Refuse(Reason::kStandardLevelUndefined, absl::StrCat("level ", plan.level()));
}

absl::Status AdmitPublishLadder(ActContext& context, const v1::PublishLadder& act) {
  absl::Status status = CheckSides(context.signers, {AuthoritySide()});
  if (!status.ok()) return status;
  auto existing = FindLadder(context.view, act.ladder());
  if (!existing.ok()) return existing.status();
  if (*existing != nullptr) return Refuse(Reason::kLadderExists, act.ladder());
  if (!Ascending(act.levels())) return Refuse(Reason::kLadderInvalid, "levels not ascending");

  v1::Ladder ladder;
  ladder.set_name(absl::StrCat("ladders/", act.ladder()));
  *ladder.mutable_definition() = act;
  *ladder.mutable_logged() = context.Here();
  context.Write(LadderKey(act.ladder()), std::move(ladder), &Record::mutable_ladder);
  return absl::OkStatus();
}

absl::Status AdmitPublishStandard(ActContext& context, const v1::PublishStandard& act) {
  absl::Status status = CheckSides(context.signers, {StandardSide(act.owner())});
  if (status.ok()) status = CheckSeries(context.view, act);
  if (status.ok()) status = CheckContent(context.view, act);
  if (!status.ok()) return status;

  records::StandardSeries series;
  series.set_owner(act.owner());
  series.set_newest(act.version());
  context.Write(StandardSeriesKey(act.standard()), std::move(series),
                &Record::mutable_standard_series);
  v1::StandardVersion version;
  version.set_name(absl::StrCat("standards/", act.standard(), "/versions/", act.version()));
  *version.mutable_publication() = act;
  *version.mutable_logged() = context.Here();
  WriteVersion(context, std::move(version));
  return absl::OkStatus();
}

absl::Status AdmitCosignStandard(ActContext& context, const v1::CosignStandard& act) {
  const std::string& member = context.first_organisation();
  absl::Status status = CheckSides(context.signers, {StandardSide(member)});
  if (!status.ok()) return status;
  auto version = NamedVersion(context.view, act.standard(), act.version(), act.document_digest());
  if (!version.ok()) return version.status();
  const v1::PublishStandard& publication = version->publication();
  if (member == publication.owner() || absl::c_linear_search(version->cosigners(), member)) {
    return Refuse(Reason::kStandardAlreadyCosigned, member);
  }
  status = CheckActiveMember(context.view, publication.chain(), member,
                             proto::CivilDateAt(context.stamp.logged_at));
  if (!status.ok()) return status;
  version->add_cosigners(member);
  WriteVersion(context, *std::move(version));
  return absl::OkStatus();
}

absl::Status AdmitFileStandard(ActContext& context, const v1::FileStandard& act) {
  absl::Status status = CheckSides(context.signers, {AuthoritySide()});
  if (!status.ok()) return status;
  auto version = NamedVersion(context.view, act.standard(), act.version(), act.document_digest());
  if (!version.ok()) return version.status();
  if (version->has_filed()) return Refuse(Reason::kStandardAlreadyFiled, version->name());
  *version->mutable_filed() = context.Here();
  WriteVersion(context, *std::move(version));
  return absl::OkStatus();
}

absl::Status AdmitWithdrawStandard(ActContext& context, const v1::WithdrawStandard& act) {
  auto found = FindStandard(context.view, act.standard(), act.version());
  if (!found.ok()) return found.status();
  if (*found == nullptr) {
    return Refuse(Reason::kStandardUnknown, absl::StrCat(act.standard(), " ", act.version()));
  }
  v1::StandardVersion version = **found;
  absl::Status status =
      CheckOneSide(context.signers, {AuthoritySide(), StandardSide(version.publication().owner())});
  if (!status.ok()) return status;
  if (version.has_withdrawn()) return Refuse(Reason::kStandardWithdrawn, version.name());
  *version.mutable_withdrawn() = context.Here();
  WriteVersion(context, std::move(version));
  return absl::OkStatus();
}

}  // namespace linkcert::rules
