#include "server/vault/access_journal.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "crypto/big_endian.h"

namespace linkcert::server {
namespace {

using storage::VaultTable;
using vault::v1::Access;
using vault::v1::JournalHead;

constexpr char kHeadKey[] = "journal";
constexpr char kEntryPrefix = 'e';        // then the number
constexpr char kCertificatePrefix = 'c';  // then the claims root, then the number
constexpr size_t kPage = 1000;

std::string EntryKey(uint64_t number) {
  std::string key(1, kEntryPrefix);
  crypto::AppendBigEndian(number, key);
  return key;
}

std::string CertificatePrefix(const crypto::Hash& root) {
  return absl::StrCat(std::string(1, kCertificatePrefix), root.view());
}

absl::StatusOr<JournalHead> ReadHead(const storage::VaultStore& store) {
  const absl::StatusOr<std::optional<std::string>> row = store.Find(VaultTable::kAbout, kHeadKey);
  if (!row.ok()) return row.status();
  JournalHead head;
  if (row->has_value() && !head.ParseFromString(**row)) {
    return absl::DataLossError("the journal's head is damaged");
  }
  return head;
}

absl::StatusOr<Access> ParseAccess(const std::string& bytes) {
  Access access;
  if (access.ParseFromString(bytes)) return access;
  return absl::DataLossError("an entry of the journal is damaged");
}

}  // namespace

absl::Status AccessJournal::Append(absl::Span<const crypto::Hash> roots, Access::Kind kind,
                                   const Purpose& purpose,
                                   std::vector<storage::VaultWrite>& rows) const {
  absl::StatusOr<JournalHead> head = ReadHead(store_);
  if (!head.ok()) return head.status();
  for (const crypto::Hash& root : roots) {
    Access access;
    access.set_number(head->count() + 1);
    access.set_at(purpose.at_ms);
    access.set_kind(kind);
    access.set_requester(purpose.requester);
    access.set_purpose(purpose.purpose);
    access.set_claims_root(root.str());
    access.set_previous(head->last());
    const std::string bytes = access.SerializeAsString();
    head->set_count(access.number());
    head->set_last(crypto::Sha256(bytes).str());
    std::string by_certificate = CertificatePrefix(root);
    crypto::AppendBigEndian(access.number(), by_certificate);
    rows.push_back({VaultTable::kJournal, EntryKey(access.number()), bytes});
    rows.push_back({VaultTable::kJournal, std::move(by_certificate), ""});
  }
  rows.push_back({VaultTable::kAbout, kHeadKey, head->SerializeAsString()});
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Access>> AccessJournal::To(const crypto::Hash& root) const {
  const std::string prefix = CertificatePrefix(root);
  std::vector<Access> accesses;
  std::string after;
  while (true) {
    const auto page = store_.List(VaultTable::kJournal, prefix, after, kPage);
    if (!page.ok()) return page.status();
    if (page->empty()) return accesses;
    for (const storage::VaultRow& row : *page) {
      const std::string key = std::string(1, kEntryPrefix) + row.key.substr(prefix.size());
      const auto bytes = store_.Find(VaultTable::kJournal, key);
      if (!bytes.ok()) return bytes.status();
      if (!bytes->has_value()) return absl::DataLossError("an entry of the journal is missing");
      absl::StatusOr<Access> access = ParseAccess(**bytes);
      if (!access.ok()) return access.status();
      accesses.push_back(*std::move(access));
    }
    after = page->back().key;
  }
}

absl::StatusOr<std::vector<Access>> AccessJournal::From(uint64_t first, size_t limit) const {
  const absl::StatusOr<JournalHead> head = ReadHead(store_);
  if (!head.ok()) return head.status();
  std::vector<Access> accesses;
  std::string before;  // bytes of the entry before
  if (first > 1) {
    auto bytes = store_.Find(VaultTable::kJournal, EntryKey(first - 1));
    if (!bytes.ok()) return bytes.status();
    before = bytes->value_or("");
  }
  for (uint64_t number = first; number <= head->count() && accesses.size() < limit; ++number) {
    auto bytes = store_.Find(VaultTable::kJournal, EntryKey(number));
    if (!bytes.ok()) return bytes.status();
    absl::StatusOr<Access> access = ParseAccess(bytes->value_or("\xff"));
    if (!access.ok()) return access.status();
    const std::string previous = before.empty() ? "" : crypto::Sha256(before).str();
    const bool last_fits =
        number < head->count() || crypto::Sha256(bytes->value_or("")).view() == head->last();
    const bool chained = access->number() == number && access->previous() == previous && last_fits;
    if (!chained) return absl::DataLossError(absl::StrCat("access ", number, " was exchanged"));
    before = **std::move(bytes);
    accesses.push_back(*std::move(access));
  }
  return accesses;
}

}  // namespace linkcert::server
