#include "server/service/file_places.h"

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "proto/refusal.h"
#include "rules/records.h"

namespace linkcert::server {
namespace {

using proto::Reason;
using proto::Refuse;
using LoggedEntries = google::protobuf::RepeatedPtrField<v1::LoggedEntry>;

// Keys as a reader of the file comes to know them, one entry after the other.
class KnownKeys {
 public:
  explicit KnownKeys(const LogReader& reader) : reader_(reader) {}

  // Every key that the statement at `index` rests on is known.
  absl::Status CheckSigned(uint64_t index) const {
    absl::StatusOr<std::set<uint64_t>> keys = FindKeysUnder(reader_, index);
    if (!keys.ok()) return keys.status();
    for (uint64_t key : *keys) {
      if (known_.count(key) == 0) {
        return Refuse(Reason::kSignerUnknown, absl::StrCat("the key of entry ", key));
      }
    }
    return absl::OkStatus();
  }
  absl::Status AddAll(const LoggedEntries& entries, const std::string& organisation) {
    for (const v1::LoggedEntry& entry : entries) {
      absl::StatusOr<std::string> owner = FindOwnerOfKey(reader_, entry.index());
      if (!owner.ok()) return owner.status();
      if (*owner != organisation || known_.count(entry.index()) > 0) {
        return Refuse(Reason::kEntryUnexpected, absl::StrCat("as a key: entry ", entry.index()));
      }
      if (absl::Status status = CheckSigned(entry.index()); !status.ok()) return status;
      known_.insert(entry.index());
    }
    return absl::OkStatus();
  }

 private:
  const LogReader& reader_;
  std::set<uint64_t> known_;
};

bool AreEpochs(const LoggedEntries& entries, const std::vector<rules::LogName>& names) {
  if (static_cast<size_t>(entries.size()) + 1 != names.size()) return false;
  for (int i = 0; i < entries.size(); ++i) {
    if (entries[i].index() != names[static_cast<size_t>(i) + 1].begin) return false;
  }
  return true;
}

absl::Status CheckIndexes(const v1::CertificateFile& file, const Evidence& evidence,
                          const std::vector<rules::LogName>& names) {
  std::set<uint64_t> issuer_keys;
  for (const v1::LoggedEntry& key : file.issuer_keys()) issuer_keys.insert(key.index());
  const bool right = file.genesis().index() == 0 && issuer_keys == evidence.issuer_keys &&
                     file.organisation().index() == evidence.organisation &&
                     file.accreditation().index() == evidence.accreditation &&
                     AreEpochs(file.epochs(), names);
  return right ? absl::OkStatus() : Refuse(Reason::kEntryUnexpected, "of another certificate");
}

}  // namespace

absl::Status CheckPlaces(const LogReader& reader, const v1::CertificateFile& file,
                         const Evidence& evidence, const std::vector<rules::LogName>& names) {
  absl::Status status = CheckIndexes(file, evidence, names);
  if (!status.ok()) return status;
  absl::StatusOr<std::string> issuer = FindOwnerOfKey(reader, *evidence.signing_keys.begin());
  if (!issuer.ok()) return issuer.status();
  KnownKeys keys(reader);
  status = keys.AddAll(file.authority_keys(), rules::kAuthority);
  for (const v1::LoggedEntry& epoch : file.epochs()) {
    if (status.ok()) status = keys.CheckSigned(epoch.index());
  }
  if (status.ok()) status = keys.CheckSigned(evidence.organisation);
  if (status.ok()) status = keys.AddAll(file.issuer_keys(), *issuer);
  if (status.ok()) status = keys.CheckSigned(evidence.accreditation);
  return status;
}

}  // namespace linkcert::server
