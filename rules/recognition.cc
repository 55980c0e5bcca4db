#include "rules/recognition.h"

namespace linkcert::rules {
namespace {

bool IsOpenOr(const std::string& asked, const std::string& actual) {
  return asked.empty() || asked == actual;
}

bool Matches(const v1::RecognitionRule& rule, const CertificateTerms& certificate) {
  const bool of_class = rule.certificate_class() == v1::CERTIFICATE_CLASS_UNSPECIFIED ||
                        rule.certificate_class() == certificate.certificate_class;
  const bool of_occupation =
      !rule.has_occupation() || IsSame(rule.occupation(), certificate.occupation);
  const bool high_enough =
      rule.lowest_level() == 0 || Reaches(certificate, rule.ladder(), rule.lowest_level());
  return of_class && of_occupation && high_enough && IsOpenOr(rule.issuer(), certificate.issuer) &&
         IsOpenOr(rule.chain(), certificate.chain) &&
         IsOpenOr(rule.standard(), certificate.standard) &&
         IsOpenOr(rule.ladder(), certificate.ladder);
}

}  // namespace

Recognition Recognise(const v1::SetRecognitionPolicy* policy, const CertificateTerms& certificate) {
  Recognition recognition;
  if (policy == nullptr) {
    recognition.reason = proto::Reason::kPolicyUnknown;
    return recognition;
  }
  recognition.recognised = Answer::kNo;
  recognition.version = policy->version();
  recognition.reason = proto::Reason::kNotRecognised;
  for (int i = 0; i < policy->rules_size(); ++i) {
    const v1::RecognitionRule& rule = policy->rules(i);
    if (!Matches(rule, certificate)) continue;
    recognition.rule = i;
    if (!rule.recognise()) return recognition;
    recognition.recognised = Answer::kYes;
    recognition.own_ladder = rule.own_ladder();
    recognition.own_level = rule.own_level();
    recognition.reason.reset();
    return recognition;
  }
  return recognition;
}

}  // namespace linkcert::rules
