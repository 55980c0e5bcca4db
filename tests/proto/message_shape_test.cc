#include "proto/message_shape.h"

#include <google/protobuf/descriptor.pb.h>

#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "linkcert/v1/statement.pb.h"
#include "proto/canonical.h"
#include "tests/testing/status_matchers.h"

namespace linkcert::proto {
namespace {

using ::google::protobuf::Descriptor;
using ::google::protobuf::DescriptorPool;
using ::google::protobuf::FieldDescriptorProto;
using ::google::protobuf::FileDescriptorProto;
using ::linkcert::testing::HasCode;
using ::linkcert::testing::IsOk;

TEST(MessageShapeTest, AllWireTypesKeepTheRulesOfTheFormat) {
  const absl::StatusOr<ShapeTable> table = ShapeTable::Compile(WireTypes());
  ASSERT_THAT(table, IsOk());
  const MessageShape* statement = table->Find(*v1::Statement::descriptor());
  ASSERT_NE(statement, nullptr);
  EXPECT_TRUE(statement->one_required);
  EXPECT_EQ(statement->fields.size(), 53u);
}

// Every message of the files that hold acts is reachable from a root, so none escapes the check.
TEST(MessageShapeTest, NoMessageOfTheActsIsForgotten) {
  const absl::StatusOr<ShapeTable> table = ShapeTable::Compile(WireTypes());
  ASSERT_THAT(table, IsOk());
  for (const char* file : {"act_certificate", "act_governance", "act_issue", "act_oversight",
                           "act_process", "act_standard", "certificate_file", "entry", "terms"}) {
    const auto* descriptor = DescriptorPool::generated_pool()->FindFileByName(
        absl::StrCat("linkcert/v1/", file, ".proto"));
    ASSERT_NE(descriptor, nullptr) << file;
    for (int i = 0; i < descriptor->message_type_count(); ++i) {
      const Descriptor& type = *descriptor->message_type(i);
      EXPECT_NE(table->Find(type), nullptr) << type.full_name();
    }
  }
}

// One message T with fields made of their text format.
class FaultyTypeTest : public ::testing::Test {
 protected:
  FaultyTypeTest() : pool_(DescriptorPool::generated_pool()) {
    file_.set_name("faulty.proto");
    file_.set_syntax("proto3");
    file_.add_dependency("linkcert/v1/field_rule.proto");
    file_.add_message_type()->set_name("T");
  }

  FieldDescriptorProto& AddField(int number, FieldDescriptorProto::Type type) {
    FieldDescriptorProto& field = *file_.mutable_message_type(0)->add_field();
    field.set_name(absl::StrCat("f", number));
    field.set_number(number);
    field.set_type(type);
    field.set_label(FieldDescriptorProto::LABEL_OPTIONAL);
    return field;
  }

  v1::FieldRule& RuleOf(FieldDescriptorProto& field) {
    return *field.mutable_options()->MutableExtension(v1::rule);
  }

  absl::Status Compile() { return CheckCanonical(*pool_.BuildFile(file_)->message_type(0), ""); }

  DescriptorPool pool_;
  FileDescriptorProto file_;
};

TEST_F(FaultyTypeTest, AcceptsPlainNumbers) {
  AddField(1, FieldDescriptorProto::TYPE_UINT64);
  EXPECT_THAT(Compile(), IsOk());
}

TEST_F(FaultyTypeTest, RefusesFloats) {
  AddField(1, FieldDescriptorProto::TYPE_DOUBLE);
  EXPECT_THAT(Compile(), HasCode(absl::StatusCode::kInternal));
}

TEST_F(FaultyTypeTest, RefusesSignedNumbers) {
  AddField(1, FieldDescriptorProto::TYPE_INT64);
  EXPECT_THAT(Compile(), HasCode(absl::StatusCode::kInternal));
}

TEST_F(FaultyTypeTest, RefusesFixedNumbers) {
  AddField(1, FieldDescriptorProto::TYPE_FIXED32);
  EXPECT_THAT(Compile(), HasCode(absl::StatusCode::kInternal));
}

TEST_F(FaultyTypeTest, RefusesStringsWithoutCharset) {
  RuleOf(AddField(1, FieldDescriptorProto::TYPE_STRING)).set_max_size(3);
  EXPECT_THAT(Compile(), HasCode(absl::StatusCode::kInternal));
}

TEST_F(FaultyTypeTest, RefusesStringsWithoutSize) {
  RuleOf(AddField(1, FieldDescriptorProto::TYPE_STRING)).set_charset(v1::CHARSET_TEXT);
  EXPECT_THAT(Compile(), HasCode(absl::StatusCode::kInternal));
}

TEST_F(FaultyTypeTest, RefusesBytesWithoutSize) {
  AddField(1, FieldDescriptorProto::TYPE_BYTES);
  EXPECT_THAT(Compile(), HasCode(absl::StatusCode::kInternal));
}

TEST_F(FaultyTypeTest, RefusesRepeatedWithoutMaxItems) {
  AddField(1, FieldDescriptorProto::TYPE_UINT32).set_label(FieldDescriptorProto::LABEL_REPEATED);
  EXPECT_THAT(Compile(), HasCode(absl::StatusCode::kInternal));
}

TEST_F(FaultyTypeTest, RefusesUnpackedScalars) {
  FieldDescriptorProto& field = AddField(1, FieldDescriptorProto::TYPE_UINT32);
  field.set_label(FieldDescriptorProto::LABEL_REPEATED);
  field.mutable_options()->set_packed(false);
  RuleOf(field).set_max_items(2);
  EXPECT_THAT(Compile(), HasCode(absl::StatusCode::kInternal));
}

TEST_F(FaultyTypeTest, RefusesOptionalScalars) {
  FieldDescriptorProto& field = AddField(1, FieldDescriptorProto::TYPE_UINT32);
  field.set_proto3_optional(true);
  field.set_oneof_index(0);
  file_.mutable_message_type(0)->add_oneof_decl()->set_name("_f1");
  EXPECT_THAT(Compile(), HasCode(absl::StatusCode::kInternal));
}

TEST_F(FaultyTypeTest, RefusesFieldsAboveAOneof) {
  FieldDescriptorProto& member = AddField(1, FieldDescriptorProto::TYPE_BYTES);
  member.set_oneof_index(0);
  RuleOf(member).set_max_size(1);
  AddField(2, FieldDescriptorProto::TYPE_UINT32);
  file_.mutable_message_type(0)->add_oneof_decl()->set_name("o");
  EXPECT_THAT(Compile(), HasCode(absl::StatusCode::kInternal));
}

TEST_F(FaultyTypeTest, RefusesGapsInAOneof) {
  for (int number : {1, 3}) {
    FieldDescriptorProto& member = AddField(number, FieldDescriptorProto::TYPE_BYTES);
    member.set_oneof_index(0);
    RuleOf(member).set_max_size(1);
  }
  file_.mutable_message_type(0)->add_oneof_decl()->set_name("o");
  EXPECT_THAT(Compile(), HasCode(absl::StatusCode::kInternal));
}

TEST_F(FaultyTypeTest, RefusesProto2) {
  AddField(1, FieldDescriptorProto::TYPE_UINT32);
  file_.set_syntax("proto2");
  EXPECT_THAT(Compile(), HasCode(absl::StatusCode::kInternal));
}

TEST_F(FaultyTypeTest, RefusesMaps) {
  EXPECT_THAT(CheckCanonical(*google::rpc::ErrorInfo::descriptor(), ""),
              HasCode(absl::StatusCode::kInternal));
}

}  // namespace
}  // namespace linkcert::proto
