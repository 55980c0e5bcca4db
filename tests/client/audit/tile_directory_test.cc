// A log copied into tiles and read back, over several tiles; broken-off copies go on.
#include "client/audit/tile_directory.h"

#include <filesystem>

#include "client/audit/audit.h"
#include "client/audit/export_log.h"
#include "client/audit/tile_check.h"
#include "client/local_file.h"
#include "crypto/checkpoint.h"
#include "crypto/merkle.h"
#include "crypto/tiles.h"
#include "tests/testing/memory_log.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace linkcert::client {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class TileDirectoryTest : public ::testing::Test {
 protected:
  void Grow(size_t size) {
    while (log_.entries().size() < size) {
      log_.entries().push_back(absl::StrCat("entry ", log_.entries().size()));
    }
  }
  absl::StatusOr<Exported> Export() { return ExportLog(log_, copy_); }
  std::vector<std::string> ReadAll(uint64_t begin = 0) {
    std::vector<std::string> entries;
    TileDirectory directory(copy_);
    const absl::Status status =
        directory.Entries(begin, log_.entries().size(), [&](uint64_t index, absl::string_view e) {
          EXPECT_EQ(index, begin + entries.size());
          entries.emplace_back(e);
          return absl::OkStatus();
        });
    EXPECT_THAT(status, testing::IsOk());
    return entries;
  }
  // What the stored tiles say of the log's entries.
  std::vector<AuditFinding> CheckTiles(const std::vector<std::string>& entries) {
    const TileDirectory directory(copy_);
    crypto::CompactRange range;
    for (const std::string& entry : log_.entries()) range.Append(crypto::HashLeaf(entry));
    TileCheck check([&](const crypto::TileCoordinate& tile) { return directory.HashTile(tile); },
                    {.origin = "x", .size = range.size(), .root = range.Root()}, 0);
    for (const std::string& entry : entries) check.Add(crypto::HashLeaf(entry));
    return check.Finish(entries == log_.entries());
  }

  testing::TempDir dir_;
  const std::string copy_ = dir_.file("copy");
  testing::World world_;
  testing::MemoryLog log_{world_};
};

TEST_F(TileDirectoryTest, CopyIsTheLog) {
  for (size_t size : {0, 1, 255, 256, 257, 600}) {
    Grow(size);
    ASSERT_THAT(Export(), testing::IsOk()) << size;
    EXPECT_EQ(ReadAll(), log_.entries());
    EXPECT_EQ(*TileDirectory(copy_).Checkpoint(), *log_.Checkpoint());
    EXPECT_THAT(CheckTiles(log_.entries()), IsEmpty());
  }
  EXPECT_EQ(ReadAll(300).front(), "entry 300");
}

TEST_F(TileDirectoryTest, ThreeLevelsOfTiles) {
  Grow(65536 + 300);
  ASSERT_THAT(Export(), testing::IsOk());
  EXPECT_THAT(CheckTiles(log_.entries()), IsEmpty());
  EXPECT_TRUE(std::filesystem::exists(copy_ + "/tile/2/000.p/1"));
  EXPECT_TRUE(std::filesystem::exists(copy_ + "/tile/1/000"));
}

TEST_F(TileDirectoryTest, SecondExportCopiesOnlyWhatIsNew) {
  Grow(600);
  ASSERT_THAT(Export(), testing::IsOk());
  Grow(800);
  const absl::StatusOr<Exported> exported = Export();
  ASSERT_THAT(exported, testing::IsOk());
  EXPECT_EQ(exported->copied, 800u - 512u);
  EXPECT_EQ(ReadAll(), log_.entries());
  EXPECT_THAT(CheckTiles(log_.entries()), IsEmpty());
}

TEST_F(TileDirectoryTest, BrokenOffExportGoesOn) {
  Grow(800);
  ASSERT_THAT(Export(), testing::IsOk());
  std::filesystem::remove(copy_ + "/checkpoint");
  std::filesystem::remove_all(copy_ + "/tile/1");
  std::filesystem::remove(copy_ + "/tile/0/001");
  ASSERT_THAT(Export(), testing::IsOk());
  EXPECT_EQ(ReadAll(), log_.entries());
  EXPECT_THAT(CheckTiles(log_.entries()), IsEmpty());
}

TEST_F(TileDirectoryTest, DamagedCopyIsNotContinued) {
  Grow(300);
  ASSERT_THAT(Export(), testing::IsOk());
  std::string tile = *ReadLocalFile(copy_ + "/tile/0/000");
  tile[0] ^= 1;
  ASSERT_THAT(WriteLocalFile(copy_ + "/tile/0/000", tile, FileAccess::kPublic), testing::IsOk());
  Grow(301);
  EXPECT_THAT(Export(), testing::HasCode(absl::StatusCode::kDataLoss));
}

// A log that changed an entry that a copy holds, and then has `size` entries, is found out.
class ForkedExportTest : public TileDirectoryTest {
 protected:
  void ExpectFork(size_t changed, size_t size) {
    Grow(700);
    ASSERT_THAT(Export(), testing::IsOk());
    const std::string old_note = *log_.Checkpoint();
    const std::vector<std::string> old_entries = log_.entries();
    log_.entries()[changed] += " changed";
    log_.entries().resize(std::min<size_t>(size, 700));
    Grow(size);
    const absl::StatusOr<Exported> exported = Export();
    ASSERT_THAT(exported, testing::IsOk());
    const absl::StatusOr<std::string> evidence = ReadLocalFile(exported->fork_evidence);
    ASSERT_THAT(evidence, testing::IsOk());
    EXPECT_THAT(*evidence, ::testing::HasSubstr(old_note));
    EXPECT_THAT(*evidence, ::testing::HasSubstr(*log_.Checkpoint()));
    log_.entries() = old_entries;
    EXPECT_EQ(ReadAll(), old_entries);  // the copy is as it was
    EXPECT_EQ(*TileDirectory(copy_).Checkpoint(), old_note);
  }
};

TEST_F(ForkedExportTest, ChangedInAFullTileAndGrown) { ExpectFork(3, 900); }
TEST_F(ForkedExportTest, ChangedInTheLastTileAndGrown) { ExpectFork(690, 701); }
TEST_F(ForkedExportTest, ChangedAndOfTheSameSize) { ExpectFork(690, 700); }
TEST_F(ForkedExportTest, RolledBackAndChanged) { ExpectFork(500, 600); }

TEST_F(TileDirectoryTest, EntriesThatDoNotFitAccuseNobody) {
  Grow(700);
  ASSERT_THAT(Export(), testing::IsOk());
  Grow(800);
  const std::string note = *log_.Checkpoint();
  log_.entries()[690] += " damaged on the way";
  class Damaged : public LogSource {
   public:
    Damaged(testing::MemoryLog& log, std::string note) : log_(log), note_(std::move(note)) {}
    absl::StatusOr<std::string> Checkpoint() override { return note_; }
    absl::Status Entries(uint64_t begin, uint64_t end, OnEntry on_entry) override {
      return log_.Entries(begin, end, on_entry);
    }

   private:
    testing::MemoryLog& log_;
    const std::string note_;
  } source(log_, note);
  EXPECT_THAT(ExportLog(source, copy_), testing::HasCode(absl::StatusCode::kDataLoss));
}

TEST_F(TileDirectoryTest, OlderLogDoesNotReplaceANewer) {
  Grow(300);
  ASSERT_THAT(Export(), testing::IsOk());
  log_.entries().resize(299);
  EXPECT_THAT(Export(), testing::HasCode(absl::StatusCode::kFailedPrecondition));
}

TEST_F(TileDirectoryTest, DroppedEntryIsNamedAcrossTiles) {
  Grow(600);
  ASSERT_THAT(Export(), testing::IsOk());
  std::vector<std::string> entries = log_.entries();
  entries.erase(entries.begin() + 100);
  EXPECT_THAT(
      CheckTiles(entries),
      ElementsAre(AuditFinding{
          .index = 100, .detail = "this entry was dropped: those after it have moved up by one"}));
}

TEST_F(TileDirectoryTest, TilesAboveAreCheckedToo) {
  Grow(600);
  ASSERT_THAT(Export(), testing::IsOk());
  std::string tile = *ReadLocalFile(copy_ + "/tile/1/000.p/2");
  tile[40] ^= 1;
  ASSERT_THAT(WriteLocalFile(copy_ + "/tile/1/000.p/2", tile, FileAccess::kPublic),
              testing::IsOk());
  const std::vector<AuditFinding> findings = CheckTiles(log_.entries());
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].detail, "hash tile tile/1/000.p/2 does not follow from those below it");
}

TEST_F(TileDirectoryTest, MissingTileIsNamed) {
  Grow(600);
  ASSERT_THAT(Export(), testing::IsOk());
  std::filesystem::remove(copy_ + "/tile/0/001");
  const std::vector<AuditFinding> findings = CheckTiles(log_.entries());
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].index, 256u);
  EXPECT_EQ(findings[0].reason, proto::Reason::kEvidenceMissing);
}

TEST_F(TileDirectoryTest, NoDirectoryIsNotFound) {
  EXPECT_THAT(OpenTileDirectory(dir_.file("none")), testing::HasCode(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace linkcert::client
