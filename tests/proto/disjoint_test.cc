// What is signed, hashed or logged as one type never reads as another.
#include <map>

#include "linkcert/v1/entry.pb.h"
#include "linkcert/v1/statement.pb.h"
#include "proto/canonical.h"
#include "proto/entry.h"
#include "proto/statement.h"
#include "tests/testing/reason_matcher.h"
#include "tests/vectors/sample_log.h"

namespace linkcert::proto {
namespace {

using ::google::protobuf::Descriptor;
using ::linkcert::testing::HasReason;

const std::vector<const Descriptor*>& HashedTypes() {
  static const std::vector<const Descriptor*> types = {v1::Statement::descriptor(),
                                                       v1::SignedStatement::descriptor(),
                                                       v1::LogEntry::descriptor(),
                                                       v1::CertificateLeaf::descriptor(),
                                                       v1::Claim::descriptor(),
                                                       v1::RosterLeaf::descriptor(),
                                                       v1::StatusHistory::descriptor(),
                                                       v1::VerificationReceipt::descriptor(),
                                                       v1::SignedVerificationReceipt::descriptor()};
  return types;
}

TEST(DisjointTest, NoFieldNumberIsShared) {
  std::map<int, const Descriptor*> owner;
  for (const Descriptor* type : HashedTypes()) {
    for (int i = 0; i < type->field_count(); ++i) {
      const auto [at, is_new] = owner.emplace(type->field(i)->number(), type);
      EXPECT_TRUE(is_new) << type->name() << " and " << at->second->name();
    }
  }
}

TEST(DisjointTest, NoTypeIsEmpty) {
  for (const Descriptor* type : HashedTypes()) {
    EXPECT_THAT(CheckCanonical(*type, ""), HasReason(Reason::kFieldMissing)) << type->name();
  }
}

std::string SampleHistory() {
  v1::StatusHistory history;
  v1::StatusChange& change = *history.add_changes();
  change.set_state(v1::STANDING_STATE_REVOKED);
  change.set_reason(v1::STATUS_REASON_V01_FRAUD);
  change.set_logged_at(1778810400000);
  change.set_entry_index(42);
  return history.SerializeAsString();
}

using Samples = std::vector<std::pair<const Descriptor*, std::string>>;

Samples AllSamples(const vectors::SampleLog& log) {
  Samples samples = {{v1::CertificateLeaf::descriptor(), log.leaves[0]},
                     {v1::Claim::descriptor(), log.claims[0][1]},
                     {v1::RosterLeaf::descriptor(), log.roster_leaves[0]},
                     {v1::StatusHistory::descriptor(), SampleHistory()},
                     {v1::LogEntry::descriptor(), EncodeStatusRootEntry(1, std::string(32, 'r'))}};
  for (const auto& entry : log.entries) samples.emplace_back(v1::LogEntry::descriptor(), entry);
  for (const auto& [name, envelope, index] : log.statements) {
    samples.emplace_back(v1::SignedStatement::descriptor(), envelope);
    samples.emplace_back(v1::Statement::descriptor(), OpenStatement(envelope)->statement_bytes);
  }
  return samples;
}

TEST(DisjointTest, NoBytesParseAsTwoTypes) {
  for (const auto& [own, bytes] : AllSamples(vectors::MakeSampleLog())) {
    for (const Descriptor* type : HashedTypes()) {
      EXPECT_EQ(CheckCanonical(*type, bytes).ok(), type == own) << type->name();
    }
  }
}

}  // namespace
}  // namespace linkcert::proto
