// Certificates corrected (R17) and reissued, each rule broken alone.
#include "crypto/merkle.h"
#include "proto/certificate_leaf.h"
#include "proto/claims.h"
#include "rules/certificate_links.h"
#include "tests/rules/issued_fixture.h"
#include "tests/testing/world_links.h"

namespace linkcert::rules {
namespace {

using testing::Held;
using testing::Versions;

class CorrectionsTest : public IssuedTest {
 protected:
  using Mistake = std::function<void(Versions&)>;

  Held Certificate(uint32_t i) const { return testing::HeldOf(issued_, batch_, i); }
  Versions Corrected(const std::vector<Held>& held) {
    return testing::CorrectCertificates(world_, batch_, held, proto::kName, "虚构改");
  }
  std::string Submit(Versions versions) {
    return book_.Outcome(testing::SignVersions(world_, std::move(versions), two_));
  }
  // Certificate 0 corrected but for one mistake: refused in admission, found on replay.
  void ExpectBreaks(const std::string& reason, const Mistake& mistake) {
    Versions versions = Corrected({Certificate(0)});
    mistake(versions);
    testing::StateLeaves(versions);
    ExpectRefused(versions, reason);
  }
  void ExpectRefused(const Versions& versions, const std::string& reason) {
    const testing::Unit unit = testing::SignVersions(world_, versions, two_);
    EXPECT_EQ(book_.Outcome(unit), reason);
    std::vector<std::string> entries = book_.entries();
    entries.push_back(*proto::EncodeStatementEntry(world_.now_ms(), unit.envelope));
    for (const std::string& leaf : unit.leaves) {
      entries.push_back(proto::EncodeLeafEntry(world_.now_ms(), leaf));
    }
    EXPECT_EQ(ReplayOf(entries), std::vector<std::string>{reason});
  }
  static v1::Correction& First(Versions& versions) {
    return *versions.statement.mutable_correct_certificates()->mutable_corrections(0);
  }
  // Sets leaf `i` anew.
  static void SetLeaf(Versions& versions, uint32_t i, const std::string& claims_root,
                      const proto::LeafLinks& links) {
    versions.unit.leaves[i] = proto::EncodeLeaf(versions.statement.statement_id(), i,
                                                *crypto::Hash::FromBytes(claims_root), links);
  }
  // The root that the new claim hashes of the first correction give.
  static std::string NewRoot(Versions& versions) {
    crypto::CompactRange tree;
    for (const std::string& hash : First(versions).new_claim_hashes()) {
      tree.Append(*crypto::Hash::FromBytes(hash));
    }
    return tree.Root().str();
  }
};

TEST_F(CorrectionsTest, CorrectedCertificateTakesThePlaceOfTheOld) {
  ASSERT_EQ(Submit(Corrected({Certificate(1), Certificate(4)})), "ADMITTED");
  const uint64_t newer = book_.last_index() + 1;
  EXPECT_EQ(StateOfCertificate(1), "SUPERSEDED");
  EXPECT_EQ(StateOfCertificate(4), "SUPERSEDED");
  EXPECT_EQ(StateOf(newer), "IN_FORCE");
  const auto links = LinksOf(book_.state(), newer);
  EXPECT_EQ(links->supersedes, Certificate(1).index);
  EXPECT_EQ(links->version, 2u);
  EXPECT_EQ(LinksOf(book_.state(), Certificate(4).index)->superseded_by, newer + 1);
  EXPECT_THAT(Replayed(), ::testing::IsEmpty());
}

TEST_F(CorrectionsTest, VersionsCountOn) {
  const testing::Unit second = testing::SignVersions(world_, Corrected({Certificate(0)}), two_);
  ASSERT_EQ(book_.Outcome(second), "ADMITTED");
  Held held = testing::HeldOf(second, book_.last_index(), 0);
  ExpectRefused(Corrected({held}), "CERTIFICATE_VERSION_DIFFERS");
  held.version = 2;
  ASSERT_EQ(Submit(Corrected({held})), "ADMITTED");
  const uint64_t third = book_.last_index() + 1;
  EXPECT_EQ(LinksOf(book_.state(), third)->version, 3u);
  EXPECT_EQ(*VersionsUpTo(book_.state(), third),
            (std::vector<uint64_t>{third, held.index, Certificate(0).index}));
  ExpectRefused(Corrected({held}), "STATUS_MOVE_NOT_ALLOWED");
  EXPECT_THAT(Replayed(), ::testing::IsEmpty());
}

TEST_F(CorrectionsTest, ReissueKeepsTheVersion) {
  ASSERT_EQ(Submit(testing::ReissueCertificates(world_, batch_, {Certificate(0), Certificate(1)})),
            "ADMITTED");
  const auto links = LinksOf(book_.state(), book_.last_index() + 2);
  EXPECT_EQ(links->supersedes, Certificate(1).index);
  EXPECT_EQ(links->version, 1u);
  EXPECT_EQ(StateOfCertificate(0), "SUPERSEDED");
  EXPECT_THAT(Replayed(), ::testing::IsEmpty());
}

// R13
TEST_F(CorrectionsTest, TwoPeopleOfTheIssuerSign) {
  const auto signed_by = [&](const Keys& keys) {
    return book_.Outcome(testing::SignVersions(world_, Corrected({Certificate(0)}), keys));
  };
  EXPECT_EQ(signed_by({leader_}), "TWO_PEOPLE_NEEDED");
  EXPECT_EQ(signed_by(authority_), "SIGNER_PURPOSE");
  EXPECT_EQ(signed_by(members_), "CERTIFICATES_NOT_YOURS");
}

// R17: both roots recompute.
TEST_F(CorrectionsTest, BothRootsRecompute) {
  ExpectBreaks("CLAIMS_ROOT_DIFFERS", [](Versions& v) {
    First(v).set_old_claim_hashes(6, crypto::Sha256("another").str());
  });
  ExpectBreaks("CLAIMS_ROOT_DIFFERS", [](Versions& v) {
    First(v).set_new_claim_hashes(6, crypto::Sha256("another").str());
  });
  ExpectBreaks("CLAIMS_ROOT_DIFFERS",
               [](Versions& v) { First(v).mutable_new_claim_hashes()->RemoveLast(); });
  ExpectRefused(
      testing::CorrectCertificates(
          world_, batch_, {{.index = Certificate(1).index, .claims = Certificate(0).claims}},
          proto::kName, "虚构改"),
      "CLAIMS_ROOT_DIFFERS");
}

// R17: only the declared tags differ.
TEST_F(CorrectionsTest, ExactlyTheDeclaredTagsDiffer) {
  ExpectBreaks("CORRECTION_TAGS_DIFFER", [](Versions& v) { First(v).add_changed_tags(6); });
  ExpectBreaks("CORRECTION_TAGS_DIFFER", [](Versions& v) { First(v).set_changed_tags(0, 3); });
  ExpectBreaks("CORRECTION_TAGS_DIFFER", [&](Versions& v) {
    First(v).set_new_claim_hashes(6, crypto::Sha256("a better score").str());
    SetLeaf(v, 0, NewRoot(v), {.supersedes = Certificate(0).index});
  });
}

// R17: another name and another ID number would be another person.
TEST_F(CorrectionsTest, NameAndIdNumberNeverChangeTogether) {
  ExpectBreaks("CORRECTION_NOT_ALLOWED", [&](Versions& v) {
    First(v).set_new_claim_hashes(3, crypto::Sha256("another ID number").str());
    First(v).add_changed_tags(proto::kIdNumber);
    SetLeaf(v, 0, NewRoot(v), {.supersedes = Certificate(0).index});
  });
  ExpectRefused(testing::CorrectCertificates(world_, batch_, {Certificate(0)}, proto::kNumber,
                                             "Y000032050123264000002"),
                "CORRECTION_NOT_ALLOWED");
  EXPECT_EQ(Submit(testing::CorrectCertificates(world_, batch_, {Certificate(0)}, proto::kIdNumber,
                                                "440524188001010014")),
            "ADMITTED");
}

// R17: nor one after the other, with a reissue between.
TEST_F(CorrectionsTest, NameAndIdNumberNeverChangeStepByStep) {
  Versions versions = Corrected({Certificate(0)});
  for (const bool reissued : {false, true}) {
    const testing::Unit unit = testing::SignVersions(world_, versions, two_);
    ASSERT_EQ(book_.Outcome(unit), "ADMITTED");
    Held held = testing::HeldOf(unit, book_.last_index(), 0);
    held.version = 2;
    ExpectRefused(testing::CorrectCertificates(world_, batch_, {held}, proto::kIdNumber,
                                               "440524188001010014"),
                  "CORRECTION_NOT_ALLOWED");
    if (!reissued) versions = testing::ReissueCertificates(world_, batch_, {held});
  }
  EXPECT_THAT(Replayed(), ::testing::IsEmpty());
}

TEST_F(CorrectionsTest, EachLeafNamesItsCertificate) {
  ExpectBreaks("LEAF_LINK_DIFFERS", [&](Versions& v) {
    SetLeaf(v, 0, NewRoot(v), {.supersedes = Certificate(1).index});
  });
  ExpectBreaks("LEAF_LINK_DIFFERS", [&](Versions& v) { SetLeaf(v, 0, NewRoot(v), {}); });
  ExpectBreaks("LEAF_LINK_NOT_ENABLED", [&](Versions& v) {
    SetLeaf(v, 0, NewRoot(v),
            {.supersedes = Certificate(0).index, .companion = Certificate(1).index});
  });
  ExpectBreaks("LEAF_LINK_DIFFERS", [](Versions& v) {
    *v.statement.mutable_correct_certificates()->add_corrections() = First(v);
  });
}

TEST_F(CorrectionsTest, CertificatesAscend) {
  ExpectRefused(Corrected({Certificate(1), Certificate(0)}), "LINKS_DISORDERED");
  ExpectRefused(Corrected({Certificate(0), Certificate(0)}), "LINKS_DISORDERED");
}

TEST_F(CorrectionsTest, OriginalBatchIsTheCertificates) {
  const uint64_t other = IssueByMember();
  for (uint64_t wrong : {batch_ + 1, other, batch_ - 1}) {
    ExpectBreaks("ORIGINAL_BATCH_DIFFERS", [&](Versions& v) {
      v.statement.mutable_correct_certificates()->set_original_batch(wrong);
    });
  }
  Held unknown = Certificate(0);
  unknown.index = batch_;
  ExpectRefused(Corrected({unknown}), "CERTIFICATE_UNKNOWN");
}

// What is not in force is not made again: a new version would be.
TEST_F(CorrectionsTest, OnlyCertificatesInForceAreCorrected) {
  Log(testing::SuspendCertificates(world_, Certificates(0, 1)), {leader_});
  Log(testing::RevokeCertificates(world_, Certificates(1, 2)), two_);
  ExpectRefused(Corrected({Certificate(0)}), "STATUS_MOVE_NOT_ALLOWED");
  ExpectRefused(Corrected({Certificate(1)}), "STATUS_MOVE_NOT_ALLOWED");
  Log(testing::VoidBatch(world_, batch_), two_);
  ExpectRefused(Corrected({Certificate(2)}), "BATCH_VOIDED");
  ExpectRefused(testing::ReissueCertificates(world_, batch_, {Certificate(2)}), "BATCH_VOIDED");
}

// R20: the batch that states the facts is what is voided, with all versions.
TEST_F(CorrectionsTest, VersionsAreVoidedWithTheOriginalBatch) {
  ASSERT_EQ(Submit(Corrected({Certificate(0)})), "ADMITTED");
  const uint64_t unit = book_.last_index();
  EXPECT_EQ(Outcome(testing::VoidBatch(world_, unit), two_), "BATCH_UNKNOWN");
  Log(testing::VoidBatch(world_, batch_), two_);
  EXPECT_EQ(Outcome(testing::RevokeCertificates(world_, {{unit + 1, unit + 2}}), two_),
            "BATCH_VOIDED");
}

// R16: nobody gets out of a finding by a correction.
TEST_F(CorrectionsTest, FindingsReachNewerVersions) {
  const uint64_t finding = Log(testing::RecordFinding(world_, Certificates(0, 1)), authority_);
  ASSERT_EQ(Submit(Corrected({Certificate(0), Certificate(1)})), "ADMITTED");
  const uint64_t unit = book_.last_index();
  EXPECT_EQ(
      Outcome(testing::RevokeCertificates(world_, {{unit + 2, unit + 3}}, finding), authority_),
      "FINDING_DIFFERS");
  Log(testing::RevokeCertificates(world_, {{unit + 1, unit + 2}}, finding), authority_);
  EXPECT_EQ(StateOf(unit + 1), "REVOKED");
}

}  // namespace
}  // namespace linkcert::rules
