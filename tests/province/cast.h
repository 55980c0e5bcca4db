// Who takes part in a generated province: chains, their issuers and firms, assessors, keys. All
// people and firms are invented.
#ifndef LINKCERT_TESTS_PROVINCE_CAST_H_
#define LINKCERT_TESTS_PROVINCE_CAST_H_

#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "linkcert/v1/terms.pb.h"
#include "tests/province/shape.h"

namespace linkcert::province {

// The province that assigns numbers and has a rule set of its own; issuers of the other one number
// by themselves, under the rule set of the whole registry.
inline constexpr char kNumberingProvince[] = "32";
inline constexpr char kOtherProvince[] = "44";

// Certificate numbers of one prefix: serials below `next` are gone, those below `assigned` may be
// used.
struct Series {
  uint32_t next = 1;
  uint32_t assigned = 1;
};

struct Issuer {
  std::string id;
  std::string name;
  std::string province;
  std::string accreditation;
  std::string filing_code;
  v1::IssuerClass kind = v1::ISSUER_CLASS_EMPLOYER;
  size_t chain = 0;  // in Cast::chains
  v1::Audience audience = v1::AUDIENCE_CHAIN;
  bool leader = false;
  bool dual = false;             // also certifies as an enterprise
  std::vector<uint32_t> levels;  // of the ladder, ascending
  std::vector<v1::Route> routes;
  proto::CivilDate from = 0;  // when it comes in
  proto::CivilDate to = 0;    // when its right is ended; 0 = never
  // How things stand.
  bool suspended = false;
  uint32_t batches = 0;
  uint32_t examinations = 0;
  std::map<std::string, Series> series;  // by prefix

  bool for_chain() const { return audience == v1::AUDIENCE_CHAIN; }
};

struct Chain {
  std::string id;
  std::string name;
  std::string standard;
  v1::Occupation occupation;
  std::string occupation_name;
  std::string trade;  // empty: none
  std::string province;
  std::string leader;
  // How things stand.
  uint32_t standard_version = 1;
  std::vector<std::string> firms;     // known; the first two co-sign standards and never leave
  std::set<std::string> members;      // now
  std::deque<std::string> panel;      // references of assessors who may serve
  std::vector<std::string> barred;    // of those who may not
  std::vector<std::string> overseen;  // references of supervisors
};

struct Cast {
  std::vector<Chain> chains;
  std::vector<Issuer> issuers;  // never grows: others keep pointers into it
};

Cast MakeCast(const Shape& shape, Dice& dice);

// 16 bytes that name an assessor or supervisor.
std::string ReferenceOf(const std::string& name);

// The name in the world of the first key of an organisation's person 1, 2, …; every tenth
// organisation signs with SM2.
std::string KeyOf(const std::string& organisation, int person);

// The names in the world of the keys that an organisation signs with now: one for each of its
// people.
class KeyBook {
 public:
  std::string One(const std::string& organisation) const { return Two(organisation).front(); }
  std::vector<std::string> Two(const std::string& organisation) const;
  // A further key of the same person, that nobody has used yet.
  std::string Next(const std::string& key);
  void Replace(const std::string& organisation, const std::string& old_key,
               const std::string& new_key);

 private:
  std::map<std::string, std::vector<std::string>> replaced_;  // organisations that changed any
  uint32_t next_ = 1;
};

}  // namespace linkcert::province

#endif  // LINKCERT_TESTS_PROVINCE_CAST_H_
