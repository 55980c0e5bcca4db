#include "client/exit_code.h"

#include <gtest/gtest.h>

namespace linkcert::client {
namespace {

TEST(ExitCodeTest, WorseKeepsTheGraver) {
  EXPECT_EQ(Worse(ExitCode::kValid, ExitCode::kUnknown), ExitCode::kUnknown);
  EXPECT_EQ(Worse(ExitCode::kInvalid, ExitCode::kUnknown), ExitCode::kInvalid);
  EXPECT_EQ(Worse(ExitCode::kUnknown, ExitCode::kUsage), ExitCode::kUsage);
  EXPECT_EQ(Worse(ExitCode::kLogMisbehaviour, ExitCode::kUsage), ExitCode::kLogMisbehaviour);
}

}  // namespace
}  // namespace linkcert::client
