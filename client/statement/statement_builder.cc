#include "client/statement/statement_builder.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <google/protobuf/reflection.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/statement/statement_text.h"
#include "crypto/hash.h"
#include "linkcert/v1/field_rule.pb.h"
#include "proto/canonical.h"
#include "proto/refusal.h"

namespace linkcert::client {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr size_t kStatementIdSizeBytes = 16;

template <typename T>
void SortField(Message& message, const FieldDescriptor& field) {
  const auto items = message.GetReflection()->GetMutableRepeatedFieldRef<T>(&message, &field);
  std::vector<T> sorted;
  for (int i = 0; i < items.size(); ++i) sorted.push_back(items.Get(i));
  std::sort(sorted.begin(), sorted.end());
  for (int i = 0; i < items.size(); ++i) items.Set(i, sorted[static_cast<size_t>(i)]);
}

void SortByKind(Message& message, const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return SortField<std::string>(message, field);
    case FieldDescriptor::CPPTYPE_UINT32:
      return SortField<uint32_t>(message, field);
    case FieldDescriptor::CPPTYPE_UINT64:
      return SortField<uint64_t>(message, field);
    case FieldDescriptor::CPPTYPE_ENUM:
      return SortField<int32_t>(message, field);
    default:
      return;
  }
}

// Ascending fields are sets: their order says nothing, so the author need not care.
void SortSets(Message& message) {
  const Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->is_repeated() && field->options().GetExtension(v1::rule).ascending()) {
      SortByKind(message, *field);
    }
    if (field->message_type() == nullptr) continue;
    if (!field->is_repeated()) {
      SortSets(*reflection.MutableMessage(&message, field));
      continue;
    }
    for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
      SortSets(*reflection.MutableRepeatedMessage(&message, field, i));
    }
  }
}

void SortGenesisKeys(v1::Genesis& genesis) {
  auto& keys = *genesis.mutable_authority_keys();
  std::sort(keys.begin(), keys.end(), [](const v1::AuthorityKey& a, const v1::AuthorityKey& b) {
    return crypto::Sha256(a.public_key()) < crypto::Sha256(b.public_key());
  });
}

void Fill(v1::Statement& statement, const StatementFrame& frame) {
  if (statement.registry().empty() && !statement.has_genesis()) {
    statement.set_registry(frame.registry);
  }
  if (statement.statement_id().empty()) {
    statement.set_statement_id(crypto::RandomBytes(kStatementIdSizeBytes));
  }
  if (statement.signed_at() == 0) statement.set_signed_at(frame.now_ms);
  for (const crypto::KeyId& signer : frame.signers) statement.add_signers(signer.str());
  SortSets(statement);
  if (statement.has_genesis()) SortGenesisKeys(*statement.mutable_genesis());
}

absl::Status CheckFrame(const v1::Statement& statement) {
  if (statement.act_case() == v1::Statement::ACT_NOT_SET) {
    return absl::InvalidArgumentError("the text names no act, e.g. register_organisation { … }");
  }
  if (statement.signers().empty()) {
    return absl::InvalidArgumentError("no signers: name their public keys with --signer FILE.pub");
  }
  if (statement.has_genesis() && !statement.registry().empty()) {
    return absl::InvalidArgumentError("genesis belongs to no registry yet: leave --registry out");
  }
  if (!statement.has_genesis() && statement.registry().empty()) {
    return absl::InvalidArgumentError(
        "no registry: give --registry HEX, or --registry-from the genesis statement");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<StatementInMaking> FrameStatement(v1::Statement statement,
                                                 const StatementFrame& frame) {
  Fill(statement, frame);
  absl::Status status = CheckFrame(statement);
  if (!status.ok()) return status;
  absl::StatusOr<std::string> bytes = proto::EncodeCanonical(statement);
  if (!bytes.ok()) return bytes.status();
  return StatementInMaking::Create(*std::move(bytes));
}

absl::StatusOr<StatementInMaking> BuildStatement(absl::string_view text,
                                                 const std::string& directory,
                                                 const StatementFrame& frame) {
  absl::StatusOr<StatementText> parsed = StatementText::Parse(text, directory);
  if (!parsed.ok()) return parsed.status();
  absl::StatusOr<StatementInMaking> built = FrameStatement(parsed->statement(), frame);
  const std::optional<proto::Reason> reason = proto::ReasonOf(built.status());
  if (built.ok() || !reason) return built;
  const absl::string_view detail = proto::DetailOf(built.status());
  const std::string place = parsed->PlaceOf(detail.substr(0, detail.find(':')));
  if (place.empty()) return built;
  return proto::Refuse(*reason, absl::StrCat(place, ": ", detail));
}

}  // namespace linkcert::client
