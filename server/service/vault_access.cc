#include "server/service/vault_access.h"

#include "absl/strings/ascii.h"
#include "proto/charset.h"
#include "proto/refusal.h"
#include "rules/records.h"

namespace linkcert::server {
namespace {

constexpr size_t kMaxPurposeBytes = 256;
constexpr size_t kDigitsOfAnId = 15;

// A number of an ID document, by its look.
bool HasLongNumber(absl::string_view text) {
  size_t digits = 0;
  for (char c : text) {
    digits = absl::ascii_isdigit(static_cast<unsigned char>(c)) ? digits + 1 : 0;
    if (digits >= kDigitsOfAnId) return true;
  }
  return false;
}

}  // namespace

absl::StatusOr<Purpose> PurposeOf(const Caller& caller, const std::string& words, uint64_t at_ms) {
  if (HasLongNumber(words)) {
    return proto::Refuse(proto::Reason::kRequestMalformed, "a purpose without personal data");
  }
  const bool good = !words.empty() && words.size() <= kMaxPurposeBytes &&
                    proto::IsOfCharset(v1::CHARSET_TEXT, words);
  if (good) return Purpose{caller.organisation, words, at_ms};
  return proto::Refuse(proto::Reason::kRequestMalformed, "a purpose in 1 to 256 bytes of text");
}

absl::StatusOr<std::optional<uint64_t>> IndexOf(const rules::View& view,
                                                const vault::v1::Place& place) {
  const auto statement = rules::FindStatement(view, place.issuer(), place.statement_id());
  if (!statement.ok()) return statement.status();
  // Another statement may have taken the id.
  if (*statement == nullptr || (*statement)->digest() != place.digest()) return std::nullopt;
  return (*statement)->begin() + 1 + place.position();
}

absl::StatusOr<std::vector<std::string>> PrintedNames(const rules::View& view,
                                                      const std::string& organisation) {
  const auto found = rules::FindOrganisation(view, organisation);
  if (!found.ok()) return found.status();
  std::vector<std::string> names = {organisation};
  if (*found != nullptr) names.push_back((*found)->registration().name());
  return names;
}

}  // namespace linkcert::server
