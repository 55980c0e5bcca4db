#include "client/issue/sync_statements.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace linkcert::client {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr auto kAccepted = v1::NATIONAL_SYNC_ACCEPTED;
constexpr auto kReturned = v1::NATIONAL_SYNC_RETURNED;

// A batch of `size` certificates at this log index; the i-th has the number "BATCH-i".
std::vector<IssuedCertificate> BatchAt(uint64_t batch, uint32_t size) {
  std::vector<IssuedCertificate> certificates;
  for (uint32_t i = 0; i < size; ++i) {
    IssuedCertificate& certificate = certificates.emplace_back();
    certificate.certificate = batch + 1 + i;
    certificate.batch = batch;
    certificate.batch_size = size;
    certificate.number = absl::StrCat(batch, "-", i);
  }
  return certificates;
}
SyncRow RowOf(const std::string& number, v1::NationalSync state, const std::string& code = "") {
  return {.line = 2, .number = number, .state = state, .code = code};
}

// "BATCH STATE CODE begin-end …" of each act.
std::vector<std::string> Told(const std::vector<SyncRow>& rows,
                              const std::vector<IssuedCertificate>& certificates) {
  SheetProblems problems;
  std::vector<std::string> told;
  for (const v1::ReportNationalSync& act : SyncStatements(rows, certificates, problems)) {
    told.push_back(absl::StrCat(act.batch(), " ", act.state(), " ", act.code()));
    for (const v1::IndexRange& range : act.certificates()) {
      absl::StrAppend(&told.back(), " ", range.begin(), "-", range.end());
    }
  }
  EXPECT_THAT(problems, IsEmpty());
  return told;
}

TEST(SyncStatements, BatchThatWasAnsweredAlikeIsNamedWhole) {
  EXPECT_THAT(Told({RowOf("10-1", kAccepted), RowOf("10-0", kAccepted)}, BatchAt(10, 2)),
              ElementsAre("10 4 "));
}

TEST(SyncStatements, NeighboursAreOneRange) {
  EXPECT_THAT(Told({RowOf("10-3", kAccepted), RowOf("10-0", kAccepted), RowOf("10-2", kAccepted)},
                   BatchAt(10, 5)),
              ElementsAre("10 4  11-12 13-15"));
}

TEST(SyncStatements, EachBatchStateAndCodeHasItsAct) {
  std::vector<IssuedCertificate> certificates = BatchAt(10, 3);
  for (IssuedCertificate& other : BatchAt(20, 2)) certificates.push_back(other);
  EXPECT_THAT(Told({RowOf("20-0", kAccepted), RowOf("10-0", kAccepted),
                    RowOf("10-1", kReturned, "E1"), RowOf("10-2", kReturned, "E2")},
                   certificates),
              ElementsAre("10 4  11-12", "10 5 E1 12-13", "10 5 E2 13-14", "20 4  21-22"));
}

TEST(SyncStatements, ActHasAtMostAThousandRanges) {
  const std::vector<IssuedCertificate> certificates = BatchAt(10, 2001);
  std::vector<SyncRow> rows;
  for (size_t i = 0; i <= 2000; i += 2) {
    rows.push_back(RowOf(certificates[i].number, kAccepted));
  }
  SheetProblems problems;
  const auto acts = SyncStatements(rows, certificates, problems);
  ASSERT_EQ(acts.size(), 2u);
  EXPECT_EQ(acts[0].certificates_size(), 1000);
  EXPECT_EQ(acts[1].certificates_size(), 1);
  EXPECT_EQ(acts[1].batch(), 10u);
}

TEST(SyncStatements, NumberOfNobodyIsAProblem) {
  SheetProblems problems;
  EXPECT_THAT(SyncStatements({RowOf("10-7", kAccepted)}, BatchAt(10, 2), problems), IsEmpty());
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].line, 2u);
  EXPECT_EQ(problems[0].fault, SheetFault::kCertificateNotGiven);
}

}  // namespace
}  // namespace linkcert::client
