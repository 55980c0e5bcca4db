#include "server/service/shown_claims.h"

#include "rules/records.h"
#include "rules/state.h"
#include "server/service/verdict.h"
#include "tests/testing/reason_matcher.h"

namespace linkcert::server {
namespace {

using proto::Reason;
using testing::HasReason;
using testing::IsOk;

class ShownClaimsTest : public ::testing::Test {
 protected:
  ShownClaimsTest() {
    facts_.set_issuer("xingchen-chip");
    facts_.set_issuer_name("星辰芯片（虚构）");
    Register("xingchen-chip", "星辰芯片（虚构）");
    Register("lvyuan-board", "绿原电路板（虚构）");
    for (const char* id : {"lvyuan-board", "xingchen-chip"}) {
      batch_.mutable_roster()->add_organisations(id);
    }
  }
  void Register(const std::string& id, const std::string& name) {
    auto record = std::make_shared<rules::Record>();
    record->mutable_organisation()->mutable_registration()->set_name(name);
    state_.Apply({{rules::OrganisationKey(id), record}});
  }
  absl::Status Check(const std::string& employer) {
    proto::ShownClaim claim;
    claim.tag = proto::kEmployer;
    claim.value = employer;
    return CheckEmployer({claim}, batch_, facts_, state_);
  }
  void RosterIs(const std::string& id) {
    batch_.mutable_roster()->clear_organisations();
    batch_.mutable_roster()->add_organisations(id);
  }

  v1::IssueBatch batch_;
  v1::CertificateFacts facts_;
  rules::State state_;
};

TEST_F(ShownClaimsTest, EmployerOfTheRosterPassesByIdAndByName) {
  EXPECT_THAT(Check("lvyuan-board"), IsOk());
  EXPECT_THAT(Check("绿原电路板（虚构）"), IsOk());
  EXPECT_THAT(Check("星辰芯片（虚构）"), IsOk());
  EXPECT_THAT(Check(""), IsOk());
}

TEST_F(ShownClaimsTest, NameThatNothingMapsIsOpen) {
  EXPECT_THAT(Check("绿原电路板有限公司（虚构）"), HasReason(Reason::kEvidenceMissing));
}

TEST_F(ShownClaimsTest, IssuerAloneOnTheRosterLeavesNothingOpen) {
  RosterIs("xingchen-chip");
  EXPECT_THAT(Check("绿原电路板（虚构）"), HasReason(Reason::kClaimEmployerNotOnRoster));
  RosterIs("lvyuan-board");
  EXPECT_THAT(Check("北山工具（虚构）"), HasReason(Reason::kEvidenceMissing));
  EXPECT_THAT(Check("星辰芯片（虚构）"), HasReason(Reason::kClaimEmployerNotOnRoster));
}

TEST(VerdictTest, EmployerThatIsOpenDoesNotDecideAndAllElseDoes) {
  v1::Verdict verdict;
  EXPECT_FALSE(AddCheck(kEmployerCheck, proto::Refuse(Reason::kEvidenceMissing), &verdict));
  EXPECT_EQ(verdict.checks(0).result(), v1::CHECK_RESULT_UNKNOWN);
  EXPECT_EQ(Conclude(verdict), v1::CONCLUSION_VALID);
  AddCheck(kStatusRootCheck, proto::Refuse(Reason::kEvidenceMissing), &verdict);
  EXPECT_EQ(Conclude(verdict), v1::CONCLUSION_UNKNOWN);
  AddCheck(kEmployerCheck, proto::Refuse(Reason::kClaimEmployerNotOnRoster), &verdict);
  EXPECT_EQ(Conclude(verdict), v1::CONCLUSION_INVALID);
}

}  // namespace
}  // namespace linkcert::server
