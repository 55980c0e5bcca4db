// What policies and posts ask about a certificate: it stands in its batch, and nothing of it is
// personal.
#ifndef LINKCERT_RULES_CERTIFICATE_TERMS_H_
#define LINKCERT_RULES_CERTIFICATE_TERMS_H_

#include <cstdint>
#include <string>

#include "linkcert/v1/act_issue.pb.h"

namespace linkcert::rules {

struct CertificateTerms {
  std::string issuer;  // organisation id
  std::string chain;   // empty = none
  std::string standard;
  v1::CertificateClass certificate_class = v1::CERTIFICATE_CLASS_UNSPECIFIED;
  v1::Occupation occupation;
  std::string trade;  // empty = none
  std::string ladder;
  uint32_t level = 0;  // ordinal of the ladder
};

CertificateTerms TermsOf(const std::string& issuer, const v1::IssueBatch& batch);

// The same code of the same edition: codes are reused between editions.
bool IsSame(const v1::Occupation& one, const v1::Occupation& other);
// Ladders never mix: false for another ladder, whatever its ordinals.
bool Reaches(const CertificateTerms& terms, const std::string& ladder, uint32_t lowest_level);

}  // namespace linkcert::rules

#endif  // LINKCERT_RULES_CERTIFICATE_TERMS_H_
