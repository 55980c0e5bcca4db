#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "client/render/further_answers.h"
#include "client/render/render.h"
#include "client/render/render_claims.h"
#include "client/render/style.h"
#include "proto/charset.h"
#include "proto/civil_date.h"
#include "proto/refusal.h"

namespace linkcert::client {
namespace {

using nlohmann::ordered_json;

Colour ColourOf(v1::Conclusion conclusion) {
  if (conclusion == v1::CONCLUSION_VALID) return Colour::kGreen;
  return conclusion == v1::CONCLUSION_INVALID ? Colour::kRed : Colour::kYellow;
}

std::string Line(absl::string_view label, absl::string_view value) {
  return value.empty() ? std::string() : absl::StrCat("  ", label, ": ", value, "\n");
}

// What an invalid file says of anybody is not repeated.
bool MayShow(const Verification& verification) {
  return verification.verdict.conclusion() != v1::CONCLUSION_INVALID &&
         verification.verdict.has_facts();
}

std::string FactLines(const Verification& verification, Language language) {
  const v1::CertificateFacts& facts = verification.verdict.facts();
  std::string level = absl::StrCat(facts.ladder(), " ", facts.level());
  std::string lines;
  for (const proto::ShownClaim& claim : verification.shown) {
    absl::StrAppend(&lines, Line(ClaimName(claim.tag, language), ClaimText(claim)));
  }
  absl::StrAppend(
      &lines,
      Line(Text{"occupation", "职业"}.In(language),
           absl::StrCat(facts.occupation_name(), " ", facts.occupation_code(), " (",
                        facts.occupation_edition(), ")")),
      Line(Text{"trade", "工种"}.In(language), facts.trade()),
      Line(Text{"level", "等级"}.In(language), level),
      Line(Text{"issuer", "评价机构"}.In(language),
           absl::StrCat(facts.issuer_name(), " (", facts.issuer(), ")")),
      Line(Text{"issued on", "发证日期"}.In(language), proto::FormatDate(facts.issued_on())));
  if (facts.valid_to() != 0) {
    absl::StrAppend(&lines, Line(Text{"valid to", "有效期至"}.In(language),
                                 proto::FormatDate(facts.valid_to())));
  }
  absl::StrAppend(&lines,
                  Line(Text{"certificate id", "证书标识"}.In(language),
                       absl::StrCat(verification.verdict.certificate())),
                  Line(Text{"logged at", "入册时间"}.In(language), FormatTime(facts.logged_at())));
  return lines + FurtherAnswerLines(verification.verdict, language);
}

std::string CheckLine(const v1::Check& check, const RenderOptions& options) {
  const bool fail = check.result() == v1::CHECK_RESULT_FAIL;
  const bool pass = check.result() == v1::CHECK_RESULT_PASS;
  const Colour colour = pass ? Colour::kDim : fail ? Colour::kRed : Colour::kYellow;
  std::string line =
      absl::StrCat("  ", Paint(TextOf(check.result(), options.language), colour, options.colour),
                   "  ", check.name());
  const std::optional<CheckName> name = ParseCheckName(check.name());
  if (name) absl::StrAppend(&line, " — ", TextOf(*name, options.language));
  const std::optional<proto::Reason> reason = proto::ParseReason(check.reason());
  if (!check.reason().empty()) absl::StrAppend(&line, "\n       ", check.reason());
  if (reason) absl::StrAppend(&line, ": ", TextOf(*reason, options.language));
  if (!check.detail().empty()) absl::StrAppend(&line, " [", Printable(check.detail()), "]");
  if (check.age_ms() > 0) {
    absl::StrAppend(&line, " (", FormatAge(check.age_ms(), options.language), ")");
  }
  return line + "\n";
}

std::string AsOfLines(const Verification& verification, Language language) {
  constexpr Text kState = {"state as of", "状态截至"};
  constexpr Text kAsOfIssue = {"the file proves that it was issued, not what happened afterwards",
                               "文件仅证明发证事实，不证明其后的变化"};
  std::string lines;
  if (verification.as_of_issue) {
    absl::StrAppend(&lines, "  ", kAsOfIssue.In(language), "\n");
  }
  if (verification.verdict.as_of() == 0) return lines;
  return lines + Line(kState.In(language), FormatTime(verification.verdict.as_of()));
}

// On whose word something is taken, in one line, or one line each with what it says.
template <typename Word>
std::string WordLines(absl::string_view title, const std::vector<Word>& words,
                      const RenderOptions& options) {
  if (words.empty()) return {};
  std::string lines = absl::StrCat("  ", title, options.verbose ? "\n" : " ");
  const char* between = "";
  for (Word word : words) {
    if (options.verbose) {
      absl::StrAppend(&lines, "    ", NameOf(word), " — ", TextOf(word, options.language), "\n");
    } else {
      absl::StrAppend(&lines, std::exchange(between, ", "), NameOf(word));
    }
  }
  return options.verbose ? lines : lines + "\n";
}

std::string AllWordLines(const Verification& verification, const RenderOptions& options) {
  constexpr Text kAuditors = {"taken on the word of whoever audits the log:",
                              "以日志审计者的结论为准："};
  constexpr Text kIssuers = {"said by the issuer, checked when logged where the rules ask:",
                             "评价机构自述，登记时按当时规则核查："};
  if (!MayShow(verification)) return {};
  return WordLines(kAuditors.In(options.language), verification.on_auditors_word, options) +
         WordLines(kIssuers.In(options.language), verification.on_issuers_word, options);
}

ordered_json ChecksJson(const v1::Verdict& verdict) {
  ordered_json checks = ordered_json::array();
  for (const v1::Check& check : verdict.checks()) {
    const absl::string_view result = TextOf(check.result(), Language::kEnglish);
    ordered_json item = {{"name", check.name()}, {"result", absl::AsciiStrToUpper(result)}};
    if (!check.reason().empty()) item["reason"] = check.reason();
    if (!check.detail().empty()) item["detail"] = check.detail();
    if (check.age_ms() > 0) item["age_ms"] = check.age_ms();
    checks.push_back(std::move(item));
  }
  return checks;
}

template <typename Word>
ordered_json NamesJson(const std::vector<Word>& words) {
  ordered_json names = ordered_json::array();
  for (Word word : words) names.push_back(std::string(NameOf(word)));
  return names;
}

ordered_json FactsJson(const v1::CertificateFacts& facts) {
  ordered_json json = {{"issuer", facts.issuer()},
                       {"issuer_name", facts.issuer_name()},
                       {"occupation_edition", facts.occupation_edition()},
                       {"occupation_code", facts.occupation_code()},
                       {"occupation_name", facts.occupation_name()},
                       {"trade", facts.trade()},
                       {"ladder", facts.ladder()},
                       {"level", facts.level()},
                       {"issued_on", proto::FormatDate(facts.issued_on())}};
  if (facts.valid_to() != 0) json["valid_to"] = proto::FormatDate(facts.valid_to());
  json["batch_number"] = facts.batch_number();
  json["accreditation"] = facts.accreditation();
  json["chain"] = facts.chain();
  json["standard"] = facts.standard();
  json["standard_version"] = facts.standard_version();
  json["logged_at"] = facts.logged_at();
  return json;
}

}  // namespace

absl::string_view NameOf(v1::Conclusion conclusion) {
  if (conclusion == v1::CONCLUSION_VALID) return "VALID";
  return conclusion == v1::CONCLUSION_INVALID ? "INVALID" : "UNKNOWN";
}

std::string RenderText(absl::string_view name, const Verification& verification,
                       const RenderOptions& options) {
  const v1::Verdict& verdict = verification.verdict;
  const absl::string_view conclusion =
      TextOf(verdict.conclusion(), verification.as_of_issue, options.language);
  std::string text = absl::StrCat(Paint(conclusion, ColourOf(verdict.conclusion()), options.colour),
                                  "  ", Printable(name), "\n");
  absl::StrAppend(&text, MayShow(verification) ? FactLines(verification, options.language)
                                               : LinkLines(verdict, options.language));
  if (MayShow(verification)) absl::StrAppend(&text, AsOfLines(verification, options.language));
  for (const v1::Check& check : verdict.checks()) {
    const bool open = check.result() != v1::CHECK_RESULT_PASS;
    if (options.verbose || open) absl::StrAppend(&text, CheckLine(check, options));
  }
  return text + AllWordLines(verification, options);
}

std::string RenderJson(absl::string_view name, const Verification& verification) {
  const v1::Verdict& verdict = verification.verdict;
  ordered_json json = {{"file", Printable(name)},
                       {"conclusion", std::string(NameOf(verdict.conclusion()))},
                       {"as_of_issue", verification.as_of_issue}};
  if (MayShow(verification)) {
    json["certificate"] = verdict.certificate();
    json["as_of"] = verdict.as_of();
    json["facts"] = FactsJson(verdict.facts());
    for (const proto::ShownClaim& claim : verification.shown) {
      json["shown"][ClaimName(claim.tag, Language::kEnglish)] = ClaimText(claim);
    }
  }
  AddFurtherAnswers(verdict, json);
  json["checks"] = ChecksJson(verdict);
  json["on_auditors_word"] = NamesJson(verification.on_auditors_word);
  json["on_issuers_word"] = NamesJson(verification.on_issuers_word);
  return json.dump(-1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace linkcert::client
