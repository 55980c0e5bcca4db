// Matcher for refusals: EXPECT_THAT(status, HasReason(proto::Reason::kNotCanonical));
#ifndef LINKCERT_TESTS_TESTING_REASON_MATCHER_H_
#define LINKCERT_TESTS_TESTING_REASON_MATCHER_H_

#include "proto/refusal.h"
#include "tests/testing/status_matchers.h"

namespace linkcert::testing {

MATCHER_P(HasReason, reason, "is refused with " + std::string(proto::Describe(reason).name)) {
  *result_listener << StatusOf(arg).ToString();
  return proto::ReasonOf(StatusOf(arg)) == reason;
}

}  // namespace linkcert::testing

#endif  // LINKCERT_TESTS_TESTING_REASON_MATCHER_H_
