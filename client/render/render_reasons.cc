#include "client/render/render_reasons.h"

#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"

namespace linkcert::client {
namespace {

constexpr char kMarkdownHead[] =
    R"(# Refusal reasons 拒绝原因

Every refusal, failed check and finding has one of these names. They are stable: programs decide by
the name (`google.rpc.ErrorInfo.reason`, domain `linkcert`; the `reason` of a check), never by the
text. *Code* is the gRPC status code of a call that is refused for it, *rule* the rule of the
rulebook (RULES.md) behind it. `linkcert reasons` prints this table, also as JSON; a test holds this
page against the code.

| reason | code | rule | English | 中文 |
|---|---|---|---|---|
)";

std::string CodeOf(const proto::ReasonEntry& entry) { return absl::StatusCodeToString(entry.code); }

}  // namespace

std::string ReasonsAsText(absl::Span<const proto::ReasonEntry> reasons, Language language) {
  std::string text;
  for (const proto::ReasonEntry& entry : reasons) {
    const Text sentence = {entry.english, entry.chinese};
    absl::StrAppend(&text, entry.name, "  ", CodeOf(entry), entry.rule.empty() ? "" : "  ",
                    entry.rule, "\n    ", sentence.In(language), "\n");
  }
  return text;
}

std::string ReasonsAsJson(absl::Span<const proto::ReasonEntry> reasons) {
  nlohmann::ordered_json rows = nlohmann::ordered_json::array();
  for (const proto::ReasonEntry& entry : reasons) {
    rows.push_back({{"reason", std::string(entry.name)},
                    {"code", CodeOf(entry)},
                    {"rule", std::string(entry.rule)},
                    {"english", std::string(entry.english)},
                    {"chinese", std::string(entry.chinese)}});
  }
  return rows.dump() + "\n";
}

std::string ReasonsAsMarkdown() {
  std::string page = kMarkdownHead;
  for (const proto::ReasonEntry& entry : proto::AllReasons()) {
    absl::StrAppend(&page, "| `", entry.name, "` | ", CodeOf(entry), " | ", entry.rule, " | ",
                    entry.english, " | ", entry.chinese, " |\n");
  }
  return page;
}

}  // namespace linkcert::client
