// A certificate as the pure functions see it, to be changed in one place.
#ifndef LINKCERT_TESTS_RULES_CERTIFICATE_TERMS_FIXTURE_H_
#define LINKCERT_TESTS_RULES_CERTIFICATE_TERMS_FIXTURE_H_

#include <string>

#include "rules/certificate_terms.h"
#include "tests/testing/world.h"

namespace linkcert::rules {

inline v1::Occupation Occupation(const std::string& code, const std::string& edition = "2022") {
  v1::Occupation occupation;
  occupation.set_edition(edition);
  occupation.set_code(code);
  return occupation;
}

inline constexpr char kAssembler[] = "6-25-04-07";

// 中级工/四级 of the leader, for its chain.
inline CertificateTerms AssemblerTerms() {
  return {.issuer = testing::kLeader,
          .chain = testing::kChain,
          .standard = testing::kStandard,
          .certificate_class = v1::CERTIFICATE_CLASS_STATE_LEVEL,
          .occupation = Occupation(kAssembler),
          .trade = "波峰焊工",
          .ladder = testing::kLadder,
          .level = 3};
}

}  // namespace linkcert::rules

#endif  // LINKCERT_TESTS_RULES_CERTIFICATE_TERMS_FIXTURE_H_
