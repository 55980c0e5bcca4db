// Sets say of each certificate what its own file says, and nothing that is altered, missing or cut
// goes through.
#include "client/verify/set_verifier.h"

#include <sstream>

#include "client/issue/set_writer.h"
#include "proto/certificate_set.h"
#include "tests/client/status_fixture.h"

namespace linkcert::client {
namespace {

using Items = std::vector<v1::CertificateSetItem>;

class SetTest : public StatusTest {
 protected:
  // All files of the first batch, complete.
  std::vector<std::string> Files() {
    std::vector<std::string> files;
    for (uint32_t position = 0; position < 7; ++position) {
      files.push_back(Complete(position).SerializeAsString());
    }
    return files;
  }
  static std::string Merge(const std::vector<std::string>& files) {
    std::ostringstream out;
    SetWriter writer(out);
    for (const std::string& file : files) EXPECT_THAT(writer.Add(file), testing::IsOk());
    return out.str();
  }
  static Items Open(const std::string& set) {
    std::istringstream in(set);
    proto::SetReader reader(in);
    Items items;
    for (auto item = reader.Next(); item.ok() && !item->end; item = reader.Next()) {
      EXPECT_TRUE(items.emplace_back().ParseFromString(item->bytes));
    }
    return items;
  }
  static std::string Close(const Items& items) {
    std::string set;
    for (const auto& item : items) set += *proto::EncodeSetItem(item);
    return set;
  }
  std::vector<Verification> VerifySet(const std::string& set) {
    std::istringstream in(set);
    std::vector<Verification> verdicts;
    SetVerifier(log_.Trust(), {.now_ms = now_ms_}).Verify(in, [&](Verification verdict) {
      verdicts.push_back(std::move(verdict));
    });
    return verdicts;
  }
  // The outcome of the last verdict, and how many were VALID before it.
  std::string OutcomeOfSet(const std::string& set) {
    const std::vector<Verification> verdicts = VerifySet(set);
    const size_t valid = static_cast<size_t>(
        std::count_if(verdicts.begin(), verdicts.end(),
                      [](const Verification& verdict) { return Outcome(verdict) == "VALID"; }));
    return verdicts.empty() ? "nothing" : absl::StrCat(valid, " ", Outcome(verdicts.back()));
  }
};

TEST_F(SetTest, SaysWhatTheFilesSay) {
  Change(batch_ + 3, v1::STANDING_STATE_REVOKED);
  const std::vector<std::string> files = Files();
  const std::vector<Verification> verdicts = VerifySet(Merge(files));
  ASSERT_EQ(verdicts.size(), files.size());
  for (size_t i = 0; i < files.size(); ++i) {
    EXPECT_EQ(RenderJson("x", verdicts[i]),
              RenderJson("x", ClientTest::Verify(files[i], log_.Trust())));
  }
  EXPECT_EQ(Outcome(verdicts[2]), "INVALID STATUS CERTIFICATE_REVOKED");
}

TEST_F(SetTest, HoldsSeveralBatchesAndSharedPartsOnce) {
  const testing::Unit second = Batch([](auto&) {}, 101);
  const uint64_t second_batch = log_.Submit(second);
  log_.SubmitStatusRoot();
  std::vector<std::string> files = Files();
  files.push_back(log_.FileWithStatus(second_batch, second, 4, {}).SerializeAsString());
  const std::string set = Merge(files);
  EXPECT_EQ(OutcomeOfSet(set), "8 VALID");
  const Items items = Open(set);
  EXPECT_EQ(std::count_if(items.begin(), items.end(), [](const auto& i) { return i.has_entry(); }),
            2 + 1 + 2 + 1 + 2);  // authority's keys, issuer, its keys, accreditation, batches
}

TEST_F(SetTest, FilesWithoutStatusAreValidAsOfIssue) {
  const std::vector<Verification> verdicts = VerifySet(Merge({File(0), File(1)}));
  ASSERT_EQ(verdicts.size(), 2u);
  EXPECT_EQ(Outcome(verdicts[1]), "VALID");
  EXPECT_TRUE(verdicts[1].as_of_issue);
}

TEST_F(SetTest, ManyCertificatesOnTwoThreads) {
  const std::string file = File();
  std::vector<std::string> files(3000, file);
  EXPECT_EQ(OutcomeOfSet(Merge(files)), "3000 VALID");
}

TEST_F(SetTest, EveryMissingItemIsNoticed) {
  const Items whole = Open(Merge(Files()));
  for (size_t i = 0; i < whole.size(); ++i) {
    if (whole[i].has_certificate()) continue;
    Items items = whole;
    items.erase(items.begin() + static_cast<std::ptrdiff_t>(i));
    const std::string outcome = OutcomeOfSet(Close(items));
    if (whole[i].has_header()) {
      EXPECT_EQ(outcome, "0 INVALID FORMAT ENTRY_UNEXPECTED");
    } else {
      EXPECT_THAT(outcome, ::testing::MatchesRegex("0 UNKNOWN [A-Z_]+ EVIDENCE_MISSING")) << i;
    }
  }
}

TEST_F(SetTest, WhatStandsBehindIsNotUsed) {
  Items items = Open(Merge(Files()));
  const auto batch = std::find_if(items.begin(), items.end(), [&](const auto& item) {
    return item.has_entry() && item.entry().index() == batch_;
  });
  std::rotate(batch, batch + 1, items.end());
  EXPECT_EQ(OutcomeOfSet(Close(items)), "0 UNKNOWN FORMAT EVIDENCE_MISSING");
}

TEST_F(SetTest, EveryCutIsNoticedButBetweenItems) {
  const std::string set = Merge({Complete().SerializeAsString()});
  size_t certificate_begins = 0;
  for (const auto& item : Open(set)) {
    if (!item.has_certificate()) certificate_begins += proto::EncodeSetItem(item)->size();
  }
  for (size_t size = 0; size < set.size(); ++size) {
    const std::string outcome = OutcomeOfSet(set.substr(0, size));
    if (outcome == "nothing") {
      EXPECT_LE(size, certificate_begins);
    } else {
      EXPECT_EQ(outcome, "0 INVALID FORMAT NOT_CANONICAL") << size;
    }
  }
}

TEST_F(SetTest, GarbageEndsTheSet) {
  const std::string set = Merge({Complete().SerializeAsString()});
  const Items items = Open(set);
  EXPECT_EQ(OutcomeOfSet(set + std::string("\x80\x80\x08", 3)), "1 INVALID FORMAT NOT_CANONICAL");
  EXPECT_EQ(OutcomeOfSet(set + std::string("\x85\x00garba", 7)), "1 INVALID FORMAT NOT_CANONICAL");
  EXPECT_EQ(OutcomeOfSet(set + std::string("\x81\x80\x08x", 4)),
            "1 INVALID FORMAT MESSAGE_TOO_LARGE");
  EXPECT_EQ(OutcomeOfSet(set + "\xff\xff\xff\xff\x0f"), "1 INVALID FORMAT MESSAGE_TOO_LARGE");
  EXPECT_EQ(OutcomeOfSet(set + std::string("\x00", 1)), "1 INVALID FORMAT FIELD_MISSING");
  EXPECT_EQ(OutcomeOfSet(set + *proto::EncodeSetItem(items[0])),
            "1 INVALID FORMAT ENTRY_UNEXPECTED");
  EXPECT_EQ(OutcomeOfSet(set + *proto::EncodeSetItem(items[1])),
            "1 INVALID FORMAT ENTRY_UNEXPECTED");
  EXPECT_EQ(OutcomeOfSet(set + "\x02\x2a\x00"), "1 INVALID FORMAT NOT_CANONICAL");
}

TEST_F(SetTest, OneBadCertificateDoesNotSpoilTheOthers) {
  Items items = Open(Merge(Files()));
  for (auto& item : items) {
    if (item.has_certificate()) item.mutable_certificate()->mutable_leaf()->back() ^= 1;
    if (item.has_certificate()) break;
  }
  const std::vector<Verification> verdicts = VerifySet(Close(items));
  ASSERT_EQ(verdicts.size(), 7u);
  EXPECT_EQ(Outcome(verdicts[0]), "INVALID LEAF LEAVES_ROOT_DIFFERS");
  EXPECT_EQ(Outcome(verdicts[6]), "VALID");
}

TEST_F(SetTest, NoBitOfAnItemCanBeTurned) {
  const std::string set = Merge({Complete().SerializeAsString()});
  for (size_t i = 0; i < set.size(); i += 5) {  // of a file, every byte is tried elsewhere
    std::string altered = set;
    altered[i] = static_cast<char>(altered[i] ^ (1 << (i % 8)));
    for (const Verification& verdict : VerifySet(altered)) {
      ASSERT_NE(Outcome(verdict), "VALID") << "byte " << i;
    }
  }
}

TEST_F(SetTest, WriterRefusesAnotherMoment) {
  std::ostringstream out;
  SetWriter writer(out);
  ASSERT_THAT(writer.Add(Complete(0).SerializeAsString()), testing::IsOk());
  const std::string before = out.str();
  v1::CertificateFile rootless = Complete(1);
  rootless.clear_status_root();
  EXPECT_THAT(writer.Add(rootless.SerializeAsString()),
              testing::HasCode(absl::StatusCode::kInvalidArgument));
  v1::CertificateFile altered = Complete(1);
  altered.mutable_batch()->mutable_path(0)->back() ^= 1;
  EXPECT_THAT(writer.Add(altered.SerializeAsString()),
              testing::HasCode(absl::StatusCode::kInvalidArgument));
  log_.SubmitStatusRoot();
  EXPECT_THAT(writer.Add(Complete(1).SerializeAsString()),
              testing::HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(writer.Add("garbage"), testing::HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(out.str(), before);
}

}  // namespace
}  // namespace linkcert::client
