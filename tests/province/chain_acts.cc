#include "tests/province/chain_acts.h"

#include "absl/strings/str_cat.h"
#include "crypto/hash.h"

namespace linkcert::province {
namespace {

constexpr uint32_t kCosigners = 2;

// One version of a chain's standard, as all its acts name it.
struct Version {
  Chain& chain;
  uint32_t number = 0;
  std::string digest;

  template <typename Named>
  void Name(Named& act) const {
    act.set_standard(chain.standard);
    act.set_version(number);
    act.set_document_digest(digest);
  }
};

// With levels 2 to 8.
v1::Statement Publication(const Stage& stage, const Version& version) {
  v1::Statement statement = stage.world.PublishStandard();
  v1::PublishStandard& act = *statement.mutable_publish_standard();
  const v1::StandardLevel level = act.levels(0);
  version.Name(act);
  act.set_owner(version.chain.leader);
  *act.mutable_occupation() = version.chain.occupation;
  act.clear_levels();
  for (uint32_t ordinal = 2; ordinal <= 8; ++ordinal) {
    *act.add_levels() = level;
    act.mutable_levels()->rbegin()->set_ordinal(ordinal);
  }
  act.set_chain(version.chain.id);
  act.set_cosigners_required(kCosigners);
  return statement;
}

v1::Statement Cosignature(const Stage& stage, const Version& version) {
  v1::Statement statement = stage.world.CosignStandard();
  version.Name(*statement.mutable_cosign_standard());
  return statement;
}

Act ByFirm(const Stage& stage, const Version& version, const std::string& firm,
           v1::Statement (*make)(const Stage&, const Version&)) {
  return {.actor = version.chain.id, .make = [stage, version, firm, make] {
            return std::optional<Draft>(
                {.statement = make(stage, version), .signers = {stage.keys.One(firm)}});
          }};
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
  const Version one = {.chain = chain,
                       .number = version,
                       .digest = crypto::Sha256(absl::StrCat(chain.standard, " ", version)).str()};
  stage.agenda.On(day, ByFirm(stage, one, chain.leader, Publication));
  for (uint32_t i = 0; i < kCosigners; ++i) {
    stage.agenda.On(day, ByFirm(stage, one, chain.firms[i], Cosignature));
  }
  Act file = Plain(chain.id, {"authority-1"}, [stage, one] {
    v1::Statement statement = stage.world.FileStandard();
    one.Name(*statement.mutable_file_standard());
    return statement;
  });
  file.then = [&chain, version](const Draft&, const Logged&) { chain.standard_version = version; };
  stage.agenda.On(day, std::move(file));
}

}  // namespace linkcert::province
