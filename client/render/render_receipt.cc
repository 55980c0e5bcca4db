#include "client/render/render_receipt.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/render/render_claims.h"
#include "client/render/style.h"
#include "proto/refusal.h"

namespace linkcert::client {
namespace {

using nlohmann::ordered_json;

struct NamedText {
  absl::string_view check;
  Text text;
};
// Of the checks that certificate files do not have.
const NamedText kChecks[] = {
    {kRegistryKeyCheck, {"a key of the registry for receipts", "登记簿的回执密钥"}},
    {kReceiptSignatureCheck, {"signed by that key", "由该密钥签名"}},
    {kReceiptNonceCheck, {"made for this nonce", "随机数相符"}},
    {kReceiptPurposeCheck, {"made for this purpose", "用途相符"}},
    {kReceiptRequesterCheck, {"made for this organisation", "申请单位相符"}},
    {kReceiptCertificateCheck, {"about this certificate", "证书相符"}},
    {kReceiptVerdictCheck, {"the registry found the certificate valid", "登记簿核验结论为有效"}},
};
// What "in force" and so on are said of in a certificate file is the batch's keys.
constexpr NamedText kOwnTexts[] = {
    {"KEYS_IN_FORCE", {"the key was in force when it signed", "签署时密钥有效"}},
    {"STATUS_ROOT", {"the status proof leads to the status root", "状态证明指向状态根"}},
};

absl::string_view TextOfCheck(absl::string_view name, Language language) {
  for (const NamedText& known : kChecks) {
    if (known.check == name) return known.text.In(language);
  }
  for (const NamedText& known : kOwnTexts) {
    if (known.check == name) return known.text.In(language);
  }
  const std::optional<CheckName> shared = ParseCheckName(name);
  return shared ? TextOf(*shared, language) : absl::string_view();
}

Text HeadingOf(const ReceiptVerification& verification) {
  if (!verification.signed_by_registry) {
    const bool open = verification.conclusion == v1::CONCLUSION_UNKNOWN;
    return open ? Text{"COULD NOT DECIDE", "无法判定"} : Text{"NOT GENUINE", "回执不可信"};
  }
  if (!verification.genuine) return {"FOR ANOTHER OCCASION", "为其他场合出具"};
  switch (verification.receipt.verdict()) {
    case v1::RECEIPT_VERDICT_VALID:
      return verification.conclusion == v1::CONCLUSION_VALID
                 ? Text{"GENUINE: the certificate was VALID", "回执真实：证书有效"}
                 : Text{"GENUINE, but too old to decide by", "回执真实，但时间过久，无法判定"};
    case v1::RECEIPT_VERDICT_INVALID:
      return {"GENUINE: the certificate was NOT VALID", "回执真实：证书无效"};
    default:
      return {"GENUINE: the registry could not decide", "回执真实：登记簿无法判定"};
  }
}

Colour ColourOf(v1::Conclusion conclusion) {
  if (conclusion == v1::CONCLUSION_VALID) return Colour::kGreen;
  return conclusion == v1::CONCLUSION_INVALID ? Colour::kRed : Colour::kYellow;
}

std::string ReasonText(const std::string& name, Language language) {
  const std::optional<proto::Reason> reason = proto::ParseReason(name);
  return absl::StrCat(Printable(name), reason ? ": " : "",
                      reason ? TextOf(*reason, language) : absl::string_view());
}

std::string Line(Text label, absl::string_view value, Language language) {
  return value.empty() ? std::string() : absl::StrCat("  ", label.In(language), ": ", value, "\n");
}

std::string ShownText(const v1::VerificationReceipt& receipt, Language language) {
  std::vector<std::string> names;
  for (uint32_t tag : receipt.shown_tags()) names.emplace_back(ClaimName(tag, language));
  return absl::StrJoin(names, ", ");
}

std::string ReceiptLines(const v1::VerificationReceipt& receipt, Language language) {
  return absl::StrCat(
      Line({"reason", "原因"},
           receipt.reason().empty() ? std::string() : ReasonText(receipt.reason(), language),
           language),
      Line({"certificate id", "证书标识"}, absl::StrCat(receipt.certificate()), language),
      Line({"state as of", "状态截至"}, FormatTime(receipt.as_of()), language),
      Line({"verified at", "核验时间"}, FormatTime(receipt.verified_at()), language),
      Line({"for", "申请单位"}, Printable(receipt.requester()), language),
      Line({"purpose", "用途"}, Printable(receipt.purpose()), language),
      Line({"nonce", "随机数"}, absl::BytesToHexString(receipt.nonce()), language),
      Line({"shown to the registry", "向登记簿出示"}, ShownText(receipt, language), language),
      Line({"rests on", "依据"},
           absl::StrCat(receipt.log_size(), " ", Text{"log entries", "个日志条目"}.In(language)),
           language));
}

std::string CheckLine(const v1::Check& check, const RenderOptions& options) {
  const bool fail = check.result() == v1::CHECK_RESULT_FAIL;
  const bool pass = check.result() == v1::CHECK_RESULT_PASS;
  const Colour colour = pass ? Colour::kDim : fail ? Colour::kRed : Colour::kYellow;
  std::string line =
      absl::StrCat("  ", Paint(TextOf(check.result(), options.language), colour, options.colour),
                   "  ", check.name(), " — ", TextOfCheck(check.name(), options.language));
  if (!check.reason().empty()) {
    absl::StrAppend(&line, "\n       ", ReasonText(check.reason(), options.language));
  }
  if (!check.detail().empty()) absl::StrAppend(&line, " [", Printable(check.detail()), "]");
  return line + "\n";
}

std::string NameOfVerdict(v1::ReceiptVerdict verdict) {
  if (verdict == v1::RECEIPT_VERDICT_VALID) return "VALID";
  return verdict == v1::RECEIPT_VERDICT_INVALID ? "INVALID" : "UNKNOWN";
}

ordered_json ReceiptJson(const v1::VerificationReceipt& receipt) {
  ordered_json json = {{"certificate", receipt.certificate()},
                       {"verdict", NameOfVerdict(receipt.verdict())}};
  if (!receipt.reason().empty()) json["reason"] = receipt.reason();
  json["as_of"] = receipt.as_of();
  json["verified_at"] = receipt.verified_at();
  json["requester"] = receipt.requester();
  json["purpose"] = receipt.purpose();
  json["nonce"] = absl::BytesToHexString(receipt.nonce());
  json["shown"] = ordered_json::array();
  for (uint32_t tag : receipt.shown_tags()) {
    json["shown"].push_back(ClaimName(tag, Language::kEnglish));
  }
  json["log_size"] = receipt.log_size();
  json["status_root"] = receipt.status_root();
  return json;
}

}  // namespace

std::string RenderText(absl::string_view name, const ReceiptVerification& verification,
                       const RenderOptions& options) {
  std::string text = absl::StrCat(Paint(HeadingOf(verification).In(options.language),
                                        ColourOf(verification.conclusion), options.colour),
                                  "  ", Printable(name), "\n");
  if (verification.signed_by_registry) {
    absl::StrAppend(&text, ReceiptLines(verification.receipt, options.language));
  }
  for (const v1::Check& check : verification.checks) {
    const bool open = check.result() != v1::CHECK_RESULT_PASS;
    if (options.verbose || open) absl::StrAppend(&text, CheckLine(check, options));
  }
  return text;
}

std::string RenderJson(absl::string_view name, const ReceiptVerification& verification) {
  ordered_json json = {{"file", Printable(name)},
                       {"conclusion", std::string(NameOf(verification.conclusion))},
                       {"genuine", verification.genuine}};
  if (verification.signed_by_registry) json["receipt"] = ReceiptJson(verification.receipt);
  json["checks"] = ordered_json::array();
  for (const v1::Check& check : verification.checks) {
    const absl::string_view result = TextOf(check.result(), Language::kEnglish);
    ordered_json item = {{"name", check.name()}, {"result", absl::AsciiStrToUpper(result)}};
    if (!check.reason().empty()) item["reason"] = check.reason();
    if (!check.detail().empty()) item["detail"] = check.detail();
    if (check.age_ms() > 0) item["age_ms"] = check.age_ms();
    json["checks"].push_back(std::move(item));
  }
  return json.dump(-1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace linkcert::client
