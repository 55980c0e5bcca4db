// Verdicts by number: who may ask, what matches, and that no answer tells whether a number exists.
#include "server/service/number_match.h"

#include <functional>

#include "absl/strings/ascii.h"
#include "linkcert/v1/verification_service.grpc.pb.h"
#include "proto/claims.h"
#include "proto/statement.h"
#include "server/service/verdict.h"
#include "tests/server/served_vault_fixture.h"

namespace linkcert::server {
namespace {

using Change = std::function<void(v1::NumberQuery&)>;

constexpr uint64_t kHourMs = 3'600'000;

class NumberMatchTest : public ServedVaultTest {
 protected:
  void SetUp() override {
    ServedVaultTest::SetUp();
    IssueSeven();
    CallAs(testing::kMember2);
  }

  // The third certificate, by number and name.
  v1::VerifyCertificateRequest Query(const Change& change = [](auto&) {}) const {
    v1::VerifyCertificateRequest request;
    v1::NumberQuery& query = *request.mutable_number_query();
    query.set_number(ValueAt(2, proto::kNumber));
    query.set_name(ValueAt(2, proto::kName));
    query.set_purpose("hiring");
    change(query);
    return request;
  }
  std::string Ask(const v1::VerifyCertificateRequest& request, v1::Verdict* verdict) {
    return ReasonOf(CallOnce(*verification_, &v1::VerificationService::Stub::VerifyCertificate,
                             request, verdict));
  }
  // "VALID", the first open check, or the reason of a refusal.
  std::string Outcome(const Change& change = [](auto&) {}) {
    v1::Verdict verdict;
    const std::string reason = Ask(Query(change), &verdict);
    if (reason != "OK") return reason;
    for (const v1::Check& check : verdict.checks()) {
      if (check.result() != v1::CHECK_RESULT_PASS) return check.name() + " " + check.reason();
    }
    return verdict.conclusion() == v1::CONCLUSION_VALID ? "VALID" : "no conclusion";
  }
  std::string OutcomeAs(const std::string& organisation) {
    CallAs(organisation);
    return Outcome();
  }
  v1::Verdict Answer(const Change& change) {
    v1::Verdict verdict;
    EXPECT_EQ(Ask(Query(change), &verdict), "OK");
    return verdict;
  }
  static void AskAnotherName(v1::NumberQuery& query) { query.set_name("查无此人"); }
  static void AskUnknownNumber(v1::NumberQuery& query) {
    query.set_number("Y000032050123263999999");
  }

  static constexpr char kNoMatch[] = "NUMBER_MATCH NUMBER_NO_MATCH";
};

TEST_F(NumberMatchTest, NumberAndNameGiveTheVerdict) {
  const v1::Verdict verdict = Answer([](auto&) {});
  EXPECT_EQ(verdict.conclusion(), v1::CONCLUSION_VALID);
  EXPECT_EQ(verdict.certificate(), CertificateAt(2));
  EXPECT_EQ(verdict.facts().issuer(), testing::kLeader);
  EXPECT_EQ(verdict.checks(0).name(), kNumberMatchCheck);
  EXPECT_EQ(verdict.checks(0).result(), v1::CHECK_RESULT_PASS);
}

TEST_F(NumberMatchTest, NumberIsAnsweredAsOfAMomentToo) {
  v1::VerifyCertificateRequest request = Query();
  request.set_as_of(testing::kFoundingMs - 1);
  v1::Verdict verdict;
  ASSERT_EQ(Ask(request, &verdict), "OK");
  EXPECT_EQ(verdict.certificate(), CertificateAt(2));
  EXPECT_EQ(verdict.checks().rbegin()->reason(), "CERTIFICATE_NOT_YET_ISSUED");
  request.set_as_of(verdict.facts().logged_at());
  ASSERT_EQ(Ask(request, &verdict), "OK");
  EXPECT_EQ(verdict.conclusion(), v1::CONCLUSION_VALID);
}

TEST_F(NumberMatchTest, IdNumberMatchesInEitherCaseAndWithOrWithoutItsType) {
  const std::string number = ValueAt(2, proto::kIdNumber);
  const std::string type = ValueAt(2, proto::kIdType);
  const auto outcome = [&](const std::string& asked_type, const std::string& asked) {
    return Outcome([&](v1::NumberQuery& query) {
      query.clear_name();
      query.set_id_type(asked_type);
      query.set_id_number(asked);
    });
  };
  EXPECT_EQ(outcome("", number), "VALID");
  EXPECT_EQ(outcome(type, absl::AsciiStrToLower(number)), "VALID");
  EXPECT_EQ(outcome("999", number), kNoMatch);
  EXPECT_EQ(outcome(type, number + "0"), kNoMatch);
}

TEST_F(NumberMatchTest, WhatIsSaidMustAllMatch) {
  const std::string id_number = ValueAt(2, proto::kIdNumber);
  EXPECT_EQ(Outcome([&](auto& query) { query.set_id_number(id_number); }), "VALID");
  EXPECT_EQ(Outcome([](auto& query) { query.set_id_number("990101199001010000"); }), kNoMatch);
  EXPECT_EQ(Outcome([&](auto& query) {
              query.set_id_number(id_number);
              AskAnotherName(query);
            }),
            kNoMatch);
}

TEST_F(NumberMatchTest, NoAnswerTellsWhetherTheNumberExists) {
  const v1::Verdict wrong = Answer(AskAnotherName);
  EXPECT_EQ(wrong.conclusion(), v1::CONCLUSION_UNKNOWN);
  EXPECT_EQ(wrong.checks_size(), 1);
  EXPECT_FALSE(wrong.has_facts() || wrong.has_national_sync() || wrong.certificate() != 0);
  EXPECT_EQ(Answer(AskUnknownNumber).SerializeAsString(), wrong.SerializeAsString());
  CallAs(testing::kLeader);
  ASSERT_EQ(Restrict(2), "OK");
  EXPECT_EQ(Answer([](auto&) {}).SerializeAsString(), wrong.SerializeAsString());
  v1::Receipt receipt;
  ASSERT_EQ(Erase(2, &receipt), "OK");
  EXPECT_EQ(Answer([](auto&) {}).SerializeAsString(), wrong.SerializeAsString());
}

// R03: claims that say another batch's number, as a licensed issuer could log them.
class BorrowedNumberTest : public NumberMatchTest {
 protected:
  Unit Borrowing(uint32_t leaf_count) {
    v1::Statement statement = world_.Batch(plan_, roster_, 101);
    Unit unit = world_.MakeLeaves(statement, leaf_count);
    SetClaim(statement, unit, proto::kNumber, ValueAt(2, proto::kNumber));
    SetClaim(statement, unit, proto::kName, ValueAt(2, proto::kName));
    const std::string leader = testing::kLeader;
    return world_.SignBatchAs(std::move(statement), std::move(unit),
                              {leader + "-1", leader + "-2"});
  }
  // As if it had come before the registry looked at numbers.
  void IssueUnseen(const Unit& unit) {
    v1::Receipt receipt;
    ASSERT_EQ(ReasonOf(Issue(unit, &receipt)), "OK");
    const auto sealed = proto::OpenStatement(unit.envelope);
    const BatchName name = {testing::kLeader, sealed->statement.statement_id(), sealed->digest};
    std::vector<PersonalData> data;
    for (size_t i = 0; i < unit.claims.size(); ++i) {
      data.push_back({.claims_root = proto::ClaimsRoot(unit.claims[i]),
                      .place = {},
                      .claims = unit.claims[i]});
      data.back().place.set_issuer(name.issuer);
      data.back().place.set_statement_id(name.statement_id);
      data.back().place.set_position(static_cast<uint32_t>(i));
      data.back().place.set_digest(name.digest.str());
    }
    ASSERT_THAT(vault_->Store(name, data), IsOk());
    vault_->Logged(name);
  }
};

TEST_F(BorrowedNumberTest, IsNotTakenIn) {
  CallAs(testing::kLeader);
  const Unit unit = Borrowing(1);
  EXPECT_EQ(Send(WithClaims(unit)), "CLAIM_NUMBER_OUTSIDE_BLOCK");
  EXPECT_EQ(*vault_->HoldingOf(proto::ClaimsRoot(unit.claims[0])), Holding::kNotHeld);
}

TEST_F(BorrowedNumberTest, MatchesNothingAndHidesNothing) {
  IssueUnseen(Borrowing(100));
  const v1::Verdict verdict = Answer([](auto&) {});
  EXPECT_EQ(verdict.certificate(), CertificateAt(2));
  EXPECT_EQ(verdict.conclusion(), v1::CONCLUSION_VALID);
}

TEST_F(NumberMatchTest, AudienceChangesNothingWithoutAMatch) {
  v1::VerifyCertificateRequest request = Query(AskAnotherName);
  request.set_audience(testing::kMember2);
  v1::Verdict verdict;
  ASSERT_EQ(Ask(request, &verdict), "OK");
  EXPECT_EQ(verdict.SerializeAsString(), Answer(AskAnotherName).SerializeAsString());
}

TEST_F(NumberMatchTest, IsForThoseWhoHireIssueAndOversee) {
  for (const char* asker : {testing::kMember2, testing::kLeader, "authority"}) {
    EXPECT_EQ(OutcomeAs(asker), "VALID") << asker;
  }
  for (const char* other : {"registry", testing::kStranger}) {
    EXPECT_EQ(OutcomeAs(other), "CALLER_NOT_PERMITTED") << other;
  }
  EXPECT_EQ(OutcomeAs(""), "CALLER_NEEDED");
}

TEST_F(NumberMatchTest, DenialComesBeforeTheRequestIsLookedAt) {
  CallAs("");
  EXPECT_EQ(Outcome([](auto& query) { query.Clear(); }), "CALLER_NEEDED");
}

TEST_F(NumberMatchTest, WithoutAVaultItSaysSo) {
  vault_parts_ = {};
  EXPECT_EQ(OutcomeAs(testing::kMember2), "VAULT_NOT_ENABLED");
}

TEST_F(NumberMatchTest, NumberAloneIsNoQuestion) {
  for (const Change& change : {Change([](auto& query) { query.clear_name(); }),
                               Change([](auto& query) { query.clear_number(); }),
                               Change([](auto& query) { query.set_number(std::string(65, '1')); }),
                               Change([](auto& query) { query.set_id_type("201"); }),
                               Change([](auto& query) { query.clear_purpose(); })}) {
    EXPECT_EQ(Outcome(change), "REQUEST_MALFORMED");
  }
}

TEST_F(NumberMatchTest, TriesForOneNumberRunOut) {
  for (const Change& change : {Change(AskAnotherName), Change(AskUnknownNumber)}) {
    for (uint64_t i = 0; i < kNumberTries; ++i) EXPECT_EQ(Outcome(change), kNoMatch);
    EXPECT_EQ(Outcome(change), "NUMBER_TRIES_EXHAUSTED");
  }
  EXPECT_EQ(Outcome(), "NUMBER_TRIES_EXHAUSTED");  // the right name comes too late
  registry_.clock_.Pass(kHourMs / kNumberTries);
  EXPECT_EQ(Outcome(), "VALID");
  EXPECT_EQ(Outcome(AskAnotherName), kNoMatch);
  EXPECT_EQ(Outcome(), "NUMBER_TRIES_EXHAUSTED");
}

TEST_F(NumberMatchTest, MatchesAreNoTries) {
  for (uint64_t i = 0; i < 2 * kNumberTries; ++i) EXPECT_EQ(Outcome(), "VALID");
}

TEST_F(NumberMatchTest, ToldWhenToComeBack) {
  for (uint64_t i = 0; i < kNumberTries; ++i) EXPECT_EQ(Outcome(AskAnotherName), kNoMatch);
  v1::Verdict ignored;
  const grpc::Status status = CallOnce(
      *verification_, &v1::VerificationService::Stub::VerifyCertificate, Query(), &ignored);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(DetailOf<google::rpc::RetryInfo>(status)->retry_delay().seconds(), 360);
}

TEST_F(NumberMatchTest, EachTryStandsInTheJournal) {
  Outcome();
  Outcome(AskAnotherName);
  Outcome(AskUnknownNumber);
  const auto accesses = vault_->journal().From(1, 10);
  ASSERT_EQ(accesses->size(), 3u);
  for (const vault::v1::Access& access : *accesses) {
    EXPECT_EQ(access.kind(), vault::v1::Access::KIND_MATCHED);
    EXPECT_EQ(access.requester(), testing::kMember2);
    EXPECT_EQ(access.purpose(), "hiring");
  }
  EXPECT_EQ(accesses->at(1).claims_root(), proto::ClaimsRoot(unit_.claims[2]).view());
  EXPECT_EQ(accesses->at(2).claims_root(), crypto::Hash().view());
}

TEST_F(NumberMatchTest, RowsOfAStreamAreAnsweredToo) {
  grpc::ClientContext context;
  auto stream = verification_->StreamVerify(&context);
  v1::StreamVerifyRequest request;
  *request.add_rows()->mutable_request() = Query();
  *request.add_rows()->mutable_request() = Query([](auto& query) { query.clear_name(); });
  ASSERT_TRUE(stream->Write(request));
  stream->WritesDone();
  v1::StreamVerifyResponse response;
  ASSERT_TRUE(stream->Read(&response));
  EXPECT_EQ(response.results(0).verdict().certificate(), CertificateAt(2));
  EXPECT_EQ(response.results(1).reason(), "REQUEST_MALFORMED");
  EXPECT_TRUE(stream->Finish().ok());
}

}  // namespace
}  // namespace linkcert::server
