#include "server/service/file_comparison.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "crypto/checkpoint.h"
#include "crypto/merkle.h"
#include "crypto/note_key.h"
#include "proto/claims.h"
#include "proto/identifiers.h"
#include "proto/refusal.h"
#include "rules/records.h"
#include "server/service/evidence.h"
#include "server/service/verdict.h"

namespace linkcert::server {
namespace {

using proto::Reason;
using proto::Refuse;
using PathField = google::protobuf::RepeatedPtrField<std::string>;
using Claims = std::vector<proto::ShownClaim>;

absl::StatusOr<crypto::Path> ParsePath(const PathField& field) {
  crypto::Path path;
  for (const std::string& bytes : field) {
    absl::StatusOr<crypto::Hash> hash = crypto::Hash::FromBytes(bytes);
    if (!hash.ok()) return hash.status();
    path.push_back(*hash);
  }
  return path;
}

// The file's checkpoint, if this log signed it and it is of this log's history.
absl::StatusOr<crypto::Checkpoint> OpenOwnCheckpoint(const LogReader& reader,
                                                     const LogIdentity& log,
                                                     const std::string& note) {
  auto key =
      crypto::NoteKey::Create(log.origin, crypto::NoteAlgorithm::kEd25519, log.key->public_key());
  if (!key.ok()) return key.status();
  absl::StatusOr<crypto::Checkpoint> checkpoint = crypto::OpenCheckpoint(note, *key);
  if (!checkpoint.ok()) return Refuse(Reason::kCheckpointInvalid, "not signed by this log");
  if (checkpoint->size == 0) return Refuse(Reason::kCheckpointInvalid, "of an empty log");
  absl::StatusOr<crypto::Hash> root = reader.RootAt(checkpoint->size);
  if (!root.ok()) return root.status();
  if (*root != checkpoint->root) return Refuse(Reason::kCheckpointInconsistent);
  return checkpoint;
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

// The entries are those that this very certificate rests on.
absl::Status CheckPlaces(const LogReader& reader, const v1::CertificateFile& file,
                         const LoggedBatch& batch) {
  absl::StatusOr<Evidence> evidence = FindEvidence(reader.published().view, batch);
  if (!evidence.ok()) return evidence.status();
  std::set<uint64_t> issuer_keys;
  for (const v1::LoggedEntry& key : file.issuer_keys()) issuer_keys.insert(key.index());
  const bool right = file.genesis().index() == 0 && issuer_keys == evidence->issuer_keys &&
                     file.organisation().index() == evidence->organisation &&
                     file.accreditation().index() == evidence->accreditation;
  return right ? absl::OkStatus() : Refuse(Reason::kEntryUnexpected, "of another certificate");
}

absl::Status CheckEntries(const LogReader& reader, const crypto::Checkpoint& checkpoint,
                          const v1::CertificateFile& file, const LoggedBatch& batch) {
  std::vector<const v1::LoggedEntry*> entries = {&file.genesis(), &file.organisation(),
                                                 &file.accreditation(), &file.batch()};
  for (const v1::LoggedEntry& key : file.authority_keys()) entries.push_back(&key);
  for (const v1::LoggedEntry& key : file.issuer_keys()) entries.push_back(&key);
  for (const v1::LoggedEntry* entry : entries) {
    absl::Status status = CheckEntry(reader, checkpoint, *entry);
    if (!status.ok()) return status;
  }
  return CheckPlaces(reader, file, batch);
}

absl::Status CheckLeaf(const v1::CertificateFile& file, const LoggedCertificate& certificate) {
  if (file.leaf() != certificate.leaf) {
    return Refuse(Reason::kInclusionInvalid, "the leaf is not the logged one");
  }
  const v1::IssueBatch& act = certificate.batch->act();
  absl::StatusOr<crypto::Path> path = ParsePath(file.leaf_path());
  absl::StatusOr<crypto::Hash> root = crypto::Hash::FromBytes(act.leaves_root());
  const bool proven = path.ok() && root.ok() &&
                      crypto::VerifyInclusion(crypto::HashLeaf(file.leaf()), certificate.position,
                                              act.leaf_count(), *path, *root)
                          .ok();
  return proven ? absl::OkStatus() : Refuse(Reason::kLeavesRootDiffers);
}

// The value of a claim that is shown and not absent; else empty.
std::string ShownValue(const Claims& claims, uint32_t tag) {
  const auto found =
      std::find_if(claims.begin(), claims.end(), [tag](const auto& c) { return c.tag == tag; });
  return found == claims.end() ? std::string() : found->value;
}

// R03, R04: prefix and a serial of the block that was used.
absl::Status CheckNumber(const Claims& claims, const v1::IssueBatch& batch) {
  const std::string number = ShownValue(claims, proto::kNumber);
  if (number.empty()) return absl::OkStatus();
  const v1::NumberBlock& block = batch.numbers();
  absl::string_view digits = number;
  uint32_t serial = 0;
  const bool numbered = absl::ConsumePrefix(&digits, block.prefix()) && digits.size() == 6 &&
                        absl::SimpleAtoi(digits, &serial) &&
                        number == proto::FormatNumber(block.prefix(), serial);
  const bool in_block =
      numbered && serial >= block.first() && serial - block.first() < block.count();
  const auto& voided = block.voided();
  if (in_block && std::find(voided.begin(), voided.end(), serial) == voided.end()) {
    return absl::OkStatus();
  }
  return Refuse(Reason::kClaimNumberOutsideBlock);
}

// R06: the employer is an organisation of the roster, by id or by registered name.
absl::Status CheckEmployer(const Claims& claims, const v1::IssueBatch& batch,
                           const rules::View& view) {
  const std::string employer = ShownValue(claims, proto::kEmployer);
  if (employer.empty()) return absl::OkStatus();
  for (const std::string& id : batch.roster().organisations()) {
    if (employer == id) return absl::OkStatus();
    auto organisation = rules::FindOrganisation(view, id);
    if (!organisation.ok()) return organisation.status();
    if (*organisation == nullptr) continue;
    if ((*organisation)->registration().name() == employer) return absl::OkStatus();
  }
  return Refuse(Reason::kClaimEmployerNotOnRoster);
}

}  // namespace

bool CompareWithLog(const LogReader& reader, const LogIdentity& log,
                    const v1::CertificateFile& file, const LoggedCertificate& certificate,
                    v1::Verdict* verdict) {
  const LoggedBatch& batch = *certificate.batch;
  auto checkpoint = OpenOwnCheckpoint(reader, log, file.checkpoint());
  if (!AddCheck(kCheckpointCheck, checkpoint.status(), verdict)) return false;
  const absl::Status entries = CheckEntries(reader, *checkpoint, file, batch);
  if (!AddCheck(kLogInclusionCheck, entries, verdict)) return false;
  if (!AddCheck(kLeafCheck, CheckLeaf(file, certificate), verdict)) return false;
  absl::StatusOr<Claims> claims =
      proto::CheckClaims(file.claims(), batch.act().document_version(), certificate.claims_root);
  if (!AddCheck(kClaimsCheck, claims.status(), verdict)) return false;
  if (!AddCheck(kNumberCheck, CheckNumber(*claims, batch.act()), verdict)) return false;
  return AddCheck(kEmployerCheck, CheckEmployer(*claims, batch.act(), reader.published().view),
                  verdict);
}

}  // namespace linkcert::server
