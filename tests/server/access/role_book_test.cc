#include "server/access/role_book.h"

#include "tests/server/registry_fixture.h"

namespace linkcert::server {
namespace {

class RoleBookTest : public RegistryTest {
 protected:
  Roles RolesOf(const std::string& organisation) {
    const absl::StatusOr<Roles> roles = book_->RolesOf(organisation);
    EXPECT_THAT(roles, IsOk());
    return roles.value_or(Roles());
  }
  void SetUp() override {
    RegistryTest::SetUp();
    book_ = std::make_unique<RoleBook>(registry_.log_.get(), &registry_.clock_);
  }
  // A firm of the chain leaves it.
  void Leave() {
    v1::Statement leave = world_.New();
    leave.mutable_leave_chain()->set_chain(testing::kChain);
    leave.mutable_leave_chain()->set_organisation(testing::kMember);
    const std::string key = absl::StrCat(testing::kMember, "-1");
    ASSERT_THAT(registry_.Submit({world_.Sign(leave, {key}), {}, {}}), IsOk());
  }

  std::unique_ptr<RoleBook> book_;
};

TEST_F(RoleBookTest, EmptyRegistryKnowsNobody) {
  for (const char* id : {"authority", "registry", testing::kLeader}) {
    EXPECT_TRUE(RolesOf(id).empty()) << id;
  }
}

TEST_F(RoleBookTest, RolesAreWhatTheRecordsSay) {
  Found();
  EXPECT_EQ(RolesOf("authority"), Roles{Role::kAuthority});
  EXPECT_EQ(RolesOf("registry"), Roles{Role::kOperator});
  EXPECT_EQ(RolesOf(testing::kLeader), (Roles{Role::kIssuer, Role::kEmployer}));
  EXPECT_EQ(RolesOf(testing::kMember), Roles{Role::kEmployer});
  EXPECT_EQ(RolesOf(testing::kStranger), Roles{Role::kAuditor});
  EXPECT_TRUE(RolesOf("xuyou-unknown").empty());
}

TEST_F(RoleBookTest, NewOrganisationIsKnownAtOnce) {
  Found();
  EXPECT_TRUE(RolesOf("tiegong-forge").empty());
  ASSERT_THAT(registry_.Submit(Register("tiegong-forge")), IsOk());
  EXPECT_EQ(RolesOf("tiegong-forge"), Roles{Role::kAuditor});
}

TEST_F(RoleBookTest, LeavingCountsAfterSomeSeconds) {
  Found();
  EXPECT_EQ(RolesOf(testing::kMember), Roles{Role::kEmployer});
  registry_.clock_.Pass(kRoleBookAgeMs);
  EXPECT_EQ(RolesOf(testing::kMember), Roles{Role::kEmployer});
  Leave();
  registry_.clock_.Pass(kRoleBookAgeMs);
  EXPECT_EQ(RolesOf(testing::kMember), Roles{Role::kAuditor});
}

TEST_F(RoleBookTest, ReadsTheRecordsNoMoreOftenThanThat) {
  Found();
  EXPECT_EQ(RolesOf(testing::kMember), Roles{Role::kEmployer});
  ASSERT_THAT(registry_.Submit(Register("tiegong-forge")), IsOk());
  registry_.clock_.Pass(kRoleBookAgeMs);
  EXPECT_EQ(RolesOf(testing::kMember), Roles{Role::kEmployer});  // read again
  Leave();
  registry_.clock_.Pass(kRoleBookAgeMs - 1);
  EXPECT_EQ(RolesOf(testing::kMember), Roles{Role::kEmployer});
  registry_.clock_.Pass(1);
  EXPECT_EQ(RolesOf(testing::kMember), Roles{Role::kAuditor});
}

}  // namespace
}  // namespace linkcert::server
