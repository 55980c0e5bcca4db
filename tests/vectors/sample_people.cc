#include "tests/vectors/sample_people.h"

#include "absl/strings/str_cat.h"
#include "crypto/merkle.h"
#include "linkcert/v1/act_issue.pb.h"
#include "proto/canonical.h"
#include "proto/identifiers.h"
#include "tests/vectors/sample_acts.h"

namespace linkcert::vectors {
namespace {

struct Person {
  const char* organisation;
  const char* name;
  const char* id_number;  // the region 990000 does not exist
  const char* theory;
  const char* skill;
};

// The first seven passed.
constexpr Person kPeople[] = {
    {kLeader, "虚构甲", "990000198001010012", "82", "88.5"},
    {kLeader, "虚构乙", "990000198101010028", "76.5", "91"},
    {kMember, "虚构丙", "990000198201010033", "68", "73"},
    {kMember, "虚构丁", "990000198301010049", "90", "85"},
    {kLeader, "虚构戊", "990000198401010054", "61", "79.5"},
    {kMember, "虚构己", "99000019850101006X", "88", "94"},
    {kLeader, "虚构庚", "990000198601010075", "74", "70"},
    {kMember, "虚构辛", "990000198701010080", "", ""},
    {kLeader, "虚构壬", "990000198801010096", "", ""},
};
// Which person stands at which position: shuffled, as an issuer does.
constexpr uint32_t kOrder[kSamplePassed] = {4, 0, 6, 2, 5, 1, 3};

template <typename Message>
std::string Encode(const Message& message) {
  return proto::EncodeCanonical(message).value();
}

}  // namespace

std::vector<std::string> SampleRosterLeaves() {
  std::vector<std::string> leaves;
  for (const Person& person : kPeople) {
    v1::RosterLeaf leaf;
    leaf.set_salt(SampleBytes(absl::StrCat("roster salt ", person.id_number), 32));
    leaf.set_organisation(person.organisation);
    leaf.set_name(person.name);
    leaf.set_id_type("201");
    leaf.set_id_number(person.id_number);
    leaves.push_back(Encode(leaf));
  }
  return leaves;
}

std::vector<std::string> SampleClaims(uint32_t position) {
  const uint32_t number = kOrder[position];
  const Person& person = kPeople[number];
  const std::vector<std::string> values = {proto::FormatNumber(kNumberPrefix, number + 1),
                                           person.name,
                                           "201",
                                           person.id_number,
                                           SampleBytes(absl::StrCat("photo ", number), 32),
                                           person.organisation,
                                           person.theory,
                                           person.skill,
                                           "",
                                           ""};
  std::vector<std::string> claims;
  for (uint32_t tag = 1; tag <= values.size(); ++tag) {
    v1::Claim claim;
    claim.set_tag(tag);
    claim.set_salt(SampleBytes(absl::StrCat("claim salt ", number, " ", tag), 16));
    claim.set_value(values[tag - 1]);
    claims.push_back(Encode(claim));
  }
  return claims;
}

std::vector<crypto::Hash> HashLeaves(const std::vector<std::string>& leaves) {
  std::vector<crypto::Hash> hashes;
  for (const std::string& leaf : leaves) hashes.push_back(crypto::HashLeaf(leaf));
  return hashes;
}

std::string RootOfLeaves(const std::vector<std::string>& leaves) {
  return crypto::RootOf(HashLeaves(leaves)).str();
}

}  // namespace linkcert::vectors
