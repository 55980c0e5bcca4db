// Random acts on organisations, chains, ladders, standards and accreditations.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "crypto/hash.h"
#include "tests/model/history.h"

namespace linkcert::model {
namespace {

v1::Occupation SomeOccupation(uint32_t choice) {
  v1::Occupation occupation;
  occupation.set_edition("2022");
  occupation.set_code(choice == 0 ? "6-31-01-10" : "6-25-04-07");
  return occupation;
}

}  // namespace

Draft History::RegisterOrganisation() {
  Draft draft = Act(Authority());
  v1::RegisterOrganisation& act = *draft.statement.mutable_register_organisation();
  const std::string ids[] = {absl::StrCat("firm-", Pick(6)), absl::StrCat("firm-", Pick(6)),
                             absl::StrCat("firm-", Pick(6)), kAuthority, kRegistry};
  act.set_organisation(ids[OnceIn(5) ? Pick(5) : 0]);
  act.set_name("虚构公司");
  act.set_province("32");
  const char* const codes[] = {"", "91320594MA1MHTGY5T", "91320594MA1MHTGY5X", "91320594",
                               "9132O594MA1MHTGY5T"};
  act.set_credit_code(codes[Pick(OnceIn(4) ? 5 : 3)]);
  return draft;
}

Draft History::DefineChain() {
  Draft draft = Act(Authority());
  v1::DefineChain& act = *draft.statement.mutable_define_chain();
  act.set_chain(OnceIn(12) ? testing::kChain : absl::StrCat("chain-", Pick(5)));
  act.set_name("产业链（虚构）");
  act.set_leader(OnceIn(2) ? testing::kLeader : AnyFirm());
  act.add_segments("封装测试");
  act.set_valid_from(Day(5 - static_cast<int>(Pick(20))));
  if (OnceIn(2)) act.set_valid_to(Day(static_cast<int>(Pick(30)) - 4));
  return draft;
}

Draft History::JoinChain() {
  const std::string chain = OnceIn(25) ? "no-chain" : Any(facts().chains)->first;
  const Chain* known = Find(facts().chains, chain);
  std::string firm = AnyFirm();
  for (int i = 0; i < 3 && known != nullptr && known->members.count(firm) > 0; ++i) {
    firm = AnyFirm();
  }
  Draft draft = Act(KeysOf(firm));
  if (known != nullptr) draft.signers = Joined(draft.signers, KeysOf(known->definition.leader()));
  v1::JoinChain& act = *draft.statement.mutable_join_chain();
  act.set_chain(chain);
  act.set_organisation(firm);
  act.set_role(v1::ChainRole(OnceIn(15) ? 1 : 2 + Pick(5)));
  if (OnceIn(3)) act.set_segment(OnceIn(4) ? "无此环节" : "封装测试");
  return draft;
}

Draft History::LeaveChain() {
  const std::string chain = OnceIn(25) ? "no-chain" : Any(facts().chains)->first;
  const Chain* known = Find(facts().chains, chain);
  std::string firm = AnyFirm();
  if (known != nullptr && !known->members.empty() && !OnceIn(8)) firm = *Any(known->members);
  Draft draft = Act(KeysOf(firm));
  if (known != nullptr && OnceIn(2)) draft.signers = KeysOf(known->definition.leader());
  if (OnceIn(15)) draft.signers = Joined(draft.signers, KeysOf(firm));
  draft.statement.mutable_leave_chain()->set_chain(chain);
  draft.statement.mutable_leave_chain()->set_organisation(firm);
  return draft;
}

Draft History::PublishLadder() {
  Draft draft = Act(Authority());
  v1::PublishLadder& act = *draft.statement.mutable_publish_ladder();
  act.set_ladder(OnceIn(12) ? testing::kLadder : absl::StrCat("ladder-", Pick(6)));
  act.set_name("等级序列（虚构）");
  for (uint32_t i = 0; i < 3; ++i) {
    v1::LadderLevel& level = *act.add_levels();
    level.set_ordinal(OnceIn(20) ? 2 : 2 + i);
    level.set_name(absl::StrCat("级", i));
    const char* const characters[] = {"5", "4", ""};
    level.set_number_character(characters[i]);
    level.set_appointment(i == 2 && OnceIn(2));
  }
  act.set_honour(OnceIn(4));
  return draft;
}

Draft History::PublishStandard() {
  const std::string id = OnceIn(2) ? testing::kStandard : absl::StrCat("standard-", Pick(3));
  uint32_t newest = 0;
  std::string owner = AnyFirm();
  for (const auto& [key, standard] : facts().standards) {
    if (key.first != id) continue;
    newest = key.second;
    if (!OnceIn(10)) owner = standard.text.owner();
  }
  Draft draft = Act(KeysOf(owner));
  v1::PublishStandard& act = *draft.statement.mutable_publish_standard();
  act.set_standard(id);
  act.set_owner(owner);
  act.set_version(newest + (OnceIn(10) ? 2 : 1));
  *act.mutable_occupation() = SomeOccupation(Pick(4));
  act.set_ladder(OnceIn(20)  ? "no-ladder"
                 : OnceIn(5) ? Any(facts().ladders)->first
                             : testing::kLadder);
  for (uint32_t ordinal : {2, 3, 4, 7}) {
    if (ordinal > 2 && OnceIn(3)) continue;
    v1::StandardLevel& level = *act.add_levels();
    level.set_ordinal(OnceIn(60) ? 3 : OnceIn(60) ? 20 : ordinal);
    v1::AssessmentItem& item = *level.add_items();
    item.set_kind(v1::ASSESSMENT_KIND_SKILL);
    item.set_pass_mark(OnceIn(60) ? 10001 : 6000);
    item.set_full_mark(10000);
  }
  act.set_document_digest(crypto::Sha256(absl::StrCat(id, act.version())).str());
  act.set_effective_from(Day(3 - static_cast<int>(Pick(12))));
  if (OnceIn(2)) act.set_effective_to(Day(static_cast<int>(Pick(60)) - 3));
  if (!OnceIn(3)) act.set_chain(OnceIn(12) ? "no-chain" : Any(facts().chains)->first);
  act.set_cosigners_required(Pick(3));
  return draft;
}

// The digest is another's, now and then.
Draft History::CosignStandard() {
  const auto& [id, standard] = *Any(facts().standards);
  const Chain* chain = Find(facts().chains, standard.text.chain());
  std::string member = AnyFirm();
  if (chain != nullptr && !chain->members.empty() && !OnceIn(4)) member = *Any(chain->members);
  Draft draft = Act(KeysOf(member));
  v1::CosignStandard& act = *draft.statement.mutable_cosign_standard();
  act.set_standard(id.first);
  act.set_version(id.second + (OnceIn(25) ? 9 : 0));
  act.set_document_digest(OnceIn(15) ? crypto::Sha256("other").str()
                                     : standard.text.document_digest());
  return draft;
}

Draft History::FileStandard() {
  const auto& [id, standard] = *Any(facts().standards);
  Draft draft = Act(Authority());
  v1::FileStandard& act = *draft.statement.mutable_file_standard();
  act.set_standard(id.first);
  act.set_version(id.second + (OnceIn(25) ? 9 : 0));
  act.set_document_digest(OnceIn(15) ? crypto::Sha256("other").str()
                                     : standard.text.document_digest());
  return draft;
}

Draft History::WithdrawStandard() {
  const auto& [id, standard] = *Any(facts().standards);
  Draft draft = Act(OnceIn(2) ? Authority() : KeysOf(standard.text.owner()));
  draft.statement.mutable_withdraw_standard()->set_standard(id.first);
  draft.statement.mutable_withdraw_standard()->set_version(id.second + (OnceIn(15) ? 9 : 0));
  return draft;
}

// Levels, trades, routes, audiences, standards.
void History::VaryScope(v1::GrantAccreditation& act) {
  v1::ScopeItem& item = *act.mutable_scope(0);
  if (OnceIn(4)) item.add_levels(7);
  if (OnceIn(25)) item.add_levels(20);
  if (OnceIn(4)) item.add_trades("波峰焊工");
  if (OnceIn(8)) item.set_ladder(OnceIn(4) ? "no-ladder" : Any(facts().ladders)->first);
  if (OnceIn(3)) act.add_routes(v1::ROUTE_DIRECT);
  if (OnceIn(4)) act.add_audiences(v1::AUDIENCE_PUBLIC);
  if (OnceIn(6)) {
    act.clear_audiences();
    act.add_audiences(v1::AUDIENCE_OWN_STAFF);
    if (!OnceIn(6)) act.clear_chain();
  }
  if (!act.chain().empty() && OnceIn(5)) act.set_chain(Any(facts().chains)->first);
  if (OnceIn(30)) act.set_chain("no-chain");
  if (OnceIn(3)) act.add_standards("standard-1");
}

// Classes with their filing code, quota, dates.
void History::VaryTerms(v1::GrantAccreditation& act) {
  if (OnceIn(3)) act.add_classes(v1::CERTIFICATE_CLASS_ENTERPRISE);
  if (OnceIn(6)) {
    act.clear_classes();
    act.add_classes(v1::CERTIFICATE_CLASS_ENTERPRISE);
    act.clear_filing_code();
  }
  act.set_yearly_quota(OnceIn(2) ? 0 : 1 + Pick(6));
  if (OnceIn(5)) act.set_valid_from(Day(4 - static_cast<int>(Pick(10))));
  if (OnceIn(4)) act.set_valid_to(Day(static_cast<int>(Pick(40)) - 3));
}

Draft History::GrantAccreditation() {
  Draft draft = Act(Authority());
  v1::GrantAccreditation& act = *draft.statement.mutable_grant_accreditation();
  act = world_.GrantAccreditation().grant_accreditation();
  const uint32_t number = Pick(9);
  if (!OnceIn(15)) act.set_accreditation(absl::StrCat("grant-", number));
  const std::string usual[] = {testing::kLeader, testing::kMember, testing::kMember2, AnyFirm()};
  act.set_organisation(usual[Pick(4)]);
  if (!OnceIn(5)) act.set_filing_code(absl::StrFormat("Y00003205%04d", number));
  if (OnceIn(25)) act.set_filing_code("S000032050001");
  if (OnceIn(20)) act.clear_filing_code();
  VaryTerms(act);
  VaryScope(act);
  return draft;
}

Draft History::MoveAccreditation() {
  const std::string id = OnceIn(25) ? "no-grant" : Any(facts().accreditations)->first;
  const Accreditation* known = Find(facts().accreditations, id);
  const bool suspended =
      known != nullptr && facts().StateOf(known->logged.index) == v1::STANDING_STATE_SUSPENDED;
  Draft draft = Act(Authority());
  const std::string decision = crypto::Sha256("decision").str();
  const uint32_t choice = OnceIn(5) ? Pick(3) : suspended ? 1 : 0;
  if (choice == 0) {
    draft.statement.mutable_suspend_accreditation()->set_accreditation(id);
    draft.statement.mutable_suspend_accreditation()->set_decision_digest(decision);
  } else if (choice == 1) {
    draft.statement.mutable_resume_accreditation()->set_accreditation(id);
    draft.statement.mutable_resume_accreditation()->set_decision_digest(decision);
  } else {
    draft.statement.mutable_end_accreditation()->set_accreditation(id);
    draft.statement.mutable_end_accreditation()->set_decision_digest(decision);
  }
  return draft;
}

Draft History::RegisterPanel() {
  Draft draft = Act(Authority());
  const std::string reference = crypto::Sha256(absl::StrCat("reference ", Pick(6))).str();
  if (OnceIn(2)) {
    v1::RegisterSupervisor& act = *draft.statement.mutable_register_supervisor();
    act.set_supervisor(reference.substr(0, 16));
    act.set_valid_from(Day(0));
    act.set_valid_to(Day(static_cast<int>(Pick(20)) - 2));
    return draft;
  }
  draft.statement.mutable_register_assessor()->CopyFrom(
      world_.RegisterAssessor(1).register_assessor());
  v1::RegisterAssessor& act = *draft.statement.mutable_register_assessor();
  act.set_assessor(reference.substr(0, 16));
  act.set_valid_from(Day(0));
  act.set_valid_to(Day(static_cast<int>(Pick(20)) - 2));
  return draft;
}

// Mostly with both occupations of these histories, or what still needs them goes no further.
Draft History::PublishEdition() {
  Draft draft = Act(Authority());
  v1::PublishOccupationEdition& act = *draft.statement.mutable_publish_occupation_edition();
  act.set_edition(OnceIn(3) ? "2015" : "2022");
  for (uint32_t choice : {0, 1}) {
    if (OnceIn(6)) continue;
    v1::CatalogueOccupation& occupation = *act.add_occupations();
    occupation.set_code(SomeOccupation(choice).code());
    occupation.set_name(OnceIn(5) ? "别的职业" : "电子设备装接工");
    if (OnceIn(3)) occupation.add_trades(OnceIn(3) ? "别的工种" : "波峰焊工");
  }
  if (act.occupations().empty() || OnceIn(10)) {
    act.add_occupations()->set_code("6-25-04-07");
    act.mutable_occupations()->rbegin()->set_name("电子设备装接工");
  }
  return draft;
}

// The genesis of this registry once more, or another one.
Draft History::GenesisAgain() {
  Draft draft = {
      .statement = world_.Genesis(), .signers = {"authority-1", "authority-2"}, .leaves = {}};
  if (OnceIn(2)) draft.statement.mutable_genesis()->set_nonce(crypto::Sha256("again").str());
  if (OnceIn(4)) draft.statement.set_statement_id(NewId());
  return draft;
}

}  // namespace linkcert::model
