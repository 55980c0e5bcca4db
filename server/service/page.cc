#include "server/service/page.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "crypto/hash.h"
#include "proto/refusal.h"
#include "server/log/stored_view.h"

namespace linkcert::server {
namespace {

constexpr size_t kBindingBytes = 8;

// A list's own mark, so that a token of one list is never taken for another's.
std::string BindingOf(const std::string& prefix) {
  return crypto::Sha256("linkcert page token\n", prefix).str().substr(0, kBindingBytes);
}

std::string MakeToken(const std::string& prefix, absl::string_view last_key) {
  return absl::WebSafeBase64Escape(BindingOf(prefix) + std::string(last_key.substr(prefix.size())));
}

absl::StatusOr<std::string> AfterKey(const PageRequest& request) {
  if (request.token.empty()) return std::string();
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(request.token, &bytes) ||
      bytes.substr(0, kBindingBytes) != BindingOf(request.prefix)) {
    return proto::Refuse(proto::Reason::kRequestMalformed, "the page token is of another list");
  }
  return request.prefix + bytes.substr(kBindingBytes);
}

}  // namespace

absl::StatusOr<std::string> ReadPage(const storage::Snapshot& snapshot, const PageRequest& request,
                                     const std::function<void(const rules::Record&)>& add) {
  absl::StatusOr<std::string> after = AfterKey(request);
  if (!after.ok()) return after.status();
  const uint32_t asked = request.size == 0 ? kDefaultPageSize : request.size;
  const size_t limit = std::min(asked, kMaxPageSize);
  auto rows = snapshot.ListRecords(request.prefix, *after, limit + 1);  // one more: is there more?
  if (!rows.ok()) return rows.status();
  size_t bytes = 0;
  for (size_t i = 0; i < rows->size(); ++i) {
    const storage::RecordRow& row = (*rows)[i];
    bytes += row.value.size();
    if (i == limit || (i > 0 && bytes > kMaxPageBytes)) {
      return MakeToken(request.prefix, (*rows)[i - 1].key);
    }
    absl::StatusOr<rules::RecordPtr> record = ParseRecord(row.key, row.value);
    if (!record.ok()) return record.status();
    add(**record);
  }
  return std::string();
}

}  // namespace linkcert::server
