#include "client/verify/file_parts.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "crypto/merkle.h"
#include "proto/refusal.h"
#include "rules/prepare.h"

namespace linkcert::client {
namespace {

using proto::Reason;
using proto::Refuse;

absl::Status CheckIncluded(const v1::LoggedEntry& logged, const crypto::Checkpoint& checkpoint) {
  crypto::Path path;
  for (const std::string& bytes : logged.path()) {
    absl::StatusOr<crypto::Hash> hash = crypto::Hash::FromBytes(bytes);
    if (!hash.ok()) return Refuse(Reason::kInclusionInvalid, hash.status().message());
    path.push_back(*hash);
  }
  const crypto::Hash leaf = crypto::HashLeaf(logged.entry());
  const absl::Status status =
      crypto::VerifyInclusion(leaf, logged.index(), checkpoint.size, path, checkpoint.root);
  if (status.ok()) return status;
  return Refuse(Reason::kInclusionInvalid, absl::StrCat("entry ", logged.index()));
}

std::vector<const v1::LoggedEntry*> Entries(const v1::CertificateFile& file) {
  std::vector<const v1::LoggedEntry*> entries = {&file.genesis()};
  for (const v1::LoggedEntry& key : file.authority_keys()) entries.push_back(&key);
  entries.push_back(&file.organisation());
  for (const v1::LoggedEntry& key : file.issuer_keys()) entries.push_back(&key);
  entries.push_back(&file.accreditation());
  entries.push_back(&file.batch());
  if (file.has_original_batch()) entries.push_back(&file.original_batch());
  if (file.has_status_root()) entries.push_back(&file.status_root());
  for (const v1::LoggedEntry& epoch : file.epochs()) entries.push_back(&epoch);
  return entries;
}

absl::Status OpenInto(const v1::LoggedEntry& logged, LoggedStatement& statement) {
  absl::StatusOr<LoggedStatement> opened = OpenLoggedEntry(logged);
  if (!opened.ok()) return opened.status();
  statement = *std::move(opened);
  return absl::OkStatus();
}

using LoggedEntries = google::protobuf::RepeatedPtrField<v1::LoggedEntry>;

absl::Status OpenInto(const LoggedEntries& entries, std::vector<LoggedStatement>& statements) {
  for (const v1::LoggedEntry& logged : entries) {
    absl::Status status = OpenInto(logged, statements.emplace_back());
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status OpenInto(const v1::LoggedEntry& logged, std::optional<LoggedStatusRoot>& root) {
  absl::StatusOr<LoggedStatusRoot> opened = OpenStatusRoot(logged);
  if (!opened.ok()) return opened.status();
  root = *opened;
  return absl::OkStatus();
}

absl::Status CheckAscending(const std::vector<LoggedStatement>& statements) {
  for (size_t i = 1; i < statements.size(); ++i) {
    if (statements[i].index > statements[i - 1].index) continue;
    return Refuse(Reason::kEntryUnexpected,
                  absl::StrCat("entry ", statements[i].index, " is out of order"));
  }
  return absl::OkStatus();
}

// Half a batch is never under a checkpoint: whoever signed this one cut the batch.
absl::Status CheckUnitsCovered(const FileParts& parts, const crypto::Checkpoint& checkpoint) {
  const LoggedStatement& unit = parts.unit();
  if (parts.version &&
      unit.index <= parts.batch.index + rules::PromisedLeaves(parts.batch.statement())) {
    return Refuse(Reason::kOriginalBatchDiffers, "the version stands before it");
  }
  const uint64_t after = checkpoint.size - std::min(checkpoint.size, unit.index + 1);
  if (rules::PromisedLeaves(unit.statement()) <= after) return absl::OkStatus();
  return Refuse(Reason::kInclusionInvalid, "the batch ends behind the checkpoint");
}

}  // namespace

absl::StatusOr<LoggedStatement> OpenLoggedEntry(const v1::LoggedEntry& logged) {
  absl::StatusOr<v1::LogEntry> entry = proto::DecodeEntry(logged.entry());
  if (!entry.ok()) return entry.status();
  if (!entry->has_signed_statement()) {
    return Refuse(Reason::kEntryUnexpected,
                  absl::StrCat("entry ", logged.index(), " is no statement"));
  }
  absl::StatusOr<proto::SealedStatement> sealed = proto::OpenStatement(entry->signed_statement());
  if (!sealed.ok()) return sealed.status();
  return LoggedStatement{logged.index(), entry->logged_at(), *std::move(sealed)};
}

absl::StatusOr<LoggedStatusRoot> OpenStatusRoot(const v1::LoggedEntry& logged) {
  absl::StatusOr<v1::LogEntry> entry = proto::DecodeEntry(logged.entry());
  if (!entry.ok()) return entry.status();
  if (!entry->has_status_root()) {
    return Refuse(Reason::kEntryUnexpected,
                  absl::StrCat("entry ", logged.index(), " is no status root"));
  }
  absl::StatusOr<crypto::Hash> root = crypto::Hash::FromBytes(entry->status_root().root());
  if (!root.ok()) return Refuse(Reason::kFieldOutOfRange, "status_root");
  return LoggedStatusRoot{logged.index(), entry->logged_at(), *root};
}

std::vector<const LoggedStatement*> FileParts::All() const {
  std::vector<const LoggedStatement*> all = {&genesis};
  for (const LoggedStatement& key : authority_keys) all.push_back(&key);
  all.push_back(&organisation);
  for (const LoggedStatement& key : issuer_keys) all.push_back(&key);
  all.push_back(&accreditation);
  all.push_back(&batch);
  if (version) all.push_back(&*version);
  for (const LoggedStatement& epoch : epochs) all.push_back(&epoch);
  return all;
}

absl::StatusOr<FileParts> OpenParts(const v1::CertificateFile& file) {
  FileParts parts;
  absl::Status status = OpenInto(file.genesis(), parts.genesis);
  if (status.ok()) status = OpenInto(file.authority_keys(), parts.authority_keys);
  if (status.ok()) status = OpenInto(file.organisation(), parts.organisation);
  if (status.ok()) status = OpenInto(file.issuer_keys(), parts.issuer_keys);
  if (status.ok()) status = OpenInto(file.accreditation(), parts.accreditation);
  const bool newer = file.has_original_batch();
  if (status.ok()) status = OpenInto(newer ? file.original_batch() : file.batch(), parts.batch);
  if (status.ok() && newer) status = OpenInto(file.batch(), parts.version.emplace());
  if (status.ok() && file.has_status_root()) {
    status = OpenInto(file.status_root(), parts.status_root);
  }
  if (status.ok()) status = OpenInto(file.epochs(), parts.epochs);
  if (!status.ok()) return status;
  return parts;
}

absl::Status CheckInclusion(const v1::CertificateFile& file, const crypto::Checkpoint& checkpoint) {
  for (const v1::LoggedEntry* entry : Entries(file)) {
    absl::Status status = CheckIncluded(*entry, checkpoint);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status CheckRegistry(const FileParts& parts, const crypto::Hash& registry) {
  for (const LoggedStatement* part : parts.All()) {
    if (part != &parts.genesis && part->statement().registry() != registry.view()) {
      return Refuse(Reason::kWrongRegistry, absl::StrCat("entry ", part->index));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckStamps(const FileParts& parts, Stamps stamps) {
  for (const auto* list : {&parts.authority_keys, &parts.issuer_keys, &parts.epochs}) {
    absl::Status status = CheckAscending(*list);
    if (!status.ok()) return status;
  }
  if (parts.status_root) {
    stamps.emplace_back(parts.status_root->index, parts.status_root->logged_at);
  }
  std::sort(stamps.begin(), stamps.end());
  for (size_t i = 1; i < stamps.size(); ++i) {
    if (stamps[i].first == stamps[i - 1].first) {
      return Refuse(Reason::kEntryUnexpected, absl::StrCat("entry ", stamps[i].first, " twice"));
    }
    if (stamps[i].second < stamps[i - 1].second) {
      return Refuse(Reason::kLogTimeWentBack, absl::StrCat("entry ", stamps[i].first));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckLogOrder(const FileParts& parts, const crypto::Checkpoint& checkpoint) {
  Stamps stamps;
  for (const LoggedStatement* part : parts.All()) stamps.emplace_back(part->index, part->logged_at);
  absl::Status status = CheckStamps(parts, std::move(stamps));
  return status.ok() ? CheckUnitsCovered(parts, checkpoint) : status;
}

}  // namespace linkcert::client
