// Restricted, then erased for good; and the change of the master key.
#include "tests/server/vault/vault_fixture.h"

namespace linkcert::server {
namespace {

using linkcert::testing::HasCode;
using linkcert::testing::IsOk;
using linkcert::testing::IsOkAndHolds;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class ErasureTest : public VaultTest {
 protected:
  void SetUp() override {
    VaultTest::SetUp();
    ASSERT_THAT(Store({person_, Person(2)}), IsOk());
  }
  // The wrapped key of the person, as it lies on the disk.
  std::string WrappedKey() {
    vault_.reset();
    std::string wrapped;
    {
      auto store = storage::VaultStore::Open({.directory = directory_, .min_free_bytes = 0});
      const auto row = *(*store)->Find(storage::VaultTable::kKeys, person_.claims_root.view());
      vault::v1::WrappedKey key;
      if (row.has_value() && key.ParseFromString(*row)) wrapped = key.wrapped();
    }
    EXPECT_THAT(Reopen(), IsOk());
    return wrapped;
  }

  const PersonalData person_ = Person(1);
};

TEST_F(ErasureTest, RestrictedIsNeitherFoundNorRead) {
  ASSERT_THAT(vault_->Restrict(person_.claims_root, purpose_), IsOk());
  EXPECT_EQ(HoldingOf(person_), Holding::kRestricted);
  EXPECT_THAT(FindNumber(1), IsEmpty());
  EXPECT_EQ(ReadOne(person_.claims_root), std::nullopt);
  EXPECT_THAT(FindNumber(2), SizeIs(1));
  EXPECT_THAT(vault_->Restrict(person_.claims_root, purpose_), IsOk());
}

TEST_F(ErasureTest, OnlyWhatIsRestrictedIsErased) {
  EXPECT_THAT(vault_->Erase(person_.claims_root, purpose_),
              HasCode(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(vault_->Restrict(Person(3).claims_root, purpose_),
              HasCode(absl::StatusCode::kNotFound));
}

TEST_F(ErasureTest, ErasedKeyIsInNoFile) {
  const std::string wrapped = WrappedKey();
  ASSERT_TRUE(AnyFileHas(directory_, wrapped));
  ASSERT_THAT(vault_->Restrict(person_.claims_root, purpose_), IsOk());
  ASSERT_THAT(vault_->Erase(person_.claims_root, purpose_), IsOk());
  EXPECT_EQ(HoldingOf(person_), Holding::kErased);
  EXPECT_FALSE(AnyFileHas(directory_, wrapped));
  EXPECT_THAT(FindNumber(1), IsEmpty());
  EXPECT_EQ(ReadOne(person_.claims_root), std::nullopt);
  EXPECT_TRUE(ReadOne(FindNumber(2).front()).has_value());
  EXPECT_THAT(vault_->Erase(person_.claims_root, purpose_), IsOk());
}

TEST_F(ErasureTest, ErasedStaysErasedWhenTheBatchIsSentAgain) {
  ASSERT_THAT(vault_->Restrict(person_.claims_root, purpose_), IsOk());
  ASSERT_THAT(vault_->Erase(person_.claims_root, purpose_), IsOk());
  EXPECT_THAT(Store({person_}), IsOk());
  EXPECT_EQ(HoldingOf(person_), Holding::kErased);
  EXPECT_EQ(ReadOne(person_.claims_root), std::nullopt);
}

TEST_F(ErasureTest, ErasureKnowsItsEntryInTheLog) {
  const crypto::Hash& root = person_.claims_root;
  EXPECT_THAT(vault_->ErasureEntryOf(root), HasCode(absl::StatusCode::kNotFound));
  ASSERT_THAT(vault_->Restrict(root, purpose_), IsOk());
  EXPECT_THAT(vault_->NoteErasureEntry(root, 7), HasCode(absl::StatusCode::kNotFound));
  ASSERT_THAT(vault_->Erase(root, purpose_), IsOk());
  EXPECT_THAT(*vault_->UnloggedErasures(), ::testing::ElementsAre(root));
  ASSERT_THAT(vault_->NoteErasureEntry(root, 7), IsOk());
  EXPECT_THAT(vault_->ErasureEntryOf(root), IsOkAndHolds(7u));
  EXPECT_THAT(*vault_->UnloggedErasures(), IsEmpty());
}

TEST_F(ErasureTest, JournalKeepsWhoErased) {
  ASSERT_THAT(vault_->Restrict(person_.claims_root, purpose_), IsOk());
  ASSERT_THAT(vault_->Erase(person_.claims_root, purpose_), IsOk());
  const auto accesses = vault_->journal().To(person_.claims_root);
  ASSERT_THAT(*accesses, SizeIs(2));
  EXPECT_EQ(accesses->front().kind(), vault::v1::Access::KIND_RESTRICTED);
  EXPECT_EQ(accesses->back().kind(), vault::v1::Access::KIND_ERASED);
}

TEST_F(ErasureTest, PurgeThatWasCutShortIsFinishedAtTheNextStart) {
  const std::string wrapped = WrappedKey();
  vault_.reset();
  {
    auto store = storage::VaultStore::Open({.directory = directory_, .min_free_bytes = 0});
    const std::string root = person_.claims_root.str();
    ASSERT_THAT((*store)->Write({{storage::VaultTable::kKeys, root, std::nullopt},
                                 {storage::VaultTable::kAbout, "purge", root + root}}),
                IsOk());
  }
  ASSERT_TRUE(AnyFileHas(directory_, wrapped));
  ASSERT_THAT(Reopen(), IsOk());
  EXPECT_FALSE(AnyFileHas(directory_, wrapped));
}

TEST_F(ErasureTest, DataThatDoNotOpenAnyMoreAreErasedAllTheSame) {
  vault_.reset();
  {
    auto store = storage::VaultStore::Open({.directory = directory_, .min_free_bytes = 0});
    ASSERT_THAT((*store)->Write({{storage::VaultTable::kKeys, person_.claims_root.str(), "x"}}),
                IsOk());
  }
  ASSERT_THAT(Reopen(), IsOk());
  ASSERT_THAT(vault_->Restrict(person_.claims_root, purpose_), IsOk());
  EXPECT_THAT(vault_->Erase(person_.claims_root, purpose_), IsOk());
  EXPECT_EQ(HoldingOf(person_), Holding::kErased);
}

TEST_F(ErasureTest, PlaceIsKnownAlsoAfterErasure) {
  ASSERT_THAT(vault_->Restrict(person_.claims_root, purpose_), IsOk());
  ASSERT_THAT(vault_->Erase(person_.claims_root, purpose_), IsOk());
  EXPECT_TRUE(SamePlace(*vault_->PlaceOf(person_.claims_root), person_.place));
}

TEST_F(ErasureTest, KeyInUseMayNotBeLeftOut) {
  ASSERT_THAT(vault_->ChangeMasterKey(KeysOf(MasterKeyText('b') + MasterKeyText('a'))), IsOk());
  EXPECT_THAT(vault_->ChangeMasterKey(KeysOf(MasterKeyText('a'))),
              HasCode(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(Reopen(), HasCode(absl::StatusCode::kFailedPrecondition));  // with 'a' alone
}

TEST_F(ErasureTest, MasterKeyChangesWhileInUse) {
  const std::string before = WrappedKey();
  EXPECT_THAT(vault_->ChangeMasterKey(KeysOf(MasterKeyText('b') + MasterKeyText('a'))),
              IsOkAndHolds(2u));
  EXPECT_EQ(ReadOne(person_.claims_root)->claims, person_.claims);
  EXPECT_FALSE(AnyFileHas(directory_, before));
  master_ = MasterKeyText('b');  // the old one is not needed any more
  ASSERT_THAT(Reopen(), IsOk());
  EXPECT_EQ(ReadOne(person_.claims_root)->claims, person_.claims);
  EXPECT_THAT(FindNumber(1), SizeIs(1));
}

TEST_F(ErasureTest, MasterKeyIsNotChangedWithoutTheOldOne) {
  EXPECT_THAT(vault_->ChangeMasterKey(KeysOf(MasterKeyText('b'))),
              HasCode(absl::StatusCode::kFailedPrecondition));
  EXPECT_TRUE(ReadOne(person_.claims_root).has_value());
}

}  // namespace
}  // namespace linkcert::server
