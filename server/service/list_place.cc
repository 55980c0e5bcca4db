#include "server/service/list_place.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "crypto/big_endian.h"
#include "proto/refusal.h"

namespace linkcert::server {
namespace {

constexpr size_t kMarkBytes = 16;
constexpr size_t kMomentBytes = 16;  // size, time

// In a time that does not tell where they differ.
bool AreEqual(absl::string_view a, absl::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;
  for (size_t i = 0; i < a.size(); ++i) difference |= static_cast<unsigned char>(a[i] ^ b[i]);
  return difference == 0;
}

}  // namespace

std::string PageTokens::MarkOf(absl::string_view caller, v1::ListCertificatesRequest question,
                               absl::string_view place) const {
  question.clear_page_token();
  question.clear_page_size();
  // An organisation's id has no line break.
  const std::string message = absl::StrCat("linkcert list token\n", caller, "\n", place.size(),
                                           "\n", place, question.SerializeAsString());
  return std::string(crypto::HmacSha256(key_, message).view().substr(0, kMarkBytes));
}

std::string PageTokens::Make(absl::string_view caller, const v1::ListCertificatesRequest& question,
                             const ListPlace& place) const {
  std::string bytes;
  crypto::AppendBigEndian(place.moment.size, bytes);
  crypto::AppendBigEndian(place.moment.as_of_ms, bytes);
  bytes += place.next;
  return absl::WebSafeBase64Escape(MarkOf(caller, question, bytes) + bytes);
}

absl::StatusOr<ListPlace> PageTokens::Read(absl::string_view caller,
                                           const v1::ListCertificatesRequest& question) const {
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(question.page_token(), &bytes) ||
      bytes.size() < kMarkBytes + kMomentBytes) {
    return proto::Refuse(proto::Reason::kPageTokenInvalid);
  }
  absl::string_view rest = absl::string_view(bytes).substr(kMarkBytes);
  ListPlace place;
  if (!AreEqual(MarkOf(caller, question, rest), absl::string_view(bytes).substr(0, kMarkBytes)) ||
      !crypto::TakeBigEndian(rest, place.moment.size) ||
      !crypto::TakeBigEndian(rest, place.moment.as_of_ms)) {
    return proto::Refuse(proto::Reason::kPageTokenInvalid);
  }
  place.next = std::string(rest);
  return place;
}

}  // namespace linkcert::server
