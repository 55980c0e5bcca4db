#include "tests/province/founding.h"

#include <google/protobuf/text_format.h>

#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "crypto/hash.h"
#include "rules/records.h"
#include "tests/testing/world_oversight.h"

namespace linkcert::province {
namespace {

const std::vector<std::string> kBothOfAuthority = {"authority-1", "authority-2"};
constexpr uint32_t kCosigners = 2;

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

void Register(const Stage& stage, const std::string& id, const std::string& name,
              const std::string& province, int people, proto::CivilDate day) {
  testing::World& world = stage.world;
  stage.agenda.On(day, Plain(id, {"authority-1"}, [&world, id, name, province] {
                    v1::Statement statement = world.RegisterOrganisation(id, name);
                    statement.mutable_register_organisation()->set_province(province);
                    return statement;
                  }));
  for (int person = 1; person <= people; ++person) {
    const std::string key = absl::StrCat(id, "-", person);
    stage.agenda.On(day, Plain(id, {"authority-1", key},
                               [&world, id, key] { return world.AddKey(id, key, kAllPurposes); }));
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

void RegisterPanel(const Stage& stage, const Chain& chain) {
  testing::World& world = stage.world;
  for (const std::string& reference : chain.panel) {
    stage.agenda.On(stage.shape.first_day, Plain(reference, {"authority-1"}, [&, reference] {
                      v1::Statement statement = world.RegisterAssessor(1);
                      v1::RegisterAssessor& act = *statement.mutable_register_assessor();
                      act.set_assessor(reference);
                      *act.mutable_skills(0)->mutable_occupation() = chain.occupation;
                      act.mutable_skills(0)->set_highest_level(8);
                      return statement;
                    }));
  }
  for (const std::string& reference : chain.overseen) {
    stage.agenda.On(stage.shape.first_day, Plain(reference, {"authority-1"}, [&, reference] {
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

Act Join(const Stage& stage, Chain& chain, const std::string& organisation, v1::ChainRole role) {
  return {.actor = organisation,
          .make =
              [stage, &chain, organisation, role] {
                v1::Statement statement = stage.world.JoinChain(organisation, role);
                statement.mutable_join_chain()->set_chain(chain.id);
                return std::optional<Draft>(
                    {.statement = std::move(statement),
                     .signers = {stage.keys.One(chain.leader), stage.keys.One(organisation)}});
              },
          .then = [&chain, organisation](const Draft&,
                                         const Logged&) { chain.members.insert(organisation); }};
}

v1::Statement Grant(const Stage& stage, const Issuer& issuer, const std::string& accreditation,
                    const std::string& filing_code) {
  v1::Statement statement = stage.world.GrantAccreditation();
  v1::GrantAccreditation& act = *statement.mutable_grant_accreditation();
  const Chain& chain = stage.ChainOf(issuer);
  act.set_accreditation(accreditation);
  act.set_organisation(issuer.id);
  act.set_filing_code(filing_code);
  act.set_issuer_class(issuer.kind);
  *act.mutable_scope(0)->mutable_occupation() = chain.occupation;
  act.mutable_scope(0)->mutable_levels()->Assign(issuer.levels.begin(), issuer.levels.end());
  if (issuer.dual) act.add_classes(v1::CERTIFICATE_CLASS_ENTERPRISE);
  act.mutable_routes()->Assign(issuer.routes.begin(), issuer.routes.end());
  act.clear_audiences();
  act.add_audiences(issuer.audience);
  act.set_chain(issuer.for_chain() ? chain.id : "");
  act.set_standards(0, chain.standard);
  act.set_yearly_quota(50'000);
  return statement;
}

void PublishStandard(const Stage& stage, Chain& chain, uint32_t version, proto::CivilDate day) {
  const std::string digest = crypto::Sha256(absl::StrCat(chain.standard, " ", version)).str();
  const auto name = [&chain, version, digest](auto& act) {
    act.set_standard(chain.standard);
    act.set_version(version);
    act.set_document_digest(digest);
  };
  const auto signed_by = [&](auto signer, auto make) {
    stage.agenda.On(day,
                    {.actor = chain.id, .make = [signer, make] {
                       return std::optional<Draft>({.statement = make(), .signers = {signer()}});
                     }});
  };
  signed_by([stage, &chain] { return stage.keys.One(chain.leader); },
            [stage, &chain, name] {
              v1::Statement statement = stage.world.PublishStandard();
              v1::PublishStandard& act = *statement.mutable_publish_standard();
              const v1::StandardLevel level = act.levels(0);
              name(act);
              act.set_owner(chain.leader);
              *act.mutable_occupation() = chain.occupation;
              act.clear_levels();
              for (uint32_t ordinal = 2; ordinal <= 8; ++ordinal) {
                *act.add_levels() = level;
                act.mutable_levels()->rbegin()->set_ordinal(ordinal);
              }
              act.set_chain(chain.id);
              act.set_cosigners_required(kCosigners);
              return statement;
            });
  for (uint32_t i = 0; i < kCosigners; ++i) {
    const auto member = [stage, &chain, i] { return stage.keys.One(chain.firms[i]); };
    signed_by(member, [stage, name] {
      v1::Statement statement = stage.world.CosignStandard();
      name(*statement.mutable_cosign_standard());
      return statement;
    });
  }
  signed_by([] { return "authority-1"; },
            [stage, &chain, name, version] {
              v1::Statement statement = stage.world.FileStandard();
              name(*statement.mutable_file_standard());
              chain.standard_version = version;
              return statement;
            });
}

absl::Status Found(const Stage& stage, const std::string& rule_sets) {
  const proto::CivilDate day = stage.shape.first_day;
  FoundRegistry(stage);
  absl::Status status = PublishRuleSets(stage, rule_sets);
  if (!status.ok()) return status;
  PublishLadders(stage);
  for (const Issuer& issuer : stage.cast.issuers) {
    if (issuer.leader) Register(stage, issuer.id, issuer.name, issuer.province, 2, day);
  }
  for (Chain& chain : stage.cast.chains) DefineChain(stage, chain);
  for (Chain& chain : stage.cast.chains) {
    for (size_t i = 0; i < chain.firms.size(); ++i) {
      const std::string& firm = chain.firms[i];
      Register(stage, firm, absl::StrCat("配套厂", firm.substr(5), "（虚构）"), chain.province, 1,
               day);
      if (i % 3 == 2) continue;  // comes later
      stage.agenda.On(day, Join(stage, chain, firm,
                                i % 3 == 0 ? v1::CHAIN_ROLE_UPSTREAM : v1::CHAIN_ROLE_DOWNSTREAM));
    }
    RegisterPanel(stage, chain);
  }
  stage.agenda.On(day, Barrier());
  for (Chain& chain : stage.cast.chains) PublishStandard(stage, chain, 1, day);
  stage.agenda.On(day, Barrier());
  for (size_t i = 0; i < stage.cast.issuers.size(); ++i) Enter(stage, stage.cast.issuers[i], i);
  return absl::OkStatus();
}

}  // namespace linkcert::province
