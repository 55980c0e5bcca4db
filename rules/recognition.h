// Whether an organisation recognises a certificate (互认), and as which of its own grades. It alone
// says so (R23). That a certificate is recognised does not say that it is valid. Pure;
// thread-safe.
#ifndef LINKCERT_RULES_RECOGNITION_H_
#define LINKCERT_RULES_RECOGNITION_H_

#include <cstdint>
#include <optional>
#include <string>

#include "linkcert/v1/act_oversight.pb.h"
#include "proto/reason.h"
#include "rules/answer.h"
#include "rules/certificate_terms.h"

namespace linkcert::rules {

struct Recognition {
  Answer recognised = Answer::kUnknown;
  uint32_t version = 0;     // of the policy; 0 = there is none
  std::optional<int> rule;  // 0-based, the one that decided; absent = none of them matched
  // The organisation's own grade; empty and 0 = the policy names none.
  std::string own_ladder;
  uint32_t own_level = 0;
  // Unless recognised: POLICY_UNKNOWN, NOT_RECOGNISED.
  std::optional<proto::Reason> reason;
};

// The first rule that matches decides. A policy is the organisation's whole word: what no rule of
// it matches is not recognised. Without a policy (null) the organisation has not spoken, and the
// answer is unknown.
Recognition Recognise(const v1::SetRecognitionPolicy* policy, const CertificateTerms& certificate);

}  // namespace linkcert::rules

#endif  // LINKCERT_RULES_RECOGNITION_H_
