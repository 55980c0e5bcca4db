#include "tests/province/founding.h"

#include <google/protobuf/text_format.h>

#include <fstream>
#include <iterator>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "rules/records.h"
#include "rules/rule_sets.h"
#include "tests/province/chain_acts.h"
#include "tests/testing/world_oversight.h"

namespace linkcert::province {
namespace {

const std::vector<std::string> kBothOfAuthority = {"authority-1", "authority-2"};

absl::StatusOr<v1::PublishRuleSet> ReadRuleSet(const std::string& path) {
  std::ifstream in(path);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  v1::Statement statement;
  if (!google::protobuf::TextFormat::ParseFromString(text, &statement)) {
    return absl::InvalidArgumentError(absl::StrCat(path, " is no rule set"));
  }
  return statement.publish_rule_set();
}

absl::Status PublishRuleSets(const Stage& stage, const std::string& directory) {
  for (const char* file : {"full.textproto", "province.textproto"}) {
    const auto rules = ReadRuleSet(absl::StrCat(directory, "/", file));
    if (!rules.ok()) return rules.status();
    stage.agenda.On(stage.shape.first_day,
                    Plain("", kBothOfAuthority, [&world = stage.world, rules = *rules] {
                      v1::Statement statement = world.New();
                      *statement.mutable_publish_rule_set() = rules;
                      return statement;
                    }));
  }
  return absl::OkStatus();
}

void FoundRegistry(const Stage& stage) {
  testing::World& world = stage.world;
  const auto add = [&](std::vector<std::string> signers, auto make) {
    stage.agenda.On(stage.shape.first_day, Plain("", std::move(signers), make));
  };
  add(kBothOfAuthority, [&world] { return world.Genesis(); });
  for (const std::string& key : kBothOfAuthority) {
    add({key}, [&world, key] {
      return world.AddKey(rules::kAuthority, key, {v1::KEY_PURPOSE_AUTHORITY});
    });
  }
  add({"authority-1", "authority-2", testing::kRegistryKey},
      [&world] { return testing::AddRegistryKey(world); });
}

// The new eight levels, and grades of an enterprise.
void PublishLadders(const Stage& stage) {
  testing::World& world = stage.world;
  stage.agenda.On(stage.shape.first_day,
                  Plain("", {"authority-2"}, [&world] { return world.PublishLadder(); }));
  stage.agenda.On(stage.shape.first_day, Plain("", {"authority-2"}, [&world] {
                    v1::Statement statement = world.New();
                    v1::PublishLadder& act = *statement.mutable_publish_ladder();
                    act.set_ladder(kOwnLadder);
                    act.set_name("企业自有等级（虚构）");
                    for (uint32_t i = 1; i <= 5; ++i) {
                      act.add_levels()->set_ordinal(i);
                      act.mutable_levels()->rbegin()->set_name(absl::StrCat("自有", i, "档"));
                    }
                    return statement;
                  }));
}

// The part of the catalogue that the chains need, once the rules know of such things.
void PublishOccupations(const Stage& stage) {
  constexpr uint32_t kPublishOccupationEdition = 113;
  if (!absl::c_linear_search(rules::SupportedActs(), kPublishOccupationEdition)) return;
  stage.agenda.On(stage.shape.first_day, Plain("", {"authority-1"}, [&world = stage.world] {
                    v1::Statement statement = world.New();
                    v1::PublishOccupationEdition& act =
                        *statement.mutable_publish_occupation_edition();
                    act.set_edition("2022");
                    for (const ChainKind& kind : ChainKinds()) {
                      v1::CatalogueOccupation& occupation = *act.add_occupations();
                      occupation.set_code(kind.code);
                      occupation.set_name(kind.occupation);
                    }
                    return statement;
                  }));
}

void Register(const Stage& stage, const std::string& id, const std::string& name,
              const std::string& province, int people, proto::CivilDate day) {
  testing::World& world = stage.world;
  stage.agenda.On(day, Plain(id, {"authority-1"}, [&world, id, name, province] {
                    v1::Statement statement = world.RegisterOrganisation(id, name);
                    statement.mutable_register_organisation()->set_province(province);
                    return statement;
                  }));
  for (int person = 1; person <= people; ++person) {
    const std::string key = KeyOf(id, person);
    stage.agenda.On(day, Plain(id, {"authority-1", key},
                               [&world, id, key] { return world.AddKey(id, key, AllPurposes()); }));
  }
}

void DefineChain(const Stage& stage, Chain& chain) {
  Act act = Plain("", {"authority-1"}, [&world = stage.world, &chain] {
    v1::Statement statement = world.DefineChain();
    v1::DefineChain& definition = *statement.mutable_define_chain();
    definition.set_chain(chain.id);
    definition.set_name(chain.name);
    definition.set_leader(chain.leader);
    return statement;
  });
  act.then = [&chain](const Draft&, const Logged&) { chain.members.insert(chain.leader); };
  stage.agenda.On(stage.shape.first_day, std::move(act));
}

void EnterFirms(const Stage& stage, Chain& chain) {
  const proto::CivilDate day = stage.shape.first_day;
  for (size_t i = 0; i < chain.firms.size(); ++i) {
    const std::string& firm = chain.firms[i];
    Register(stage, firm, absl::StrCat("配套厂", firm.substr(5), "（虚构）"), chain.province, 1,
             day);
    if (i % 3 == 2) continue;  // joins later
    stage.agenda.On(day, Join(stage, chain, firm,
                              i % 3 == 0 ? v1::CHAIN_ROLE_UPSTREAM : v1::CHAIN_ROLE_DOWNSTREAM));
  }
}

void RegisterPanel(const Stage& stage, const Chain& chain) {
  testing::World& world = stage.world;
  for (const std::string& reference : chain.panel) {
    stage.agenda.On(stage.shape.first_day,
                    Plain(reference, {"authority-1"}, [&world, &chain, reference] {
                      v1::Statement statement = world.RegisterAssessor(1);
                      v1::RegisterAssessor& act = *statement.mutable_register_assessor();
                      act.set_assessor(reference);
                      *act.mutable_skills(0)->mutable_occupation() = chain.occupation;
                      act.mutable_skills(0)->set_highest_level(8);
                      return statement;
                    }));
  }
  for (const std::string& reference : chain.overseen) {
    stage.agenda.On(stage.shape.first_day, Plain(reference, {"authority-1"}, [&world, reference] {
                      v1::Statement statement = world.RegisterSupervisor();
                      statement.mutable_register_supervisor()->set_supervisor(reference);
                      return statement;
                    }));
  }
}

v1::ChainRole RoleOf(const Issuer& issuer, size_t number) {
  if (issuer.kind == v1::ISSUER_CLASS_SCHOOL) return v1::CHAIN_ROLE_SCHOOL;
  if (issuer.kind == v1::ISSUER_CLASS_SOCIAL_BODY) return v1::CHAIN_ROLE_ASSESSOR_BODY;
  const v1::ChainRole roles[] = {v1::CHAIN_ROLE_UPSTREAM, v1::CHAIN_ROLE_DOWNSTREAM,
                                 v1::CHAIN_ROLE_PEER};
  return roles[number % 3];
}

void Enter(const Stage& stage, const Issuer& issuer, size_t number) {
  if (!issuer.leader) Register(stage, issuer.id, issuer.name, issuer.province, 2, issuer.from);
  if (!issuer.leader) {
    stage.agenda.On(issuer.from,
                    Join(stage, stage.ChainOf(issuer), issuer.id, RoleOf(issuer, number)));
  }
  stage.agenda.On(issuer.from, Plain(issuer.id, {"authority-2"}, [stage, &issuer] {
                    return Grant(stage, issuer, issuer.accreditation, issuer.filing_code);
                  }));
}

}  // namespace

absl::Status Found(const Stage& stage, const std::string& rule_sets) {
  const proto::CivilDate day = stage.shape.first_day;
  FoundRegistry(stage);
  absl::Status status = PublishRuleSets(stage, rule_sets);
  if (!status.ok()) return status;
  PublishLadders(stage);
  PublishOccupations(stage);
  for (const Issuer& issuer : stage.cast.issuers) {
    if (issuer.leader) Register(stage, issuer.id, issuer.name, issuer.province, 2, day);
  }
  for (Chain& chain : stage.cast.chains) DefineChain(stage, chain);
  for (Chain& chain : stage.cast.chains) {
    EnterFirms(stage, chain);
    RegisterPanel(stage, chain);
  }
  stage.agenda.On(day, Barrier());
  for (Chain& chain : stage.cast.chains) PublishStandard(stage, chain, 1, day);
  stage.agenda.On(day, Barrier());
  for (size_t i = 0; i < stage.cast.issuers.size(); ++i) Enter(stage, stage.cast.issuers[i], i);
  return absl::OkStatus();
}

}  // namespace linkcert::province
