#include "client/render/further_answers.h"

#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "client/render/answer_texts.h"
#include "client/render/style.h"

namespace linkcert::client {
namespace {

using nlohmann::ordered_json;

Text TextOf(v1::NationalSync state) {
  switch (state) {
    case v1::NATIONAL_SYNC_NOT_APPLICABLE:
      return {"does not take it", "不适用"};
    case v1::NATIONAL_SYNC_NOT_REPORTED:
      return {"not reported", "尚未上报"};
    case v1::NATIONAL_SYNC_REPORTED:
      return {"reported", "已上报"};
    case v1::NATIONAL_SYNC_ACCEPTED:
      return {"accepted", "已入库"};
    case v1::NATIONAL_SYNC_RETURNED:
      return {"returned", "已退回"};
    default:
      return {"unknown", "无法判定"};
  }
}

// The same in every language.
std::string NameOfSync(v1::NationalSync state) {
  const std::string name = v1::NationalSync_Name(state);
  constexpr size_t kPrefixSize = sizeof("NATIONAL_SYNC_") - 1;
  return name.size() > kPrefixSize ? name.substr(kPrefixSize) : "UNKNOWN";
}

// "; POST_UNKNOWN: …"; empty for no reason.
std::string ReasonPart(const std::string& name, Language language) {
  return name.empty() ? std::string() : absl::StrCat("; ", ReasonText(name, language));
}

// " (policy 3, rule 2)"; of what is 0 nothing.
std::string Places(Text whole, uint32_t version, Text part, uint32_t number, Language language) {
  if (version == 0) return {};
  std::string places = absl::StrCat(" (", whole.In(language), " ", version);
  if (number != 0) absl::StrAppend(&places, ", ", part.In(language), " ", number);
  return places + ")";
}

std::string SyncLine(const v1::NationalSyncReport& report, Language language) {
  return absl::StrCat("  ", Text{"national platform", "全国联网查询"}.In(language), ": ",
                      TextOf(report.state()).In(language), report.code().empty() ? "" : " ",
                      Printable(report.code()), "\n");
}

std::string RecognitionLine(const v1::Recognition& recognition, Language language) {
  std::string line = absl::StrCat("  ", Text{"recognised", "互认"}.In(language), ": ",
                                  TextOf(recognition.recognised(), language));
  if (!recognition.own_ladder().empty()) {
    absl::StrAppend(&line, Text{", as ", "，对应本单位等级 "}.In(language),
                    Printable(recognition.own_ladder()), " ", recognition.own_level());
  }
  return absl::StrCat(line,
                      Places({"policy", "政策版本"}, recognition.policy_version(), {"rule", "规则"},
                             recognition.rule(), language),
                      ReasonPart(recognition.reason(), language), "\n");
}

std::string FitnessLine(const v1::PostFitness& fitness, Language language) {
  return absl::StrCat("  ", Text{"fit for the post", "证岗相适"}.In(language), ": ",
                      TextOf(fitness.fit(), language),
                      Places({"requirement", "岗位要求版本"}, fitness.requirement_version(),
                             {"qualification", "条件"}, fitness.qualification(), language),
                      ReasonPart(fitness.reason(), language), "\n");
}

ordered_json LinksJson(const v1::CertificateLinks& links) {
  ordered_json json = {{"version", links.version()}};
  if (links.supersedes() != 0) json["supersedes"] = links.supersedes();
  if (links.superseded_by() != 0) json["superseded_by"] = links.superseded_by();
  if (links.companion() != 0) json["companion"] = links.companion();
  json["awaits_decision"] = links.awaits_decision();
  if (links.decision() == v1::COMPANION_DECISION_KEEP) json["decision"] = "KEEP";
  if (links.decision() == v1::COMPANION_DECISION_REVOKE) json["decision"] = "REVOKE";
  return json;
}

ordered_json SyncJson(const v1::NationalSyncReport& report) {
  ordered_json json = {{"state", NameOfSync(report.state())}};
  if (!report.code().empty()) json["code"] = report.code();
  if (report.entry_index() != 0) json["entry"] = report.entry_index();
  if (report.logged_at() != 0) json["logged_at"] = report.logged_at();
  return json;
}

ordered_json RecognitionJson(const v1::Recognition& recognition) {
  ordered_json json = {{"recognised", NameOf(recognition.recognised())}};
  if (!recognition.reason().empty()) json["reason"] = recognition.reason();
  json["policy_version"] = recognition.policy_version();
  json["rule"] = recognition.rule();
  if (recognition.own_ladder().empty()) return json;
  json["own_ladder"] = recognition.own_ladder();
  json["own_level"] = recognition.own_level();
  return json;
}

ordered_json FitnessJson(const v1::PostFitness& fitness) {
  ordered_json json = {{"fit", NameOf(fitness.fit())}};
  if (!fitness.reason().empty()) json["reason"] = fitness.reason();
  json["requirement_version"] = fitness.requirement_version();
  json["qualification"] = fitness.qualification();
  return json;
}

}  // namespace

std::string LinkLines(const v1::Verdict& verdict, Language language) {
  const v1::CertificateLinks& links = verdict.links();
  std::string lines;
  const auto add = [&](uint64_t certificate, Text text) {
    if (certificate == 0) return;
    absl::StrAppend(&lines, "  ", text.In(language), ": ", certificate, "\n");
  };
  add(links.superseded_by(), {"replaced by certificate", "已由证书替代"});
  add(links.supersedes(), {"replaces certificate", "替代证书"});
  add(links.version() > 1 ? links.version() : 0, {"version", "版本"});
  add(links.companion(), {"companion certificate of the same examination", "一试双证的另一证书"});
  if (links.awaits_decision()) {
    absl::StrAppend(&lines, "  ",
                    Text{"AWAITS A DECISION: its companion was revoked for fraud",
                         "待决定：另一证书因弄虚作假已被撤销"}
                        .In(language),
                    "\n");
  }
  if (links.decision() == v1::COMPANION_DECISION_KEEP) {
    absl::StrAppend(&lines, "  ",
                    Text{"decided to stand though its companion was revoked for fraud",
                         "另一证书因弄虚作假被撤销，经决定本证书保留"}
                        .In(language),
                    "\n");
  }
  return lines;
}

std::string FurtherAnswerLines(const v1::Verdict& verdict, Language language) {
  std::string lines;
  if (verdict.has_national_sync()) lines += SyncLine(verdict.national_sync(), language);
  lines += LinkLines(verdict, language);
  if (verdict.has_recognition()) lines += RecognitionLine(verdict.recognition(), language);
  if (verdict.has_post_fitness()) lines += FitnessLine(verdict.post_fitness(), language);
  return lines;
}

void AddFurtherAnswers(const v1::Verdict& verdict, ordered_json& json) {
  if (verdict.has_national_sync()) json["national_sync"] = SyncJson(verdict.national_sync());
  if (verdict.has_links()) json["links"] = LinksJson(verdict.links());
  if (verdict.has_recognition()) json["recognition"] = RecognitionJson(verdict.recognition());
  if (verdict.has_post_fitness()) json["post_fitness"] = FitnessJson(verdict.post_fitness());
}

}  // namespace linkcert::client
