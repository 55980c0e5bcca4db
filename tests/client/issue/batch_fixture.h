// A signed batch of seven under the second plan, as it lies on the issuer's disk; not yet logged.
#ifndef LINKCERT_TESTS_CLIENT_ISSUE_BATCH_FIXTURE_H_
#define LINKCERT_TESTS_CLIENT_ISSUE_BATCH_FIXTURE_H_

#include <gmock/gmock.h>

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/issue/batch_maker.h"
#include "client/issue/pending_batch.h"
#include "client/local_file.h"
#include "client/sheet/number_allotment.h"
#include "tests/client/client_fixture.h"
#include "tests/testing/sheet_builder.h"
#include "tests/testing/temp_dir.h"

namespace linkcert::client {

class BatchTest : public ClientTest {
 protected:
  void SetUp() override {
    ClientTest::SetUp();
    const absl::StatusOr<MadeBatch> made = MakeBatch(Rows(), "sheet", Frame());
    ASSERT_THAT(made, testing::IsOk());
    batch_directory_.emplace(
        PendingDirectory{directory_.file("out/batch-1"), made->statement, made->pending});
    for (const std::string& name : {leader_, leader2_}) {
      ASSERT_THAT(batch_directory_->statement.Sign(world_.Key(name)), testing::IsOk());
    }
    ASSERT_THAT(MakeLocalDirectory(batch_directory_->path, FileAccess::kPrivate), testing::IsOk());
  }

  BatchRows Rows() {
    BatchRows rows = {world_.Batch(plans_[1], rosters_[1], 101).issue_batch(), {}, ""};
    for (uint32_t i = 0; i < 7; ++i) {
      ReportRow& row = rows.rows.emplace_back();
      row.line = i + 2;
      row.person = {absl::StrCat("虚构", i), "201", testing::kInventedIds[i], "星辰（虚构）",
                    testing::kLeader};
      row.cells = {row.person.name, row.person.id_type, row.person.id_number, row.person.employer};
      row.cells.resize(ReportColumns().size());
    }
    std::vector<ReportRow*> pointers;
    for (ReportRow& row : rows.rows) pointers.push_back(&row);
    SheetProblems problems;
    AllotNumbers(pointers, rows.batch, problems);
    EXPECT_THAT(problems, ::testing::SizeIs(0));
    return rows;
  }
  StatementFrame Frame() {
    return {world_.registry(),
            {world_.Key(leader_).public_key().id(), world_.Key(leader2_).public_key().id()},
            world_.now_ms()};
  }

  testing::TempDir directory_;
  std::optional<PendingDirectory> batch_directory_;
};

}  // namespace linkcert::client

#endif  // LINKCERT_TESTS_CLIENT_ISSUE_BATCH_FIXTURE_H_
