#include "rules/certificate_terms.h"

namespace linkcert::rules {

CertificateTerms TermsOf(const std::string& issuer, const v1::IssueBatch& batch) {
  return {.issuer = issuer,
          .chain = batch.chain(),
          .standard = batch.standard(),
          .certificate_class = batch.certificate_class(),
          .occupation = batch.occupation(),
          .trade = batch.trade(),
          .ladder = batch.ladder(),
          .level = batch.level()};
}

bool IsSame(const v1::Occupation& one, const v1::Occupation& other) {
  return one.edition() == other.edition() && one.code() == other.code();
}

bool Reaches(const CertificateTerms& terms, const std::string& ladder, uint32_t lowest_level) {
  return terms.ladder == ladder && terms.level >= lowest_level;
}

}  // namespace linkcert::rules
