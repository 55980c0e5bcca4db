#include "server/service/file_status.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "proto/entry.h"
#include "proto/refusal.h"
#include "proto/status_proof.h"

namespace linkcert::server {
namespace {

using proto::Reason;
using proto::Refuse;

// The map's root, if the entry is a StatusRoot that covers the batch.
absl::StatusOr<crypto::Hash> OpenStatusRoot(const v1::LoggedEntry& logged,
                                            const LoggedBatch& batch) {
  absl::StatusOr<v1::LogEntry> entry = proto::DecodeEntry(logged.entry());
  if (!entry.ok()) return entry.status();
  if (!entry->has_status_root() || logged.index() <= batch.index + batch.leaf_count()) {
    return Refuse(Reason::kEntryUnexpected,
                  absl::StrCat("no status root over the batch at ", logged.index()));
  }
  return crypto::Hash::FromBytes(entry->status_root().root());
}

absl::Status CheckProof(const v1::StatusProof& proof, const crypto::Hash& root) {
  return proto::CheckStatusProof(proof, root).status();
}

absl::Status CheckSharedProofs(const v1::CertificateFile& file, const crypto::Hash& root,
                               std::set<uint64_t> wanted) {
  uint64_t last_key = 0;
  for (const v1::StatusProof& proof : file.status()) {
    // No key is 0: that is genesis.
    if (proof.key() <= last_key || wanted.erase(proof.key()) == 0) {
      return Refuse(Reason::kEntryUnexpected, absl::StrCat("a status proof of ", proof.key()));
    }
    last_key = proof.key();
    if (absl::Status status = CheckProof(proof, root); !status.ok()) return status;
  }
  if (wanted.empty()) return absl::OkStatus();
  return Refuse(Reason::kEvidenceMissing, absl::StrCat("no status proof of ", *wanted.begin()));
}

}  // namespace

absl::Status CheckFileStatus(const v1::CertificateFile& file, const LoggedCertificate& certificate,
                             const Evidence& evidence) {
  if (!file.has_status_root()) {
    const bool none = file.status().empty() && !file.has_certificate_status();
    return none ? absl::OkStatus() : Refuse(Reason::kEvidenceMissing, "no status root");
  }
  const LoggedBatch& batch = *certificate.batch;
  absl::StatusOr<crypto::Hash> root = OpenStatusRoot(file.status_root(), batch);
  if (!root.ok()) return root.status();
  std::set<uint64_t> wanted = evidence.signing_keys;
  wanted.insert({evidence.accreditation, batch.facts_batch().index});
  absl::Status status = CheckSharedProofs(file, *root, std::move(wanted));
  if (!status.ok()) return status;
  if (!file.has_certificate_status()) {
    return Refuse(Reason::kEvidenceMissing, "no status proof of the certificate");
  }
  if (file.certificate_status().key() != certificate.index) {
    return Refuse(Reason::kEntryUnexpected,
                  absl::StrCat("a status proof of ", file.certificate_status().key()));
  }
  return CheckProof(file.certificate_status(), *root);
}

}  // namespace linkcert::server
