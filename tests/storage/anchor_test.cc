#include "storage/anchor.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace linkcert::storage {
namespace {

using ::linkcert::testing::HasCode;
using ::linkcert::testing::IsOk;
using ::testing::Optional;

constexpr size_t kSlotBytes = 8192;

class AnchorTest : public ::testing::Test {
 protected:
  absl::StatusOr<std::optional<std::string>> ReadAnew() const {
    absl::StatusOr<std::unique_ptr<Anchor>> anchor = Anchor::Open(path_);
    if (!anchor.ok()) return anchor.status();
    return (*anchor)->last();
  }
  void WriteAnew(const std::vector<std::string>& values) const {
    std::unique_ptr<Anchor> anchor = Anchor::Open(path_).value();
    for (const std::string& value : values) ASSERT_THAT(anchor->Write(value), IsOk());
  }
  std::string Content() const {
    std::ostringstream content;
    content << std::ifstream(path_, std::ios::binary).rdbuf();
    return content.str();
  }
  void SetContent(const std::string& content) const {
    std::ofstream(path_, std::ios::binary | std::ios::trunc) << content;
  }

  const testing::TempDir dir_;
  const std::string path_ = dir_.file("anchor");
};

TEST_F(AnchorTest, NewFileHoldsNothing) {
  EXPECT_EQ(ReadAnew().value(), std::nullopt);
  EXPECT_EQ(ReadAnew().value(), std::nullopt);
  EXPECT_EQ(Content().size(), 2 * kSlotBytes);
}

TEST_F(AnchorTest, LastWriteIsRead) {
  std::unique_ptr<Anchor> anchor = Anchor::Open(path_).value();
  for (const std::string value : {"one", "two", "three"}) {
    ASSERT_THAT(anchor->Write(value), IsOk());
    EXPECT_THAT(anchor->last(), Optional(value));
  }
  anchor.reset();
  EXPECT_THAT(ReadAnew().value(), Optional(std::string("three")));
}

TEST_F(AnchorTest, WritingGoesOnAfterOpening) {
  WriteAnew({"one"});
  WriteAnew({"two", "three"});
  WriteAnew({"four"});
  EXPECT_THAT(ReadAnew().value(), Optional(std::string("four")));
}

TEST_F(AnchorTest, SizesOutsideTheLimitsAreRefused) {
  std::unique_ptr<Anchor> anchor = Anchor::Open(path_).value();
  const std::string largest(kMaxAnchorBytes, 'x');
  EXPECT_THAT(anchor->Write(largest), IsOk());
  EXPECT_THAT(anchor->Write(""), HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(anchor->Write(largest + "x"), HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(anchor->last(), Optional(largest));
}

TEST_F(AnchorTest, SecondOpenerIsRefused) {
  std::unique_ptr<Anchor> anchor = Anchor::Open(path_).value();
  EXPECT_THAT(Anchor::Open(path_), HasCode(absl::StatusCode::kFailedPrecondition));
}

TEST_F(AnchorTest, DirectoryThatIsMissingIsNotFound) {
  EXPECT_THAT(Anchor::Open(dir_.file("none/anchor")), HasCode(absl::StatusCode::kNotFound));
}

// Any one byte changed: either it did not matter, or the write before it is read.
TEST_F(AnchorTest, DamagedSlotLeavesTheOtherReadable) {
  WriteAnew({"one", "two"});
  const std::string content = Content();
  for (size_t at : {size_t{0}, kSlotBytes}) {
    for (size_t i = 0; i < 60; ++i) {  // a slot of three bytes has 47
      std::string damaged = content;
      damaged[at + i] = static_cast<char>(damaged[at + i] ^ 0x41);
      SetContent(damaged);
      const char* expected = at == 0 && i < 47 ? "one" : "two";
      EXPECT_THAT(ReadAnew().value(), Optional(std::string(expected))) << at + i;
    }
  }
}

// The write of "three" is cut after any number of bytes, over the slot of "one".
TEST_F(AnchorTest, TornWriteLeavesTheOneBefore) {
  WriteAnew({"one", "two"});
  const std::string before = Content();
  WriteAnew({"three"});
  const std::string after = Content();
  for (size_t cut = kSlotBytes; cut < kSlotBytes + 60; ++cut) {
    SetContent(after.substr(0, cut) + before.substr(cut));
    const bool whole = cut >= kSlotBytes + 8 + 4 + 5 + 32;
    EXPECT_THAT(ReadAnew().value(), Optional(std::string(whole ? "three" : "two"))) << cut;
  }
}

TEST_F(AnchorTest, TornFirstWriteLeavesNothing) {
  WriteAnew({});
  const std::string before = Content();
  WriteAnew({"one"});
  SetContent(Content().substr(0, kSlotBytes + 20) + before.substr(kSlotBytes + 20));
  EXPECT_EQ(ReadAnew().value(), std::nullopt);
}

// Slot 0 holds "two", slot 1 "three".
TEST_F(AnchorTest, FileThatWasCutShortReadsWhatIsLeftOrIsRefused) {
  WriteAnew({"one", "two", "three"});
  const std::string content = Content();
  for (size_t size : {kSlotBytes, kSlotBytes + 20, size_t{47}}) {
    SetContent(content.substr(0, size));
    EXPECT_THAT(ReadAnew().value(), Optional(std::string("two"))) << size;
  }
  for (size_t size : {46, 12, 1, 0}) {
    SetContent(content.substr(0, size));
    EXPECT_THAT(ReadAnew(), HasCode(absl::StatusCode::kDataLoss)) << size;
  }
}

TEST_F(AnchorTest, TwoDamagedSlotsAreRefused) {
  WriteAnew({"one", "two"});
  std::string damaged = Content();
  damaged[14] = damaged[kSlotBytes + 14] = '!';
  SetContent(damaged);
  EXPECT_THAT(ReadAnew(), HasCode(absl::StatusCode::kDataLoss));
}

// An old slot that was copied over the other one must not pass for it.
TEST_F(AnchorTest, SlotInTheWrongPlaceIsRefused) {
  WriteAnew({"one", "two"});
  const std::string content = Content();
  SetContent(std::string(kSlotBytes, '\0') + content.substr(0, kSlotBytes));
  EXPECT_THAT(ReadAnew(), HasCode(absl::StatusCode::kDataLoss));
}

}  // namespace
}  // namespace linkcert::storage
