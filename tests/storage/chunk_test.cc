#include "storage/chunk.h"

#include "storage/store.h"
#include "tests/storage/sample.h"
#include "tests/testing/status_matchers.h"

namespace linkcert::storage {
namespace {

using ::linkcert::testing::HasCode;
using ::linkcert::testing::IsOkAndHolds;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::SizeIs;

std::vector<uint64_t> Borders(uint64_t first, uint64_t end) {
  std::vector<uint64_t> firsts;
  for (const Chunk& chunk : CutIntoChunks(first, SampleEntries(first, end))) {
    firsts.push_back(chunk.first);
  }
  return firsts;
}

TEST(ChunkTest, CutsAtMultiplesOf256) {
  EXPECT_THAT(Borders(0, 1), ElementsAre(0));
  EXPECT_THAT(Borders(0, 256), ElementsAre(0));
  EXPECT_THAT(Borders(0, 257), ElementsAre(0, 256));
  EXPECT_THAT(Borders(255, 257), ElementsAre(255, 256));
  EXPECT_THAT(Borders(256, 512), ElementsAre(256));
  EXPECT_THAT(Borders(300, 1300), ElementsAre(300, 512, 768, 1024, 1280));
}

// C2SP tlog-tiles: "a sequence of big-endian uint16 length-prefixed log entries".
TEST(ChunkTest, EncodesAsEntryBundle) {
  const std::vector<std::string> entries = {"ab", "", "c"};
  const std::vector<Chunk> chunks = CutIntoChunks(7, entries);
  ASSERT_THAT(chunks, SizeIs(1));
  EXPECT_EQ(chunks[0].bytes, std::string("\0\2ab\0\0\0\1c", 9));
  EXPECT_THAT(ParseChunk(7, chunks[0].bytes), IsOkAndHolds(ElementsAreArray(entries)));
}

TEST(ChunkTest, LongestEntryRoundTrips) {
  const std::vector<std::string> entries = {std::string(kMaxEntryBytes, 'x')};
  const std::vector<Chunk> chunks = CutIntoChunks(0, entries);
  EXPECT_THAT(ParseChunk(0, chunks[0].bytes), IsOkAndHolds(ElementsAreArray(entries)));
}

TEST(ChunkTest, CutAtAnyLengthIsDataLossOrFewerEntries) {
  const std::string whole("\0\2ab\0\0\0\1c", 9);
  for (size_t size = 0; size < whole.size(); ++size) {
    const bool between_entries = size == 4 || size == 6;
    EXPECT_EQ(ParseChunk(0, whole.substr(0, size)).ok(), between_entries) << size;
  }
}

TEST(ChunkTest, ChunkOverABorderIsDataLoss) {
  const std::string two("\0\1a\0\1b", 6);
  EXPECT_THAT(ParseChunk(254, two), IsOkAndHolds(ElementsAre("a", "b")));
  EXPECT_THAT(ParseChunk(255, two), HasCode(absl::StatusCode::kDataLoss));
}

}  // namespace
}  // namespace linkcert::storage
