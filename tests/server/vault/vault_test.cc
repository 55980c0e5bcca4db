// What the vault keeps, finds, and gives to whom.
#include "tests/server/vault/vault_fixture.h"

namespace linkcert::server {
namespace {

using linkcert::testing::HasCode;
using linkcert::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST_F(VaultTest, ReadsWhatWasStoredAlsoAfterReopening) {
  const PersonalData person = Person(1);
  ASSERT_THAT(Store({person, Person(2)}), IsOk());
  ASSERT_THAT(Reopen(), IsOk());
  const auto read = ReadOne(person.claims_root);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->claims, person.claims);
  EXPECT_EQ(read->place.position(), 1u);
  EXPECT_EQ(HoldingOf(person), Holding::kHeld);
  EXPECT_EQ(HoldingOf(Person(1)), Holding::kNotHeld);  // other salts
}

TEST_F(VaultTest, FindsByNumberIdNumberAndEmployer) {
  const PersonalData first = Person(1);
  const PersonalData second = Person(2);
  ASSERT_THAT(Store({first, second}), IsOk());
  EXPECT_THAT(FindNumber(1), ElementsAre(first.claims_root));
  EXPECT_THAT(FindNumber(3), IsEmpty());
  EXPECT_THAT(*vault_->Find(LookupKind::kIdNumber, IdValue("201", "990101199001011232"), {}, 10),
              ElementsAre(second.claims_root));
  EXPECT_THAT(*vault_->Find(LookupKind::kIdNumber, IdValue("299", "990101199001011232"), {}, 10),
              IsEmpty());
  EXPECT_THAT(*vault_->Find(LookupKind::kEmployer, "苏州芯联电子有限公司（虚构）", {}, 10),
              SizeIs(2));
}

TEST_F(VaultTest, FindsInPages) {
  std::vector<PersonalData> people;
  for (uint32_t i = 0; i < 7; ++i) people.push_back(Person(i));
  ASSERT_THAT(Store(people), IsOk());
  std::set<crypto::Hash> found;
  crypto::Hash after;
  while (true) {
    const auto page = vault_->Find(LookupKind::kEmployer, "苏州芯联电子有限公司（虚构）", after, 3);
    if (page->empty()) break;
    found.insert(page->begin(), page->end());
    after = page->back();
  }
  EXPECT_THAT(found, SizeIs(7));
}

TEST_F(VaultTest, SameBatchAgainChangesNothing) {
  const PersonalData person = Person(1);
  ASSERT_THAT(Store({person}), IsOk());
  EXPECT_THAT(Store({person}), IsOk());
  EXPECT_THAT(FindNumber(1), SizeIs(1));
}

TEST_F(VaultTest, ClaimsOfAnotherCertificateAreRefused) {
  PersonalData person = Person(1);
  ASSERT_THAT(Store({person}), IsOk());
  person.place.set_statement_id("another batch");
  EXPECT_THAT(vault_->Store(other_batch_, {person}), HasCode(absl::StatusCode::kAlreadyExists));
  EXPECT_EQ(ReadOne(person.claims_root)->place.statement_id(), "batch");
}

TEST_F(VaultTest, BatchThatWasNotLoggedIsTakenAway) {
  const PersonalData person = Person(1);
  ASSERT_THAT(vault_->Store(batch_, {person}), IsOk());
  ASSERT_THAT(vault_->NotLogged(batch_), IsOk());
  EXPECT_EQ(HoldingOf(person), Holding::kNotHeld);
  EXPECT_THAT(FindNumber(1), IsEmpty());
  EXPECT_THAT(Store({person}), IsOk());  // sent again, and logged
  EXPECT_EQ(HoldingOf(person), Holding::kHeld);
}

TEST_F(VaultTest, BatchUnderWayTwiceStaysWhenOneIsLogged) {
  const PersonalData person = Person(1);
  for (bool refused_first : {true, false}) {
    ASSERT_THAT(vault_->Store(batch_, {person}), IsOk());
    ASSERT_THAT(vault_->Store(batch_, {person}), IsOk());
    if (!refused_first) vault_->Logged(batch_);
    ASSERT_THAT(vault_->NotLogged(batch_), IsOk());
    if (refused_first) vault_->Logged(batch_);
    EXPECT_EQ(HoldingOf(person), Holding::kHeld);
  }
}

TEST_F(VaultTest, LoggedBatchStaysWhenItIsSentAgainInVain) {
  const PersonalData person = Person(1);
  ASSERT_THAT(Store({person}), IsOk());
  ASSERT_THAT(vault_->Store(batch_, {person}), IsOk());
  ASSERT_THAT(vault_->NotLogged(batch_), IsOk());  // the queue was full
  EXPECT_EQ(HoldingOf(person), Holding::kHeld);
}

TEST_F(VaultTest, FailedWriteForgetsNoLoggedBatch) {
  const crypto::Hash root = Person(1).claims_root;
  vault_.reset();
  const auto store = storage::VaultStore::Open({.directory = directory_, .min_free_bytes = 0});
  PendingBatches pending(store->get());
  std::vector<storage::VaultWrite> rows;
  pending.Begin(batch_, {root}, rows);
  ASSERT_THAT((*store)->Write(rows), IsOk());
  pending.Written();
  pending.Logged(batch_);
  pending.Begin(other_batch_, {Person(2).claims_root}, rows);  // and its write fails
  pending.LeaveOpen(other_batch_);
  pending.Begin(batch_, {}, rows);  // sent again, in vain
  EXPECT_THAT(*pending.NotLogged(batch_, rows), SizeIs(0));
}

TEST_F(VaultTest, WhatNobodyKnowsStaysUntilTheNextStart) {
  const PersonalData person = Person(1);
  ASSERT_THAT(vault_->Store(batch_, {person}), IsOk());
  vault_->LeaveOpen(batch_);
  ASSERT_THAT(vault_->Store(batch_, {person}), IsOk());
  ASSERT_THAT(vault_->NotLogged(batch_), IsOk());
  EXPECT_EQ(HoldingOf(person), Holding::kHeld);
  ASSERT_THAT(Reopen(), IsOk());
  EXPECT_THAT(*vault_->Unsettled(), ElementsAre(batch_));
}

TEST_F(VaultTest, AnotherStatementOfTheSameIdIsAnotherBatch) {
  PersonalData person = Person(1);
  ASSERT_THAT(vault_->Store(batch_, {person}), IsOk());
  person.place.set_digest("of the statement signed anew");
  const BatchName again = {batch_.issuer, batch_.statement_id, crypto::Sha256("anew")};
  EXPECT_THAT(vault_->Store(again, {person}), HasCode(absl::StatusCode::kAlreadyExists));
}

TEST_F(VaultTest, NewestAccessCannotBeExchanged) {
  ReadOne(Person(1).claims_root);
  vault_.reset();
  {
    const auto store = storage::VaultStore::Open({.directory = directory_, .min_free_bytes = 0});
    std::string first("e\0\0\0\0\0\0\0\1", 9);
    vault::v1::Access access;
    access.set_number(1);
    access.set_requester("somebody-else");
    ASSERT_THAT(
        (*store)->Write({{storage::VaultTable::kJournal, first, access.SerializeAsString()}}),
        IsOk());
  }
  ASSERT_THAT(Reopen(), IsOk());
  EXPECT_THAT(vault_->journal().From(1, 10), HasCode(absl::StatusCode::kDataLoss));
}

TEST_F(VaultTest, CrashLeavesBatchesWithoutWord) {
  const PersonalData first = Person(1);
  const PersonalData second = Person(2, "another");
  ASSERT_THAT(vault_->Store(batch_, {first}), IsOk());
  ASSERT_THAT(vault_->Store(other_batch_, {second}), IsOk());
  ASSERT_THAT(Reopen(), IsOk());
  EXPECT_THAT(*vault_->Unsettled(), ::testing::UnorderedElementsAre(other_batch_, batch_));
  ASSERT_THAT(vault_->NotLogged(other_batch_), IsOk());
  vault_->Logged(batch_);
  EXPECT_EQ(HoldingOf(first), Holding::kHeld);
  EXPECT_EQ(HoldingOf(second), Holding::kNotHeld);
}

TEST_F(VaultTest, SettledBatchIsForgottenWithTheNext) {
  ASSERT_THAT(Store({Person(1)}), IsOk());
  ASSERT_THAT(vault_->Store(other_batch_, {Person(2, "another")}), IsOk());
  ASSERT_THAT(Reopen(), IsOk());
  EXPECT_THAT(*vault_->Unsettled(), SizeIs(1));
}

TEST_F(VaultTest, EveryAccessIsWrittenDownFirst) {
  const PersonalData person = Person(1);
  ASSERT_THAT(Store({person}), IsOk());
  ReadOne(person.claims_root);
  ReadOne(Person(2).claims_root);  // not held: the attempt counts
  ReadOne(person.claims_root);
  const auto accesses = vault_->journal().To(person.claims_root);
  ASSERT_THAT(*accesses, SizeIs(2));
  EXPECT_EQ(accesses->front().requester(), "hongda-assembly");
  EXPECT_EQ(accesses->front().purpose(), "staff file");
  EXPECT_EQ(accesses->front().at(), purpose_.at_ms);
  EXPECT_EQ(accesses->front().kind(), vault::v1::Access::KIND_READ);
  EXPECT_THAT(*vault_->journal().From(1, 10), SizeIs(3));
  EXPECT_THAT(*vault_->journal().From(3, 10), SizeIs(1));
}

TEST_F(VaultTest, JournalShowsWhatWasTakenOut) {
  for (int i = 0; i < 3; ++i) ReadOne(Person(1).claims_root);
  ASSERT_THAT(vault_->journal().From(1, 10), IsOk());
  vault_.reset();
  {
    const auto store = storage::VaultStore::Open({.directory = directory_, .min_free_bytes = 0});
    std::string second("e\0\0\0\0\0\0\0\2", 9);
    ASSERT_THAT((*store)->Write({{storage::VaultTable::kJournal, second, std::nullopt}}), IsOk());
  }
  ASSERT_THAT(Reopen(), IsOk());
  EXPECT_THAT(vault_->journal().From(1, 10), HasCode(absl::StatusCode::kDataLoss));
}

TEST_F(VaultTest, NothingPersonalIsOnTheDisk) {
  ASSERT_THAT(Store({Person(1)}), IsOk());
  ReadOne(Person(1).claims_root);
  vault_.reset();
  for (const char* known : {"Y000032050123263000001", "虚构人1", "990101199001011231", "芯联"}) {
    EXPECT_FALSE(AnyFileHas(directory_, known)) << known;
  }
}

TEST_F(VaultTest, AnotherMasterKeyOpensNothing) {
  ASSERT_THAT(Store({Person(1)}), IsOk());
  master_ = MasterKeyText('b');
  EXPECT_THAT(Reopen(), HasCode(absl::StatusCode::kFailedPrecondition));
}

TEST_F(VaultTest, RowsDoNotMoveToAnotherCertificate) {
  const PersonalData first = Person(1);
  const PersonalData second = Person(2);
  ASSERT_THAT(Store({first, second}), IsOk());
  vault_.reset();
  {
    auto store = storage::VaultStore::Open({.directory = directory_, .min_free_bytes = 0});
    const auto claims = *(*store)->Find(storage::VaultTable::kClaims, first.claims_root.view());
    const auto key = *(*store)->Find(storage::VaultTable::kKeys, first.claims_root.view());
    ASSERT_THAT((*store)->Write({{storage::VaultTable::kClaims, second.claims_root.str(), claims},
                                 {storage::VaultTable::kKeys, second.claims_root.str(), key}}),
                IsOk());
  }
  ASSERT_THAT(Reopen(), IsOk());
  EXPECT_THAT(vault_->Read({second.claims_root}, vault::v1::Access::KIND_READ, purpose_),
              HasCode(absl::StatusCode::kDataLoss));
}

}  // namespace
}  // namespace linkcert::server
