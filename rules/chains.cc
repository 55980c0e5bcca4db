#include "rules/chains.h"

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "rules/acts.h"
#include "rules/signers.h"

namespace linkcert::rules {
namespace {

using proto::Reason;
using proto::Refuse;

absl::Status CheckInForce(const v1::DefineChain& chain, proto::CivilDate day) {
  bool in_force = day >= chain.valid_from() && (chain.valid_to() == 0 || day <= chain.valid_to());
  return in_force ? absl::OkStatus() : Refuse(Reason::kChainNotInForce, chain.chain());
}

void WriteMember(ActContext& context, v1::ChainMember member, const std::string& chain,
                 const std::string& organisation, v1::ChainRole role, const std::string& segment) {
  member.set_name(absl::StrCat("chains/", chain, "/members/", organisation));
  v1::Membership* membership = member.add_memberships();
  membership->set_role(role);
  membership->set_segment(segment);
  *membership->mutable_joined() = context.Here();
  context.Write(ChainMemberKey(chain, organisation), std::move(member),
                &Record::mutable_chain_member);
}

absl::Status CheckRegistered(const View& view, const std::string& organisation) {
  auto found = FindOrganisation(view, organisation);
  if (!found.ok()) return found.status();
  return *found != nullptr ? absl::OkStatus() : Refuse(Reason::kOrganisationUnknown, organisation);
}

absl::Status CheckPlace(const v1::DefineChain& chain, const v1::JoinChain& act) {
  if (act.role() == v1::CHAIN_ROLE_LEADER) return Refuse(Reason::kChainRoleNotAllowed, "LEADER");
  if (!act.segment().empty() && !absl::c_linear_search(chain.segments(), act.segment())) {
    return Refuse(Reason::kChainSegmentUnknown, act.segment());
  }
  return absl::OkStatus();
}

}  // namespace

bool IsActive(const v1::ChainMember& member) {
  return !member.memberships().empty() && !member.memberships().rbegin()->has_left();
}

absl::Status CheckActiveMember(const View& view, const std::string& chain,
                               const std::string& organisation, proto::CivilDate day) {
  auto definition = FindChain(view, chain);
  if (!definition.ok()) return definition.status();
  if (*definition == nullptr) return Refuse(Reason::kChainUnknown, chain);
  absl::Status status = CheckInForce((*definition)->definition(), day);
  if (!status.ok()) return status;
  auto member = FindChainMember(view, chain, organisation);
  if (!member.ok()) return member.status();
  if (*member == nullptr || !IsActive(**member)) {
    return Refuse(Reason::kChainMemberInactive, organisation);  // R06
  }
  return absl::OkStatus();
}

absl::Status AdmitDefineChain(ActContext& context, const v1::DefineChain& act) {
  absl::Status status = CheckSides(context.signers, {AuthoritySide()});
  if (!status.ok()) return status;
  auto existing = FindChain(context.view, act.chain());
  if (!existing.ok()) return existing.status();
  if (*existing != nullptr) return Refuse(Reason::kChainExists, act.chain());
  status = CheckRegistered(context.view, act.leader());
  if (!status.ok()) return status;
  if (act.valid_to() != 0 && act.valid_to() < act.valid_from()) {
    return Refuse(Reason::kDatesDisordered, "valid_to");
  }
  v1::Chain chain;
  chain.set_name(absl::StrCat("chains/", act.chain()));
  *chain.mutable_definition() = act;
  *chain.mutable_logged() = context.Here();
  context.Write(ChainKey(act.chain()), std::move(chain), &Record::mutable_chain);
  WriteMember(context, {}, act.chain(), act.leader(), v1::CHAIN_ROLE_LEADER, "");
  return absl::OkStatus();
}

absl::Status AdmitJoinChain(ActContext& context, const v1::JoinChain& act) {
  auto chain = FindChain(context.view, act.chain());
  if (!chain.ok()) return chain.status();
  if (*chain == nullptr) return Refuse(Reason::kChainUnknown, act.chain());
  const v1::DefineChain& definition = (*chain)->definition();
  absl::Status status =
      CheckSides(context.signers,
                 {{.organisation = definition.leader(), .purposes = {v1::KEY_PURPOSE_GOVERNANCE}},
                  {.organisation = act.organisation(), .purposes = {v1::KEY_PURPOSE_GOVERNANCE}}});
  if (status.ok()) status = CheckPlace(definition, act);
  if (status.ok()) {
    status = CheckInForce(definition, proto::CivilDateAt(context.stamp.logged_at));
  }
  if (status.ok()) status = CheckRegistered(context.view, act.organisation());
  if (!status.ok()) return status;

  auto member = FindChainMember(context.view, act.chain(), act.organisation());
  if (!member.ok()) return member.status();
  if (*member != nullptr && IsActive(**member)) {
    return Refuse(Reason::kChainMemberActive, act.organisation());
  }
  WriteMember(context, *member == nullptr ? v1::ChainMember() : **member, act.chain(),
              act.organisation(), act.role(), act.segment());
  return absl::OkStatus();
}

absl::Status AdmitLeaveChain(ActContext& context, const v1::LeaveChain& act) {
  auto chain = FindChain(context.view, act.chain());
  if (!chain.ok()) return chain.status();
  if (*chain == nullptr) return Refuse(Reason::kChainUnknown, act.chain());
  const std::string& leader = (*chain)->definition().leader();
  absl::Status status = CheckOneSide(
      context.signers,
      {{.organisation = leader, .purposes = {v1::KEY_PURPOSE_GOVERNANCE}},
       {.organisation = act.organisation(), .purposes = {v1::KEY_PURPOSE_GOVERNANCE}}});
  if (!status.ok()) return status;
  if (act.organisation() == leader) return Refuse(Reason::kChainRoleNotAllowed, "LEADER");

  auto found = FindChainMember(context.view, act.chain(), act.organisation());
  if (!found.ok()) return found.status();
  if (*found == nullptr || !IsActive(**found)) {
    return Refuse(Reason::kChainMemberInactive, act.organisation());
  }
  v1::ChainMember member = **found;
  *member.mutable_memberships()->rbegin()->mutable_left() = context.Here();
  context.Write(ChainMemberKey(act.chain(), act.organisation()), std::move(member),
                &Record::mutable_chain_member);
  return absl::OkStatus();
}

}  // namespace linkcert::rules
