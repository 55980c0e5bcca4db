#include "server/service/verification_receipts.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "proto/canonical.h"
#include "proto/claims.h"
#include "proto/refusal.h"
#include "proto/verification_receipt.h"
#include "rules/records.h"
#include "rules/status_map.h"
#include "server/service/evidence.h"
#include "server/service/own_statements.h"
#include "server/service/vault_access.h"
#include "server/service/verdict.h"

namespace linkcert::server {
namespace {

using proto::Reason;
using proto::Refuse;

absl::Status CheckForm(const v1::CreateVerificationReceiptRequest& request) {
  if (!request.request().audience().empty() || !request.request().post().empty()) {
    return Refuse(Reason::kRequestMalformed, "a receipt tells of the certificate alone");
  }
  const size_t bytes = request.nonce().size();
  return bytes >= proto::kMinNonceBytes && bytes <= proto::kMaxNonceBytes
             ? absl::OkStatus()
             : Refuse(Reason::kRequestMalformed, "a nonce of 16 to 64 bytes");
}

// The entry that brought the registry's key in.
absl::StatusOr<uint64_t> FindKeyEntry(const ServiceParts& parts, const rules::View& view) {
  if (parts.registry_key == nullptr) return Refuse(Reason::kReceiptsNotEnabled);
  absl::StatusOr<uint64_t> entry = FindRegistryKey(view, parts.registry_key->public_key());
  if (!absl::IsFailedPrecondition(entry.status())) return entry;
  return Refuse(Reason::kReceiptsNotEnabled, entry.status().message());
}

std::string ReasonOf(const v1::Verdict& verdict) {
  const v1::Check* decided = DecidingCheck(verdict);
  return decided == nullptr ? std::string() : decided->reason();
}

// Whether the check is of the file that was shown. NUMBER and EMPLOYER are not: by then the claims
// are known to be those that the issuer logged.
bool IsOfFile(const v1::Check& check) {
  constexpr const char* kOfFile[] = {kFormatCheck,     kCheckpointCheck, kLogInclusionCheck,
                                     kStatusRootCheck, kLeafCheck,       kClaimsCheck};
  return std::find(std::begin(kOfFile), std::end(kOfFile), check.name()) != std::end(kOfFile);
}

// Without a certificate there is nothing to sign, and a file that is not the certificate's says
// nothing of it, whatever place in the log it names: what the verdict says of that is the refusal.
absl::Status CheckTellsOfCertificate(const v1::Verdict& verdict) {
  const v1::Check* decided = DecidingCheck(verdict);
  const bool of_file = decided != nullptr && IsOfFile(*decided);
  if (verdict.has_facts() && !of_file) return absl::OkStatus();
  return Refuse(proto::ParseReason(ReasonOf(verdict)).value_or(Reason::kCertificateUnknown));
}

v1::ReceiptVerdict VerdictOf(v1::Conclusion conclusion) {
  if (conclusion == v1::CONCLUSION_VALID) return v1::RECEIPT_VERDICT_VALID;
  return conclusion == v1::CONCLUSION_INVALID ? v1::RECEIPT_VERDICT_INVALID
                                              : v1::RECEIPT_VERDICT_UNKNOWN;
}

bool HasPassed(const v1::Verdict& verdict, absl::string_view name) {
  return std::any_of(verdict.checks().begin(), verdict.checks().end(),
                     [name](const v1::Check& check) {
                       return check.name() == name && check.result() == v1::CHECK_RESULT_PASS;
                     });
}

// What was shown to the registry, and was right.
std::set<uint32_t> ShownTags(const v1::VerifyCertificateRequest& request,
                             const v1::Verdict& verdict) {
  std::set<uint32_t> tags;
  if (request.has_number_query()) {
    const v1::NumberQuery& query = request.number_query();
    tags.insert(proto::kNumber);
    if (!query.name().empty()) tags.insert(proto::kName);
    if (!query.id_type().empty()) tags.insert(proto::kIdType);
    if (!query.id_number().empty()) tags.insert(proto::kIdNumber);
  }
  if (!request.has_certificate_file() || !HasPassed(verdict, kClaimsCheck)) return tags;
  const auto file = proto::DecodeCanonical<v1::CertificateFile>(request.certificate_file());
  if (!file.ok()) return tags;
  for (const v1::ClaimSlot& slot : file->claims()) {
    const auto claim = proto::DecodeCanonical<v1::Claim>(slot.claim());
    if (slot.has_claim() && claim.ok() && !claim->value().empty()) tags.insert(claim->tag());
  }
  return tags;
}

absl::StatusOr<uint64_t> NewestStatusRoot(const rules::View& view) {
  const auto map = rules::FindStatusMap(view);
  if (!map.ok()) return map.status();
  return *map == nullptr ? 0 : (*map)->newest_root().index();
}

// Genesis, epochs, and each key with those that signed it in or that it replaced.
absl::Status AddKeyEvidence(const LogReader& reader, uint64_t key_entry,
                            v1::VerificationReceiptFile& file) {
  absl::StatusOr<Epochs> epochs = FindEpochs(reader);
  if (!epochs.ok()) return epochs.status();
  std::set<uint64_t> entries = epochs->begins;
  entries.insert(epochs->authority_keys.begin(), epochs->authority_keys.end());
  entries.insert(key_entry);
  absl::Status status = AddKeysUnder(reader, entries);
  if (!status.ok()) return status;
  for (uint64_t index : entries) {
    absl::StatusOr<v1::LoggedEntry> entry = reader.EntryWithPath(index, reader.published().size);
    if (!entry.ok()) return entry.status();
    absl::StatusOr<std::string> owner = FindOwnerOfKey(reader, index);
    if (!owner.ok()) return owner.status();
    v1::LoggedEntry* const place = index == 0                       ? file.mutable_genesis()
                                   : epochs->begins.contains(index) ? file.add_epochs()
                                   : *owner == rules::kAuthority    ? file.add_authority_keys()
                                                                    : file.add_registry_keys();
    *place = *std::move(entry);
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::VerificationReceiptFile> MakeEvidence(const LogReader& reader,
                                                         uint64_t key_entry) {
  const Published& log = reader.published();
  v1::VerificationReceiptFile file;
  file.set_checkpoint(log.checkpoint);
  absl::Status status = AddKeyEvidence(reader, key_entry, file);
  if (!status.ok()) return status;
  const absl::StatusOr<uint64_t> root = NewestStatusRoot(log.view);
  if (!root.ok()) return root.status();
  if (*root == 0) return file;
  absl::StatusOr<v1::LoggedEntry> entry = reader.EntryWithPath(*root, log.size);
  if (!entry.ok()) return entry.status();
  absl::StatusOr<v1::StatusProof> proof = rules::ProveStatus(log.view, key_entry);
  if (!proof.ok()) return proof.status();
  *file.mutable_status_root() = *std::move(entry);
  *file.mutable_key_status() = *std::move(proof);
  return file;
}

absl::StatusOr<v1::VerificationReceipt> MakeReceipt(
    const Published& log, const v1::CreateVerificationReceiptRequest& request,
    const v1::Verdict& verdict, const Purpose& purpose) {
  auto registry = rules::FindRegistry(log.view);
  if (!registry.ok()) return registry.status();
  if (*registry == nullptr) return absl::DataLossError("the log has no genesis");
  const absl::StatusOr<uint64_t> root = NewestStatusRoot(log.view);
  if (!root.ok()) return root.status();
  v1::VerificationReceipt receipt;
  receipt.set_registry((*registry)->registry());
  receipt.set_certificate(verdict.certificate());
  receipt.set_verdict(VerdictOf(verdict.conclusion()));
  for (uint32_t tag : ShownTags(request.request(), verdict)) receipt.add_shown_tags(tag);
  receipt.set_status_root(*root);
  receipt.set_nonce(request.nonce());
  receipt.set_purpose(purpose.purpose);
  receipt.set_requester(purpose.requester);
  receipt.set_verified_at(std::max(purpose.at_ms, log.logged_at));
  receipt.set_log_size(log.size);
  receipt.set_as_of(verdict.as_of());
  receipt.set_reason(ReasonOf(verdict));
  return receipt;
}

}  // namespace

absl::StatusOr<v1::VerificationReceiptFile> MakeVerificationReceipt(
    const ServiceParts& parts, OnlineVerifier* verifier,
    const v1::CreateVerificationReceiptRequest& request, const Caller& caller) {
  absl::Status status = CheckForm(request);
  if (!status.ok()) return status;
  const auto purpose = PurposeOf(caller, request.purpose(), parts.clock->WallMs());
  if (!purpose.ok()) return purpose.status();
  const absl::StatusOr<LogMoment> moment = verifier->MomentOf(request.request().as_of());
  if (!moment.ok()) return moment.status();
  const LogReader& reader = moment->reader;
  const Published& log = reader.published();
  const absl::StatusOr<uint64_t> key_entry = FindKeyEntry(parts, log.view);
  if (!key_entry.ok()) return key_entry.status();
  const absl::StatusOr<Answered> answer = verifier->VerifyAt(*moment, request.request(), caller);
  if (!answer.ok()) return answer.status();
  status = CheckTellsOfCertificate(answer->verdict);
  if (!status.ok()) return status;
  const auto receipt = MakeReceipt(log, request, answer->verdict, *purpose);
  if (!receipt.ok()) return receipt.status();
  absl::StatusOr<std::string> sealed = proto::SignReceipt(*receipt, *parts.registry_key);
  if (!sealed.ok()) return sealed.status();
  absl::StatusOr<v1::VerificationReceiptFile> file = MakeEvidence(reader, *key_entry);
  if (file.ok()) file->set_signed_receipt(*std::move(sealed));
  return file;
}

}  // namespace linkcert::server
