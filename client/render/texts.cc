#include "client/render/texts.h"

#include <cstdlib>
#include <iterator>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "proto/refusal.h"

namespace linkcert::client {
namespace {

constexpr Text kChecks[] = {
    {"well-formed, nothing unknown", "格式规范，无未知内容"},
    {"checkpoint signed by the trusted log", "检查点由受信日志签名"},
    {"enough witnesses stand behind the checkpoint", "见证方数量达到要求"},
    {"every entry lies in the log", "全部条目均在日志中"},
    {"the trusted registry", "属于受信登记簿"},
    {"every statement was made for this registry", "全部声明均为本登记簿所作"},
    {"log times follow the log's order", "日志时间与顺序一致"},
    {"keys of the authority", "主管部门密钥"},
    {"the log goes on under a name that the authority gave", "日志更名由主管部门签署"},
    {"the issuer is registered", "评价机构已登记"},
    {"the issuer's keys are registered", "评价机构密钥已登记"},
    {"the issuer holds the accreditation", "评价机构已备案"},
    {"two people of the issuer signed the batch", "批次由评价机构两人签名"},
    {"within the accredited scope", "在备案评价范围内"},
    {"the status proofs lead to a status root newer than the batch",
     "状态证明均指向晚于该批次的状态根"},
    {"the keys that signed the batch were in force", "签发批次的密钥当时有效"},
    {"the accreditation was in force", "备案当时有效"},
    {"the batch is not voided", "批次未作废"},
    {"the certificate belongs to the batch", "证书属于该批次"},
    {"what is shown is what was issued", "所出示内容与发证内容一致"},
    {"the number lies in the batch's block", "证书编号在本批次号段内"},
    {"the employer is on the roster", "所在单位在名册内"},
    {"not expired", "在有效期内"},
    {"the proof is recent enough", "证明的时间足够新"},
    {"not revoked, suspended or superseded", "未被撤销、暂停或更替"},
    {"the audience is registered", "使用单位已登记"},
    {"the audience has said what the post requires", "使用单位已发布该岗位的要求"},
    {"number and holder match", "证书编号与持证人相符"},
};

constexpr Text kAuditorsWords[] = {
    {"the issuer's keys and accreditation had not ended when the batch was logged",
     "批次入册时评价机构的密钥与备案均未终止"},
    {"the authority's keys were in force when they signed", "主管部门密钥签名时有效"},
    {"the roster was sealed before the accreditation ended", "名册在备案终止前已封存"},
    {"the assessment standard was in force", "评价规范当时有效"},
    {"the firms on the roster were members of the chain", "名册内单位当时为产业链成员"},
    {"the yearly quota was kept", "未超过年度指标"},
    {"no number was given twice", "证书编号未重复使用"},
    {"which certificate this one replaces, and what it said", "所替代的证书及其原有内容"},
};

constexpr Text kIssuersWords[] = {
    {"the assessors were qualified and enough", "考评员资格与人数符合要求"},
    {"the examination was supervised", "考试过程有督导"},
    {"the results were made public for long enough", "评价结果公示期限符合要求"},
    {"the occupation's name as printed", "所印职业名称"},
    {"the shown employer is one of the firms on the roster", "所示单位为名册内单位"},
    {"the values are those of the certificate that was reissued", "补发内容与原证书一致"},
};

constexpr Text kNotProvable[] = {
    {"that two person ids are two human beings", "两个人员标识对应两个自然人"},
    {"that a number is used once within its batch", "同一批次内编号只用一次"},
    {"that one person is one holder", "一人对应一名持证人"},
    {"that scores and years of work are true", "成绩与工作年限真实"},
    {"who sat the examination", "参加考试者确为本人"},
    {"that no paper leaked", "试题未曾泄露"},
};

constexpr Text kResults[] = {
    {"?", "?"}, {"pass", "通过"}, {"FAIL", "不通过"}, {"unknown", "无法判定"}};

absl::string_view Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? absl::string_view() : value;
}

}  // namespace

absl::StatusOr<Language> ParseLanguage(absl::string_view name) {
  if (absl::StartsWith(name, "zh")) return Language::kChinese;
  if (absl::StartsWith(name, "en")) return Language::kEnglish;
  return absl::InvalidArgumentError(absl::StrCat("no language ", name, ": en or zh"));
}

Language LanguageOfEnvironment() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const absl::string_view value = Environment(name);
    if (!value.empty()) return ParseLanguage(value).value_or(Language::kEnglish);
  }
  return Language::kEnglish;
}

absl::string_view TextOf(CheckName check, Language language) {
  return kChecks[static_cast<size_t>(check)].In(language);
}

absl::string_view TextOf(AuditorsWord word, Language language) {
  return kAuditorsWords[static_cast<size_t>(word)].In(language);
}

absl::string_view TextOf(IssuersWord word, Language language) {
  return kIssuersWords[static_cast<size_t>(word)].In(language);
}

absl::string_view TextOf(proto::Reason reason, Language language) {
  const proto::ReasonEntry& entry = proto::Describe(reason);
  return language == Language::kChinese ? entry.chinese : entry.english;
}

absl::string_view TextOf(v1::CheckResult result, Language language) {
  const auto i = static_cast<size_t>(result);
  return kResults[i < std::size(kResults) ? i : 0].In(language);
}

absl::string_view TextOf(v1::Conclusion conclusion, bool as_of_issue, Language language) {
  constexpr Text kAsOfIssue = {"VALID as of issue", "发证时有效"};
  constexpr Text kValid = {"VALID", "有效"};
  constexpr Text kInvalid = {"INVALID", "无效"};
  constexpr Text kUnknown = {"COULD NOT DECIDE", "无法判定"};
  if (conclusion == v1::CONCLUSION_INVALID) return kInvalid.In(language);
  if (conclusion != v1::CONCLUSION_VALID) return kUnknown.In(language);
  return (as_of_issue ? kAsOfIssue : kValid).In(language);
}

std::vector<absl::string_view> NotProvable(Language language) {
  std::vector<absl::string_view> texts;
  for (const Text& text : kNotProvable) texts.push_back(text.In(language));
  return texts;
}

std::string FormatAge(uint64_t age_ms, Language language) {
  struct Unit {
    uint64_t ms;
    Text one;
    Text many;
  };
  constexpr Unit kUnits[] = {{24 * 3600 * 1000ull, {" day", " 天"}, {" days", " 天"}},
                             {3600 * 1000ull, {" hour", " 小时"}, {" hours", " 小时"}},
                             {60 * 1000ull, {" minute", " 分钟"}, {" minutes", " 分钟"}},
                             {1000ull, {" second", " 秒"}, {" seconds", " 秒"}}};
  for (const Unit& unit : kUnits) {
    const uint64_t count = age_ms / unit.ms;
    if (count > 0) return absl::StrCat(count, (count == 1 ? unit.one : unit.many).In(language));
  }
  return std::string(Text{"under a second", "不到 1 秒"}.In(language));
}

std::string FormatTime(uint64_t unix_ms) {
  constexpr int kChinaOffsetS = 8 * 3600;
  return absl::FormatTime("%Y-%m-%d %H:%M:%S +08:00",
                          absl::FromUnixMillis(static_cast<int64_t>(unix_ms)),
                          absl::FixedTimeZone(kChinaOffsetS));
}

}  // namespace linkcert::client
