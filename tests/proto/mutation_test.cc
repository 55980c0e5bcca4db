// One form only: whatever the walker lets pass is what protobuf writes for the decoded message. So
// no two byte strings say the same, and a changed byte is refused or says something else.
#include <random>

#include "linkcert/v1/statement.pb.h"
#include "proto/canonical.h"
#include "proto/entry.h"
#include "proto/statement.h"
#include "tests/testing/bytes.h"
#include "tests/testing/reason_matcher.h"
#include "tests/vectors/sample_log.h"

namespace linkcert::proto {
namespace {

using ::linkcert::testing::IsOk;
using ::linkcert::testing::WithBitFlipped;
using ::linkcert::vectors::CertificateFileOf;
using ::linkcert::vectors::MakeSampleLog;
using ::linkcert::vectors::SampleLog;
using ::linkcert::vectors::SampleStatement;

// Refused, or the one form of what it decodes to.
template <typename Message>
bool IsRefusedOrExact(const std::string& bytes) {
  const absl::StatusOr<Message> message = DecodeCanonical<Message>(bytes);
  if (message.ok()) return message->SerializeAsString() == bytes;
  return ReasonOf(message.status()).has_value() && message.status().message().size() < 300;
}

template <typename Message>
void ExpectOneForm(const std::string& good) {
  ASSERT_THAT(DecodeCanonical<Message>(good), IsOk());
  for (size_t bit = 0; bit < good.size() * 8; ++bit) {
    ASSERT_TRUE(IsRefusedOrExact<Message>(WithBitFlipped(good, bit))) << bit;
  }
  for (size_t size = 0; size < good.size(); ++size) {
    ASSERT_TRUE(IsRefusedOrExact<Message>(good.substr(0, size))) << size;
  }
}

// Pieces cut out, doubled, and set to small values, which flipped bits seldom reach.
template <typename Message>
void ExpectOneFormAfterSurgery(const std::string& good, int rounds) {
  std::mt19937 random(2026);
  for (int round = 0; round < rounds; ++round) {
    std::string bytes = good;
    const size_t at = random() % bytes.size();
    const size_t count = random() % 8;
    if (random() % 3 == 0) {
      bytes.erase(at, count);
    } else if (random() % 2 == 0) {
      bytes.insert(at, bytes.substr(random() % bytes.size(), count));
    } else {
      bytes[at] = static_cast<char>(random() % 4 == 0 ? 0x80 : random() % 3);
    }
    ASSERT_TRUE(IsRefusedOrExact<Message>(bytes)) << round;
  }
}

class MutationTest : public ::testing::Test {
 protected:
  SampleLog log_ = MakeSampleLog();
};

TEST_F(MutationTest, Statements) {
  for (const SampleStatement& statement : log_.statements) {
    ExpectOneForm<v1::Statement>(OpenStatement(statement.envelope)->statement_bytes);
    ExpectOneFormAfterSurgery<v1::Statement>(OpenStatement(statement.envelope)->statement_bytes,
                                             2000);
  }
}

TEST_F(MutationTest, Envelopes) {
  ExpectOneForm<v1::SignedStatement>(log_.Statement("join_chain").envelope);
  ExpectOneFormAfterSurgery<v1::SignedStatement>(log_.Statement("join_chain").envelope, 2000);
}

TEST_F(MutationTest, Leaves) {
  v1::CertificateLeaf leaf;
  ASSERT_TRUE(leaf.ParseFromString(log_.leaves[3]));
  leaf.set_supersedes(300);
  leaf.set_companion(77);
  ExpectOneForm<v1::CertificateLeaf>(log_.leaves[3]);
  ExpectOneForm<v1::CertificateLeaf>(leaf.SerializeAsString());
  ExpectOneFormAfterSurgery<v1::CertificateLeaf>(leaf.SerializeAsString(), 20000);
}

TEST_F(MutationTest, Entries) {
  ExpectOneForm<v1::LogEntry>(log_.entries.front());
  ExpectOneForm<v1::LogEntry>(log_.entries.back());
  ExpectOneForm<v1::LogEntry>(EncodeStatusRootEntry(1, std::string(32, 'r')));
  ExpectOneFormAfterSurgery<v1::LogEntry>(log_.entries.back(), 20000);
}

TEST_F(MutationTest, ClaimsAndRosterLeaves) {
  for (const std::string& claim : log_.claims[0]) ExpectOneForm<v1::Claim>(claim);
  ExpectOneForm<v1::RosterLeaf>(log_.roster_leaves[0]);
  ExpectOneFormAfterSurgery<v1::RosterLeaf>(log_.roster_leaves[0], 20000);
}

TEST_F(MutationTest, CertificateFiles) {
  const std::string file = CertificateFileOf(log_, 2, {1, 2, 6}).SerializeAsString();
  ExpectOneForm<v1::CertificateFile>(file);
  ExpectOneFormAfterSurgery<v1::CertificateFile>(file, 20000);
}

}  // namespace
}  // namespace linkcert::proto
