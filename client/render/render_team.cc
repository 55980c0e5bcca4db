#include "client/render/render_team.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/render/answer_texts.h"
#include "client/render/style.h"

namespace linkcert::client {
namespace {

using nlohmann::ordered_json;

Colour ColourOf(v1::Answer answer) {
  if (answer == v1::ANSWER_YES) return Colour::kGreen;
  return answer == v1::ANSWER_NO ? Colour::kRed : Colour::kYellow;
}

absl::string_view Headline(v1::Answer fit, Language language) {
  constexpr Text kFit = {"FIT", "班组适岗"};
  constexpr Text kNotFit = {"NOT FIT", "班组不适岗"};
  constexpr Text kUnknown = {"COULD NOT DECIDE", "无法判定"};
  if (fit == v1::ANSWER_YES) return kFit.In(language);
  return (fit == v1::ANSWER_NO ? kNotFit : kUnknown).In(language);
}

std::string CountLine(const v1::TeamVerdict& team, Language language) {
  if (team.requirement_version() == 0) return {};
  return absl::StrCat("  ", Text{"fit members", "适岗人数"}.In(language), ": ", team.fit_members(),
                      Text{" of ", " / "}.In(language), team.members_size(),
                      Text{", undecided ", "，无法判定 "}.In(language), team.undecided_members(),
                      Text{", needed ", "，需要 "}.In(language), team.needed_members(),
                      Text{" (requirement ", "（岗位要求版本 "}.In(language),
                      team.requirement_version(), Text{")", "）"}.In(language), "\n");
}

std::string LeaderLine(const v1::TeamVerdict& team, Language language) {
  if (!team.leader_required()) return {};
  return absl::StrCat("  ", Text{"leader fit", "班组长适岗"}.In(language), ": ",
                      TextOf(team.leader_fit(), language), "\n");
}

std::string CertificateLine(const std::string& name, const v1::Verdict& verdict, bool counts,
                            Language language) {
  std::string line =
      absl::StrCat("    ", TextOf(verdict.conclusion(), false, language), "  ", Printable(name),
                   counts ? Text{" (this one counts)", "（以此证为准）"}.In(language) : "", "\n");
  for (const std::string& reason : ReasonsOf(verdict)) {
    absl::StrAppend(&line, "      ", ReasonText(reason, language), "\n");
  }
  return line;
}

std::string MemberLines(const NamedMember& asked, const v1::MemberVerdict& member,
                        Language language) {
  std::string lines = absl::StrCat("  ", Printable(asked.name));
  if (member.has_fitness()) {
    absl::StrAppend(&lines, ": ", TextOf(member.fitness().fit(), language));
    const std::string& reason = member.fitness().reason();
    if (!reason.empty()) absl::StrAppend(&lines, "; ", ReasonText(reason, language));
  }
  lines += "\n";
  for (size_t i = 0; i < asked.certificates.size(); ++i) {
    absl::StrAppend(&lines,
                    CertificateLine(asked.certificates[i], member.certificates(static_cast<int>(i)),
                                    member.certificate() == i + 1, language));
  }
  return lines;
}

ordered_json MemberJson(const NamedMember& asked, const v1::MemberVerdict& member) {
  ordered_json json = {{"member", Printable(asked.name)}};
  if (member.has_fitness()) {
    json["fit"] = NameOf(member.fitness().fit());
    if (!member.fitness().reason().empty()) json["reason"] = member.fitness().reason();
    json["qualification"] = member.fitness().qualification();
    json["by_certificate"] = member.certificate();
  }
  json["certificates"] = ordered_json::array();
  for (size_t i = 0; i < asked.certificates.size(); ++i) {
    Verification verification;
    verification.verdict = member.certificates(static_cast<int>(i));
    json["certificates"].push_back(
        ordered_json::parse(RenderJson(asked.certificates[i], verification)));
  }
  return json;
}

}  // namespace

std::string RenderText(const NamedTeam& asked, const v1::TeamVerdict& team,
                       const RenderOptions& options) {
  const Language language = options.language;
  std::string text =
      absl::StrCat(Paint(Headline(team.fit(), language), ColourOf(team.fit()), options.colour),
                   "  ", Printable(asked.post), " (", Printable(asked.audience), ")\n");
  if (!team.reason().empty()) {
    absl::StrAppend(&text, "  ", ReasonText(team.reason(), language), "\n");
  }
  absl::StrAppend(&text, CountLine(team, language), LeaderLine(team, language));
  for (size_t i = 0; i < asked.members.size(); ++i) {
    absl::StrAppend(&text,
                    MemberLines(asked.members[i], team.members(static_cast<int>(i)), language));
  }
  return absl::StrCat(text, "  ", Text{"state as of", "状态截至"}.In(language), ": ",
                      FormatTime(team.as_of()), "\n");
}

std::string RenderJson(const NamedTeam& asked, const v1::TeamVerdict& team) {
  ordered_json json = {
      {"audience", asked.audience}, {"post", asked.post}, {"fit", NameOf(team.fit())}};
  if (!team.reason().empty()) json["reason"] = team.reason();
  json["requirement_version"] = team.requirement_version();
  json["fit_members"] = team.fit_members();
  json["undecided_members"] = team.undecided_members();
  json["needed_members"] = team.needed_members();
  json["leader_fit"] = NameOf(team.leader_fit());
  json["leader_required"] = team.leader_required();
  json["as_of"] = team.as_of();
  json["members"] = ordered_json::array();
  for (size_t i = 0; i < asked.members.size(); ++i) {
    json["members"].push_back(MemberJson(asked.members[i], team.members(static_cast<int>(i))));
  }
  return json.dump(-1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace linkcert::client
