#include "server/service/file_comparison.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "crypto/checkpoint.h"
#include "crypto/merkle.h"
#include "proto/claims.h"
#include "proto/refusal.h"
#include "rules/log_names.h"
#include "rules/records.h"
#include "server/service/evidence.h"
#include "server/service/file_places.h"
#include "server/service/file_status.h"
#include "server/service/shown_claims.h"
#include "server/service/verdict.h"

namespace linkcert::server {
namespace {

using proto::Reason;
using proto::Refuse;
using PathField = google::protobuf::RepeatedPtrField<std::string>;

absl::StatusOr<crypto::Path> ParsePath(const PathField& field) {
  crypto::Path path;
  for (const std::string& bytes : field) {
    absl::StatusOr<crypto::Hash> hash = crypto::Hash::FromBytes(bytes);
    if (!hash.ok()) return hash.status();
    path.push_back(*hash);
  }
  return path;
}

// A checkpoint of this log, under one of its names.
struct OwnCheckpoint {
  crypto::Checkpoint checkpoint;
  std::vector<rules::LogName> names;  // the log's, up to the one that it was signed under
};

// CHECKPOINT_INVALID if no name of this log signed it; ENTRY_NOT_LOGGED if it covers entries that
// are not published, or that were lost before a later name.
absl::StatusOr<OwnCheckpoint> OpenOwnCheckpoint(const LogReader& reader, const std::string& note) {
  auto registry = rules::FindRegistry(reader.published().view);
  if (!registry.ok()) return registry.status();
  if (*registry == nullptr) return absl::DataLossError("certificates without a registry record");
  std::vector<rules::LogName> names = rules::NamesOf(**registry);
  uint64_t kept = reader.published().size;  // of the entries logged under the last of `names`
  while (!names.empty() && !absl::StartsWith(note, names.back().origin + "\n")) {
    kept = names.back().begin;
    names.pop_back();
  }
  if (names.empty()) return Refuse(Reason::kCheckpointInvalid, "not of this log");
  absl::StatusOr<crypto::Checkpoint> checkpoint = rules::OpenCheckpointOf(names.back(), note);
  if (!checkpoint.ok()) return Refuse(Reason::kCheckpointInvalid, "not signed by this log");
  if (checkpoint->size == 0) return Refuse(Reason::kCheckpointInvalid, "of an empty log");
  if (checkpoint->size > kept) {
    return Refuse(Reason::kEntryNotLogged, absl::StrCat(checkpoint->size, " of ", kept));
  }
  absl::StatusOr<crypto::Hash> root = reader.RootAt(checkpoint->size);
  if (!root.ok()) return root.status();
  if (*root != checkpoint->root) return Refuse(Reason::kCheckpointInconsistent);
  return OwnCheckpoint{*std::move(checkpoint), std::move(names)};
}

absl::Status CheckEntry(const LogReader& reader, const crypto::Checkpoint& checkpoint,
                        const v1::LoggedEntry& entry) {
  absl::StatusOr<std::string> logged = reader.EntryBytes(entry.index());
  if (!logged.ok()) return logged.status();
  if (*logged != entry.entry()) {
    return Refuse(Reason::kInclusionInvalid,
                  absl::StrCat("entry ", entry.index(), " is not what was logged"));
  }
  absl::StatusOr<crypto::Path> path = ParsePath(entry.path());
  const bool proven =
      path.ok() && crypto::VerifyInclusion(crypto::HashLeaf(entry.entry()), entry.index(),
                                           checkpoint.size, *path, checkpoint.root)
                       .ok();
  return proven
             ? absl::OkStatus()
             : Refuse(Reason::kInclusionInvalid, absl::StrCat("the path of entry ", entry.index()));
}

// Every entry of the file is the logged one, in a place where it belongs.
absl::Status CheckEntries(const LogReader& reader, const OwnCheckpoint& own,
                          const v1::CertificateFile& file, const Evidence& evidence) {
  std::vector<const v1::LoggedEntry*> entries = {&file.genesis(), &file.organisation(),
                                                 &file.accreditation(), &file.batch()};
  if (file.has_original_batch()) entries.push_back(&file.original_batch());
  if (file.has_status_root()) entries.push_back(&file.status_root());
  for (const auto* field : {&file.authority_keys(), &file.issuer_keys(), &file.epochs()}) {
    for (const v1::LoggedEntry& entry : *field) entries.push_back(&entry);
  }
  for (const v1::LoggedEntry* entry : entries) {
    absl::Status status = CheckEntry(reader, own.checkpoint, *entry);
    if (!status.ok()) return status;
  }
  return CheckPlaces(reader, file, evidence, own.names);
}

// A newer version, and no other certificate, has its original batch beside it.
absl::Status CheckOriginal(const v1::CertificateFile& file, const LoggedBatch& batch) {
  const bool right =
      file.has_original_batch() == (batch.original != nullptr) &&
      (batch.original == nullptr || file.original_batch().index() == batch.original->index);
  return right ? absl::OkStatus() : Refuse(Reason::kOriginalBatchDiffers);
}

absl::Status CheckLeaf(const v1::CertificateFile& file, const LoggedCertificate& certificate) {
  if (file.leaf() != certificate.leaf) {
    return Refuse(Reason::kInclusionInvalid, "the leaf is not the logged one");
  }
  const LoggedBatch& batch = *certificate.batch;
  absl::StatusOr<crypto::Path> path = ParsePath(file.leaf_path());
  absl::StatusOr<crypto::Hash> root = crypto::Hash::FromBytes(batch.leaves_root());
  const bool proven = path.ok() && root.ok() &&
                      crypto::VerifyInclusion(crypto::HashLeaf(file.leaf()), certificate.position,
                                              batch.leaf_count(), *path, *root)
                          .ok();
  return proven ? absl::OkStatus() : Refuse(Reason::kLeavesRootDiffers);
}

}  // namespace

bool CompareWithLog(const LogReader& reader, const v1::CertificateFile& file,
                    const LoggedCertificate& certificate, v1::Verdict* verdict) {
  const LoggedBatch& batch = *certificate.batch;
  const absl::StatusOr<OwnCheckpoint> own = OpenOwnCheckpoint(reader, file.checkpoint());
  if (!AddCheck(kCheckpointCheck, own.status(), verdict)) return false;
  const absl::StatusOr<Evidence> evidence = FindEvidence(reader, batch);
  absl::Status entries =
      evidence.ok() ? CheckEntries(reader, *own, file, *evidence) : evidence.status();
  if (entries.ok()) entries = CheckOriginal(file, batch);
  if (!AddCheck(kLogInclusionCheck, entries, verdict)) return false;
  if (file.has_status_root() || !file.status().empty() || file.has_certificate_status()) {
    const absl::Status status = CheckFileStatus(file, certificate, *evidence);
    if (!AddCheck(kStatusRootCheck, status, verdict)) return false;
  }
  if (!AddCheck(kLeafCheck, CheckLeaf(file, certificate), verdict)) return false;
  absl::StatusOr<ShownClaims> claims =
      proto::CheckClaims(file.claims(), batch.act().document_version(), certificate.claims_root);
  if (!AddCheck(kClaimsCheck, claims.status(), verdict)) return false;
  return AddShownClaimChecks(*claims, batch, reader.published().view, verdict);
}

}  // namespace linkcert::server
