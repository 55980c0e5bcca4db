#include "proto/canonical.h"

#include <google/protobuf/descriptor.pb.h>

#include "linkcert/v1/act_issue.pb.h"
#include "linkcert/v1/entry.pb.h"
#include "linkcert/v1/statement.pb.h"
#include "proto/wire.h"
#include "tests/testing/reason_matcher.h"

namespace linkcert::proto {
namespace {

using ::linkcert::testing::HasReason;
using ::linkcert::testing::IsOk;

std::string Number(uint32_t number, uint64_t value) {
  std::string field;
  AppendVarintField(field, number, value);
  return field;
}

std::string Bytes(uint32_t number, absl::string_view value) {
  std::string field;
  AppendDelimitedField(field, number, value);
  return field;
}

template <typename Message>
absl::Status Check(absl::string_view bytes) {
  return CheckCanonical(*Message::descriptor(), bytes);
}

const std::string kBatch = Bytes(20, std::string(16, 'b'));
const std::string kRoot = Bytes(22, std::string(32, 'r'));

absl::Status CheckLeaf(absl::string_view middle) {
  return Check<v1::CertificateLeaf>(kBatch + std::string(middle) + kRoot);
}

TEST(CanonicalTest, AcceptsTheOneForm) {
  EXPECT_THAT(CheckLeaf(""), IsOk());
  EXPECT_THAT(CheckLeaf(Number(21, 9999)), IsOk());
  EXPECT_THAT(Check<v1::CertificateLeaf>(kBatch + kRoot + Number(23, UINT64_MAX)), IsOk());
}

TEST(CanonicalTest, RefusesFieldsOutOfOrder) {
  EXPECT_THAT(Check<v1::CertificateLeaf>(kRoot + kBatch), HasReason(Reason::kNotCanonical));
  EXPECT_THAT(CheckLeaf(Number(23, 1)), HasReason(Reason::kNotCanonical));
}

TEST(CanonicalTest, RefusesSingularFieldTwice) {
  EXPECT_THAT(CheckLeaf(kBatch), HasReason(Reason::kNotCanonical));
  EXPECT_THAT(CheckLeaf(Number(21, 1) + Number(21, 1)), HasReason(Reason::kNotCanonical));
}

TEST(CanonicalTest, RefusesVarintsLongerThanNeedBe) {
  const std::string tag("\xa8\x01", 2);
  EXPECT_THAT(CheckLeaf(tag + std::string("\x81\x00", 2)), HasReason(Reason::kNotCanonical));
  EXPECT_THAT(CheckLeaf(std::string("\xa8\x81\x00\x01", 4)), HasReason(Reason::kNotCanonical));
  const std::string long_length = std::string("\xa2\x01\x90\x00", 4) + std::string(16, 'b');
  EXPECT_THAT(Check<v1::CertificateLeaf>(long_length + kRoot), HasReason(Reason::kNotCanonical));
}

TEST(CanonicalTest, RefusesVarintsOverTheirType) {
  const std::string tag("\xa8\x01", 2);
  EXPECT_THAT(CheckLeaf(Number(21, uint64_t{1} << 32)), HasReason(Reason::kNotCanonical));
  EXPECT_THAT(CheckLeaf(tag + std::string(10, '\x81') + '\x01'), HasReason(Reason::kNotCanonical));
  EXPECT_THAT(CheckLeaf(tag + std::string(9, '\x80') + '\x02'), HasReason(Reason::kNotCanonical));
  EXPECT_THAT(Check<v1::PublishLadder>(Bytes(1, "abc") + Bytes(2, "a") +
                                       Bytes(3, Number(1, 1) + Bytes(2, "a")) + Number(4, 2)),
              HasReason(Reason::kNotCanonical));
}

TEST(CanonicalTest, RefusesDefaultsThatAreWritten) {
  EXPECT_THAT(CheckLeaf(Number(21, 0)), HasReason(Reason::kNotCanonical));
  EXPECT_THAT(Check<v1::Claim>(Number(30, 1) + Bytes(31, std::string(16, 's')) + Bytes(32, "")),
              HasReason(Reason::kNotCanonical));
  EXPECT_THAT(Check<v1::RevokeKey>(Bytes(1, std::string(32, 'k')) + Number(2, 0)),
              HasReason(Reason::kNotCanonical));
}

TEST(CanonicalTest, RefusesBytesCutShort) {
  const std::string whole = kBatch + kRoot;
  for (size_t size = 1; size < whole.size(); ++size) {
    const Reason reason = size == kBatch.size() ? Reason::kFieldMissing : Reason::kNotCanonical;
    EXPECT_THAT(Check<v1::CertificateLeaf>(whole.substr(0, size)), HasReason(reason)) << size;
  }
}

TEST(CanonicalTest, CallsUnknownFieldsANewerFormat) {
  EXPECT_THAT(Check<v1::CertificateLeaf>(kBatch + kRoot + Number(99, 1)),
              HasReason(Reason::kNewerFormat));
  EXPECT_THAT(Check<v1::CertificateLeaf>(Bytes(1, "x") + kBatch + kRoot),
              HasReason(Reason::kNewerFormat));
  const std::string occupation = Bytes(1, "2022") + Bytes(2, "6-25-04-07") + Number(3, 1);
  EXPECT_THAT(Check<v1::AssessorSkill>(Bytes(1, occupation)), HasReason(Reason::kNewerFormat));
}

TEST(CanonicalTest, RefusesWireTypesThatNoVersionHas) {
  const std::string fixed32 = std::string("\x9d\x06", 2) + "1234";
  const std::string group("\x9b\x06\x9c\x06", 4);
  const std::string field_zero("\x00\x01", 2);
  for (const std::string& bytes : {fixed32, group, field_zero}) {
    EXPECT_THAT(Check<v1::CertificateLeaf>(kBatch + kRoot + bytes),
                HasReason(Reason::kNotCanonical));
  }
  EXPECT_THAT(CheckLeaf(Bytes(21, "1")), HasReason(Reason::kNotCanonical));
}

TEST(CanonicalTest, RefusesUnknownEnumValues) {
  const std::string key = Bytes(1, std::string(32, 'k'));
  EXPECT_THAT(Check<v1::RevokeKey>(key + Number(2, 5)), IsOk());
  EXPECT_THAT(Check<v1::RevokeKey>(key + Number(2, 6)), HasReason(Reason::kNewerFormat));
  EXPECT_THAT(Check<v1::RevokeKey>(key + Number(2, UINT64_MAX)), HasReason(Reason::kNotCanonical));
}

std::string KeyWithPurposes(absl::string_view purposes) {
  return Bytes(1, "abc") + Bytes(2, std::string(44, 'k')) + Bytes(3, std::string(16, 'p')) +
         std::string(purposes);
}

TEST(CanonicalTest, TakesRepeatedScalarsPackedOnly) {
  EXPECT_THAT(Check<v1::AddKey>(KeyWithPurposes(Bytes(4, "\x01\x02"))), IsOk());
  EXPECT_THAT(Check<v1::AddKey>(KeyWithPurposes(Number(4, 1) + Number(4, 2))),
              HasReason(Reason::kNotCanonical));
  EXPECT_THAT(Check<v1::AddKey>(KeyWithPurposes(Bytes(4, ""))), HasReason(Reason::kNotCanonical));
  EXPECT_THAT(Check<v1::AddKey>(KeyWithPurposes(Bytes(4, "\x01") + Bytes(4, "\x02"))),
              HasReason(Reason::kNotCanonical));
}

TEST(CanonicalTest, ChecksItemsOfPackedFields) {
  EXPECT_THAT(Check<v1::AddKey>(KeyWithPurposes(Bytes(4, "\x02\x01"))),
              HasReason(Reason::kFieldOutOfRange));
  EXPECT_THAT(Check<v1::AddKey>(KeyWithPurposes(Bytes(4, std::string(1, '\0')))),
              HasReason(Reason::kFieldOutOfRange));
  EXPECT_THAT(Check<v1::AddKey>(KeyWithPurposes(Bytes(4, "\x7f"))),
              HasReason(Reason::kNewerFormat));
  EXPECT_THAT(Check<v1::AddKey>(KeyWithPurposes("")), HasReason(Reason::kFieldMissing));
}

std::string Roster(absl::string_view organisations) {
  return Bytes(1, std::string(32, 'r')) + Number(2, 2) + std::string(organisations);
}

TEST(CanonicalTest, ChecksRepeatedStrings) {
  EXPECT_THAT(Check<v1::RosterSummary>(Roster(Bytes(3, "aaa") + Bytes(3, "bbb"))), IsOk());
  EXPECT_THAT(Check<v1::RosterSummary>(Roster(Bytes(3, "bbb") + Bytes(3, "aaa"))),
              HasReason(Reason::kFieldOutOfRange));
  EXPECT_THAT(Check<v1::RosterSummary>(Roster(Bytes(3, "aaa") + Bytes(3, "aaa"))),
              HasReason(Reason::kFieldOutOfRange));
  EXPECT_THAT(Check<v1::RosterSummary>(Roster(Bytes(3, "aaa") + Bytes(3, "AAA"))),
              HasReason(Reason::kFieldOutOfRange));
}

TEST(CanonicalTest, CountsItems) {
  std::string many;
  for (int i = 0; i < 257; ++i) many += Bytes(3, std::to_string(100 + i));
  EXPECT_THAT(Check<v1::RosterSummary>(Roster(many)), HasReason(Reason::kFieldOutOfRange));
  EXPECT_THAT(Check<v1::RosterSummary>(Roster("")), HasReason(Reason::kFieldMissing));
}

TEST(CanonicalTest, ChecksOneofs) {
  const std::string time = Number(10, 1);
  const std::string root = Bytes(13, Bytes(1, std::string(32, 'r')));
  EXPECT_THAT(Check<v1::LogEntry>(time + root), IsOk());
  EXPECT_THAT(Check<v1::LogEntry>(time + Bytes(11, "") + root), HasReason(Reason::kNotCanonical));
  EXPECT_THAT(Check<v1::LogEntry>(time), HasReason(Reason::kFieldMissing));
}

TEST(CanonicalTest, TellsMissingFieldsFromWrongOnes) {
  EXPECT_THAT(Check<v1::CertificateLeaf>(""), HasReason(Reason::kFieldMissing));
  EXPECT_THAT(CheckLeaf(Number(21, 10000)), HasReason(Reason::kFieldOutOfRange));
  EXPECT_THAT(Check<v1::CertificateLeaf>(Bytes(20, std::string(15, 'b')) + kRoot),
              HasReason(Reason::kFieldOutOfRange));
  EXPECT_THAT(Check<v1::RotateLogKey>(Bytes(1, std::string(45, 'k')) + Bytes(2, "a")),
              HasReason(Reason::kFieldOutOfRange));
}

TEST(CanonicalTest, TakesCivilDatesOnly) {
  const std::string plan = Bytes(1, std::string(16, 'p'));
  EXPECT_THAT(Check<v1::OpenPublicity>(plan + Number(2, 20280229)), IsOk());
  for (uint32_t day : {20260229u, 20261301u, 20260100u, 18991231u, 100000101u}) {
    EXPECT_THAT(Check<v1::OpenPublicity>(plan + Number(2, day)),
                HasReason(Reason::kFieldOutOfRange));
  }
}

TEST(CanonicalTest, ChecksTextOfStrings) {
  const auto check = [](absl::string_view segment) {
    return Check<v1::JoinChain>(Bytes(1, "abc") + Bytes(2, "abc") + Number(3, 2) +
                                Bytes(4, segment));
  };
  EXPECT_THAT(check("线路板 A"), IsOk());
  EXPECT_THAT(check("\xc0\xaf"), HasReason(Reason::kNotCanonical));
  EXPECT_THAT(check(" a"), HasReason(Reason::kFieldOutOfRange));
  EXPECT_THAT(check("a\xe2\x80\xae"), HasReason(Reason::kFieldOutOfRange));
  EXPECT_THAT(check(std::string(129, 'a')), HasReason(Reason::kFieldOutOfRange));
}

TEST(CanonicalTest, AllowsEmptySubMessages) {
  EXPECT_THAT(Check<v1::SetRecognitionPolicy>(Number(1, 1) + Bytes(2, "")), IsOk());
}

TEST(CanonicalTest, RefusalNamesTheFieldAndNeverItsValue) {
  const std::string numbers = Bytes(1, "SECRET") + Number(2, 1000000) + Number(3, 1);
  const absl::Status status = Check<v1::AssignNumberBlock>(Bytes(1, "abc") + Bytes(2, numbers));
  EXPECT_THAT(status, HasReason(Reason::kFieldOutOfRange));
  EXPECT_EQ(DetailOf(status), "AssignNumberBlock.numbers.first: out of bounds");
}

// A message that holds itself: no type of linkcert.v1 nests deeper than 8.
const google::protobuf::Descriptor& SelfNesting(google::protobuf::DescriptorPool& pool) {
  google::protobuf::FileDescriptorProto file;
  file.set_name("nest.proto");
  file.set_syntax("proto3");
  google::protobuf::DescriptorProto* nest = file.add_message_type();
  nest->set_name("Nest");
  google::protobuf::FieldDescriptorProto* field = nest->add_field();
  field->set_name("nest");
  field->set_number(1);
  field->set_label(google::protobuf::FieldDescriptorProto::LABEL_OPTIONAL);
  field->set_type_name("Nest");
  return *pool.BuildFile(file)->message_type(0);
}

TEST(CanonicalTest, RefusesDeepNesting) {
  google::protobuf::DescriptorPool pool(google::protobuf::DescriptorPool::generated_pool());
  const google::protobuf::Descriptor& type = SelfNesting(pool);
  std::string bytes;
  for (int depth = 1; depth < 8; ++depth) bytes = Bytes(1, bytes);
  EXPECT_THAT(CheckCanonical(type, bytes), IsOk());
  EXPECT_THAT(CheckCanonical(type, Bytes(1, bytes)), HasReason(Reason::kNestingTooDeep));
}

TEST(CanonicalTest, EncodesWhatItAccepts) {
  v1::StatusRoot root;
  root.set_root(std::string(32, 'r'));
  const absl::StatusOr<std::string> bytes = EncodeCanonical(root);
  ASSERT_THAT(bytes, IsOk());
  EXPECT_EQ(DecodeCanonical<v1::StatusRoot>(*bytes)->root(), root.root());
  root.clear_root();
  EXPECT_THAT(EncodeCanonical(root), HasReason(Reason::kFieldMissing));
}

}  // namespace
}  // namespace linkcert::proto
