#include "storage/wal_check.h"

#include <fstream>

#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace linkcert::storage {
namespace {

using ::linkcert::testing::HasCode;
using ::linkcert::testing::IsOk;

enum Type { kFull = 1, kFirst, kMiddle, kLast, kRecyclableFull };

// A fragment as RocksDB writes it, with zeros for its checksum.
std::string Fragment(Type type, size_t length) {
  std::string header(4, '\0');
  header += {static_cast<char>(length), static_cast<char>(length >> 8), static_cast<char>(type)};
  return header + std::string(length, 'p');
}

TEST(WalCheckTest, WholeRecordsMakeAWholeLog) {
  EXPECT_TRUE(IsWholeLog(""));
  EXPECT_TRUE(IsWholeLog(Fragment(kFull, 0) + Fragment(kFull, 300)));
  const std::string begun = Fragment(kFull, 1000) + Fragment(kFirst, 32768 - 1014);
  EXPECT_TRUE(IsWholeLog(begun + Fragment(kMiddle, 32761) + Fragment(kLast, 5)));
  const std::string almost_a_block = Fragment(kFull, 32761 - 6) + std::string(6, '\0');
  EXPECT_TRUE(IsWholeLog(almost_a_block + Fragment(kFull, 9)));
}

TEST(WalCheckTest, LogCutInsideARecordIsNotWhole) {
  const std::string log = Fragment(kFull, 20) + Fragment(kFull, 30);
  for (size_t size = 1; size < log.size(); ++size) {
    EXPECT_EQ(IsWholeLog(log.substr(0, size)), size == 27) << size;
  }
}

TEST(WalCheckTest, FragmentsOutOfOrderAreNotWhole) {
  EXPECT_FALSE(IsWholeLog(Fragment(kFirst, 9)));
  EXPECT_FALSE(IsWholeLog(Fragment(kLast, 9)));
  EXPECT_FALSE(IsWholeLog(Fragment(kFirst, 9) + Fragment(kFull, 9)));
  EXPECT_FALSE(IsWholeLog(Fragment(kRecyclableFull, 9)));
  EXPECT_FALSE(IsWholeLog(std::string(100, '\0')));
}

TEST(WalCheckTest, OnlyTheNewestLogWithRecordsMayBreakOff) {
  const testing::TempDir dir;
  const auto write = [&dir](const std::string& name, const std::string& content) {
    std::ofstream(dir.file(name), std::ios::binary) << content;
  };
  EXPECT_THAT(CheckWriteAheadLogs(dir.path()), IsOk());
  write("000009.log", Fragment(kFull, 9));
  write("000010.log", Fragment(kFull, 9) + "cut");
  write("1000000.log", "");
  write("notes.log", "not a log");
  EXPECT_THAT(CheckWriteAheadLogs(dir.path()), IsOk());
  write("1000000.log", "c");
  EXPECT_THAT(CheckWriteAheadLogs(dir.path()), HasCode(absl::StatusCode::kDataLoss));
}

}  // namespace
}  // namespace linkcert::storage
