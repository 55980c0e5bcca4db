// Matchers for absl::Status and StatusOr (Abseil 20220623 has none):
//   ASSERT_THAT(Parse(bytes), IsOk());  EXPECT_THAT(parsed, IsOkAndHolds(7));
//   EXPECT_THAT(status, HasCode(absl::StatusCode::kDataLoss));
#ifndef LINKCERT_TESTS_TESTING_STATUS_MATCHERS_H_
#define LINKCERT_TESTS_TESTING_STATUS_MATCHERS_H_

#include <gmock/gmock.h>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace linkcert::testing {

inline const absl::Status& StatusOf(const absl::Status& status) { return status; }
template <typename T>
const absl::Status& StatusOf(const absl::StatusOr<T>& result) {
  return result.status();
}

MATCHER(IsOk, "is OK") {
  *result_listener << StatusOf(arg).ToString();
  return StatusOf(arg).ok();
}

MATCHER_P(HasCode, code, "has code " + absl::StatusCodeToString(code)) {
  *result_listener << StatusOf(arg).ToString();
  return StatusOf(arg).code() == code;
}

MATCHER_P(IsOkAndHolds, value, "is OK and holds the value") {
  *result_listener << StatusOf(arg).ToString();
  return arg.ok() && ::testing::ExplainMatchResult(value, *arg, result_listener);
}

}  // namespace linkcert::testing

#endif  // LINKCERT_TESTS_TESTING_STATUS_MATCHERS_H_
