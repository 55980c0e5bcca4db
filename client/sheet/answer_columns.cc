#include "client/sheet/answer_columns.h"

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/render/answer_texts.h"
#include "client/render/render.h"

namespace linkcert::client {
namespace {

// In the order of AnswerCells.
constexpr Text kColumns[] = {{"conclusion", "核验结论"},    {"reasons", "核验原因"},
                             {"matches row", "与本行相符"}, {"state since", "状态起始"},
                             {"recognised", "互认"},        {"own grade", "对应本单位等级"},
                             {"fit for post", "证岗相适"},  {"verified certificate", "核验证书"}};

std::string ConclusionCell(const RowAnswer& answer, Language language) {
  const v1::Conclusion conclusion =
      answer.verdict ? answer.verdict->conclusion() : v1::CONCLUSION_UNKNOWN;
  return std::string(language == Language::kEnglish ? NameOf(conclusion)
                                                    : TextOf(conclusion, false, language));
}

std::string ReasonsCell(const RowAnswer& answer, Language language) {
  if (answer.fault) {
    return absl::StrCat(NameOf(*answer.fault), ": ", TextOf(*answer.fault, language));
  }
  if (!answer.verdict) return ReasonText(answer.reason, language);
  std::vector<std::string> texts;
  for (const std::string& reason : ReasonsOf(*answer.verdict)) {
    texts.push_back(ReasonText(reason, language));
  }
  return absl::StrJoin(texts, "; ");
}

std::string AnswerCell(v1::Answer answer, Language language) {
  return answer == v1::ANSWER_UNSPECIFIED ? std::string() : std::string(TextOf(answer, language));
}

std::string SinceCell(const v1::Verdict& verdict) {
  if (!verdict.has_facts()) return {};
  const uint64_t issued = verdict.facts().logged_at();
  return FormatTime(verdict.has_standing() ? verdict.standing().logged_at() : issued);
}

std::string GradeCell(const v1::Recognition& recognition) {
  if (recognition.own_ladder().empty()) return {};
  return absl::StrCat(recognition.own_ladder(), " ", recognition.own_level());
}

// "no: POST_LEVEL_TOO_LOW: …"
template <typename Part>
std::string ReasonedCell(v1::Answer said, const Part& part, Language language) {
  const std::string cell = AnswerCell(said, language);
  return part.reason().empty() ? cell
                               : absl::StrCat(cell, "; ", ReasonText(part.reason(), language));
}

}  // namespace

std::vector<std::string> AnswerColumns(Language language) {
  std::vector<std::string> names;
  for (const Text& column : kColumns) names.emplace_back(column.In(language));
  return names;
}

bool IsAnswerColumn(absl::string_view name) {
  return absl::c_any_of(kColumns, [&](const Text& column) {
    return name == column.english || name == column.chinese;
  });
}

std::vector<std::string> AnswerCells(const RowAnswer& answer, Language language) {
  const v1::Verdict verdict = answer.verdict.value_or(v1::Verdict());
  const v1::Recognition& recognition = verdict.recognition();
  const v1::PostFitness& fitness = verdict.post_fitness();
  return {ConclusionCell(answer, language),
          ReasonsCell(answer, language),
          AnswerCell(answer.matches, language),
          SinceCell(verdict),
          ReasonedCell(recognition.recognised(), recognition, language),
          GradeCell(recognition),
          ReasonedCell(fitness.fit(), fitness, language),
          verdict.has_facts() ? absl::StrCat(verdict.certificate()) : std::string()};
}

}  // namespace linkcert::client
