#include "proto/entry.h"

#include "absl/strings/str_cat.h"
#include "proto/canonical.h"
#include "proto/statement.h"
#include "proto/wire.h"

namespace linkcert::proto {
namespace {

using v1::LogEntry;

std::string EncodeEntry(LogTime logged_at, uint32_t number, absl::string_view content) {
  std::string entry;
  entry.reserve(content.size() + 16);
  AppendVarintField(entry, LogEntry::kLoggedAtFieldNumber, logged_at);
  AppendDelimitedField(entry, number, content);
  return entry;
}

}  // namespace

absl::StatusOr<std::string> EncodeStatementEntry(LogTime logged_at, absl::string_view envelope) {
  if (envelope.size() > kMaxEnvelopeSizeBytes) {
    return Refuse(Reason::kEntryTooLarge, absl::StrCat(envelope.size(), " bytes of statement"));
  }
  return EncodeEntry(logged_at, LogEntry::kSignedStatementFieldNumber, envelope);
}

std::string EncodeLeafEntry(LogTime logged_at, absl::string_view leaf) {
  return EncodeEntry(logged_at, LogEntry::kCertificateLeafFieldNumber, leaf);
}

std::string EncodeStatusRootEntry(LogTime logged_at, absl::string_view root) {
  std::string status_root;
  AppendDelimitedField(status_root, v1::StatusRoot::kRootFieldNumber, root);
  return EncodeEntry(logged_at, LogEntry::kStatusRootFieldNumber, status_root);
}

absl::StatusOr<LogEntry> DecodeEntry(absl::string_view entry) {
  if (entry.size() > kMaxEntrySizeBytes) {
    return Refuse(Reason::kEntryTooLarge, absl::StrCat(entry.size(), " bytes"));
  }
  return DecodeCanonical<LogEntry>(entry);
}

}  // namespace linkcert::proto
