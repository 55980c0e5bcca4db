#include "client/render/render_claims.h"

#include <iterator>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "client/render/style.h"

namespace linkcert::client {
namespace {

constexpr Text kClaimNames[] = {{"number", "证书编号"},       {"name", "姓名"},
                                {"ID type", "证件类型"},      {"ID number", "证件号码"},
                                {"photo digest", "照片摘要"}, {"employer", "所在单位"},
                                {"theory score", "理论成绩"}, {"skill score", "技能成绩"},
                                {"review score", "评审成绩"}, {"companion number", "另一证书编号"}};

}  // namespace

std::string ClaimName(uint32_t tag, Language language) {
  if (tag == 0 || tag > std::size(kClaimNames)) return absl::StrCat("claim ", tag);
  return std::string(kClaimNames[tag - 1].In(language));
}

// A claim's value is text, but for the photo's digest.
std::string ClaimText(const proto::ShownClaim& claim) {
  return claim.tag == proto::kPhotoDigest ? absl::BytesToHexString(claim.value)
                                          : Printable(claim.value);
}

}  // namespace linkcert::client
