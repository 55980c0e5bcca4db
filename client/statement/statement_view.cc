#include "client/statement/statement_view.h"

#include <google/protobuf/text_format.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "client/render/message_json.h"
#include "proto/statement.h"

namespace linkcert::client {
namespace {

using google::protobuf::TextFormat;

// Bytes as references, texts as they are: the canonical form lets no control characters in.
class ReadableValues : public TextFormat::FastFieldValuePrinter {
 public:
  void PrintBytes(const std::string& value,
                  TextFormat::BaseTextGenerator* generator) const override {
    generator->PrintString(absl::StrCat("\"hex:", absl::BytesToHexString(value), "\""));
  }
  void PrintString(const std::string& value,
                   TextFormat::BaseTextGenerator* generator) const override {
    generator->PrintString(absl::StrCat("\"", absl::Utf8SafeCEscape(value), "\""));
  }
};

std::string ActOf(const v1::Statement& statement) {
  return std::string(proto::ActName(proto::ActNumber(statement)));
}

void Line(std::string& text, const Text& name, const std::string& value, Language language) {
  absl::StrAppend(&text, name.In(language), ": ", value, "\n");
}

}  // namespace

std::string FormatAct(const v1::Statement& statement) {
  v1::Statement act = statement;
  act.clear_registry();
  act.clear_statement_id();
  act.clear_signed_at();
  act.clear_signers();
  TextFormat::Printer printer;
  printer.SetDefaultFieldValuePrinter(new ReadableValues);  // takes ownership
  std::string text;
  printer.PrintToString(act, &text);
  return text;
}

std::string FormatStatement(const StatementInMaking& statement, Language language) {
  const v1::Statement& content = statement.statement();
  std::string text;
  Line(text, {"act", "行为"}, ActOf(content), language);
  Line(text, {"digest (SHA-256)", "摘要（SHA-256）"}, statement.digest().ToHex(), language);
  Line(text, {"registry", "登记簿"},
       content.registry().empty() ? "-" : absl::BytesToHexString(content.registry()), language);
  Line(text, {"statement id", "声明标识"}, absl::BytesToHexString(content.statement_id()),
       language);
  Line(text, {"signed at", "签署时间"}, FormatTime(content.signed_at()), language);
  absl::StrAppend(&text, FormatAct(content));
  for (const crypto::KeyId& signer : statement.signers()) {
    const bool has_signed = statement.IsSignedBy(signer);
    constexpr Text kSigned = {"signed by", "已签"};
    constexpr Text kMissing = {"not yet signed by", "未签"};
    Line(text, has_signed ? kSigned : kMissing, signer.ToHex(), language);
  }
  return text;
}

Json StatementFacts(const StatementInMaking& statement) {
  Json facts;
  facts["act"] = ActOf(statement.statement());
  facts["digest"] = statement.digest().ToHex();
  facts["statement"] = ToJson(statement.statement());
  facts["signed_by"] = Json::array();
  facts["missing"] = Json::array();
  for (const crypto::KeyId& signer : statement.signers()) {
    facts[statement.IsSignedBy(signer) ? "signed_by" : "missing"].push_back(signer.ToHex());
  }
  return facts;
}

}  // namespace linkcert::client
