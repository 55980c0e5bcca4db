#include "server/service/vault_service.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "linkcert/v1/vault_service.grpc.pb.h"
#include "proto/refusal.h"
#include "rules/certificate_links.h"
#include "rules/records.h"
#include "server/service/holder_export.h"
#include "server/service/logged_batch.h"
#include "server/service/own_statements.h"
#include "server/service/resource_name.h"
#include "server/service/shown_claims.h"
#include "server/service/submission.h"
#include "server/service/vault_access.h"

namespace linkcert::server {
namespace {

using Context = grpc::CallbackServerContext;
using Reactor = grpc::ServerUnaryReactor;
using proto::Reason;
using proto::Refuse;
using vault::v1::Access;

// One answer for what is not there and what is not for the caller.
absl::Status NoneForYou() { return Refuse(Reason::kNotFound, "no personal data for this caller"); }

vault::v1::Place PlaceInLog(const LoggedCertificate& certificate) {
  vault::v1::Place place;
  place.set_issuer(certificate.batch->facts.issuer());
  place.set_statement_id(certificate.batch->sealed.statement.statement_id());
  place.set_position(certificate.position);
  place.set_digest(certificate.batch->sealed.digest.str());
  return place;
}

class VaultService final : public v1::VaultService::CallbackService {
 public:
  explicit VaultService(const ServiceParts& parts) : parts_(parts) {}

  Reactor* GetPersonalData(Context* context, const v1::GetPersonalDataRequest* request,
                           v1::PersonalData* response) override {
    const Call call(parts_, context, "GetPersonalData");
    return AnswerWithVault(call, *request, [this, call, request, response]() -> absl::Status {
      const auto root = FindOwn(request->name(), call.caller());
      if (!root.ok()) return root.status();
      const auto purpose = PurposeOf(call.caller(), request->purpose(), parts_.clock->WallMs());
      if (!purpose.ok()) return purpose.status();
      auto read = parts_.vault->Read({*root}, Access::KIND_READ, *purpose);
      if (!read.ok()) return read.status();
      if (!read->front().has_value()) return NoneForYou();
      response->set_name(request->name());
      for (std::string& claim : read->front()->claims) response->add_claims(std::move(claim));
      return absl::OkStatus();
    });
  }

  Reactor* ExportHolderData(Context* context, const v1::ExportHolderDataRequest* request,
                            v1::ExportHolderDataResponse* response) override {
    const Call call(parts_, context, "ExportHolderData");
    return AnswerWithVault(call, *request, [this, call, request, response] {
      return ExportHolder(parts_, call.caller(), *request, response);
    });
  }

  Reactor* RestrictPersonalData(Context* context, const v1::RestrictPersonalDataRequest* request,
                                v1::RestrictPersonalDataResponse*) override {
    const Call call(parts_, context, "RestrictPersonalData");
    return AnswerWithVault(call, *request, [this, call, request]() -> absl::Status {
      const auto roots = FindOwnVersions(request->name(), call.caller());
      if (!roots.ok()) return roots.status();
      const auto purpose = PurposeOf(call.caller(), request->purpose(), parts_.clock->WallMs());
      if (!purpose.ok()) return purpose.status();
      for (const crypto::Hash& root : *roots) {
        const absl::Status status = parts_.vault->Restrict(root, *purpose);
        if (!status.ok()) return absl::IsNotFound(status) ? NoneForYou() : status;
      }
      return absl::OkStatus();
    });
  }

  Reactor* ErasePersonalData(Context* context, const v1::ErasePersonalDataRequest* request,
                             v1::Receipt* response) override {
    const Call call(parts_, context, "ErasePersonalData");
    absl::Status status = call.Check(*request, kMaxMessageBytes);
    if (status.ok() && parts_.vault == nullptr) status = Refuse(Reason::kVaultNotEnabled);
    const auto erase = [this, call, request, response] { Erase(call, *request, response); };
    if (status.ok() && !parts_.pool->TryAdd(erase, request->ByteSizeLong())) {
      status = Refuse(Reason::kQueueFull);
    }
    if (!status.ok()) call.Finish(status);
    return call.reactor();
  }

 private:
  Reactor* AnswerWithVault(const Call& call, const google::protobuf::Message& request,
                           std::function<absl::Status()> work) const {
    if (parts_.vault != nullptr) return AnswerLater(call, request, std::move(work));
    return AnswerNow(call, request, [] { return Refuse(Reason::kVaultNotEnabled); });
  }

  absl::StatusOr<crypto::Hash> FindOwn(const std::string& name, const Caller& caller) {
    const absl::StatusOr<uint64_t> index = ParseNumberedName(name, "certificates");
    if (!index.ok()) return index.status();
    return FindOwnAt(parts_.log->Reader(), *index, caller, /*as_employer=*/true);
  }

  // Of each version that was given to the vault of a certificate that the caller issued (R17): what
  // becomes of one becomes of all. At least one.
  absl::StatusOr<std::vector<crypto::Hash>> FindOwnVersions(const std::string& name,
                                                            const Caller& caller) {
    const absl::StatusOr<uint64_t> index = ParseNumberedName(name, "certificates");
    if (!index.ok()) return index.status();
    const LogReader reader = parts_.log->Reader();
    const absl::StatusOr<std::vector<uint64_t>> versions =
        rules::AllVersions(reader.published().view, *index);
    if (!versions.ok()) return versions.status();
    std::vector<crypto::Hash> roots;
    for (uint64_t version : *versions) {
      const auto root = FindOwnAt(reader, version, caller, /*as_employer=*/false);
      if (root.ok()) roots.push_back(*root);
      if (!root.ok() && !proto::ReasonOf(root.status())) return root.status();
    }
    if (roots.empty()) return NoneForYou();
    return roots;
  }

  // The claims root of a certificate that the caller issued, or that names him as employer.
  absl::StatusOr<crypto::Hash> FindOwnAt(const LogReader& reader, uint64_t index,
                                         const Caller& caller, bool as_employer) {
    const absl::StatusOr<LoggedCertificate> certificate = finder_.Find(reader, index);
    if (proto::ReasonOf(certificate.status())) return NoneForYou();
    if (!certificate.ok()) return certificate.status();
    // Anybody can log a leaf with another certificate's claims root.
    const absl::StatusOr<vault::v1::Place> place = parts_.vault->PlaceOf(certificate->claims_root);
    if (absl::IsNotFound(place.status())) return NoneForYou();
    if (!place.ok()) return place.status();
    if (!SamePlace(*place, PlaceInLog(*certificate))) return NoneForYou();
    absl::StatusOr<bool> own = place->issuer() == caller.organisation;
    if (!*own && as_employer) own = Employs(reader, caller, *certificate);
    if (!own.ok()) return own.status();
    if (!*own) return NoneForYou();
    return certificate->claims_root;
  }

  absl::StatusOr<bool> Employs(const LogReader& reader, const Caller& caller,
                               const LoggedCertificate& certificate) const {
    if (!IsOnRoster(*certificate.batch, caller.organisation)) return false;
    const auto names = PrintedNames(reader.published().view, caller.organisation);
    if (!names.ok()) return names.status();
    for (const std::string& printed : *names) {
      absl::StatusOr<bool> found =
          parts_.vault->IsFoundBy(LookupKind::kEmployer, printed, certificate.claims_root);
      if (!found.ok() || *found) return found;
    }
    return false;
  }

  // In the pool.
  void Erase(const Call& call, const v1::ErasePersonalDataRequest& request, v1::Receipt* response) {
    absl::StatusOr<std::vector<crypto::Hash>> roots = EraseFromVault(call, request);
    if (!roots.ok()) return call.Finish(roots.status());
    const absl::StatusOr<uint64_t> entry = TakeLogged(*roots);
    if (!entry.ok()) return call.Finish(entry.status());
    if (roots->empty()) return call.Finish(AddReceipt(*entry, response));
    const absl::StatusOr<std::string> envelope = MakeErasure(parts_, *roots);
    if (!envelope.ok()) return call.Finish(envelope.status());
    const auto note = [this, roots = *roots](const absl::StatusOr<Sequenced>& outcome) {
      if (!outcome.ok()) return;  // logged when it is asked for again, or at the next start
      for (const crypto::Hash& root : roots) {
        parts_.vault->NoteErasureEntry(root, outcome->placement.begin).IgnoreError();
      }
    };
    PrepareAndSubmit(call, {.size_bytes = envelope->size(),
                            .signed_statement = &*envelope,
                            .leaves = [] { return std::vector<std::string>(); },
                            .check_act = [](const v1::Statement&) { return absl::OkStatus(); },
                            .before = {},
                            .after = note,
                            .receipt = response,
                            .abandonable = false});
  }

  // Leaves the roots whose erasure no entry tells yet; returns the newest entry that tells of one,
  // 0 if there is none.
  absl::StatusOr<uint64_t> TakeLogged(std::vector<crypto::Hash>& roots) const {
    uint64_t newest = 0;
    std::vector<crypto::Hash> open;
    for (const crypto::Hash& root : roots) {
      const absl::StatusOr<uint64_t> entry = parts_.vault->ErasureEntryOf(root);
      if (!entry.ok()) return entry.status();
      newest = std::max(newest, *entry);
      if (*entry == 0) open.push_back(root);
    }
    roots.swap(open);
    return newest;
  }

  // What was erased, now or before.
  absl::StatusOr<std::vector<crypto::Hash>> EraseFromVault(
      const Call& call, const v1::ErasePersonalDataRequest& request) {
    absl::StatusOr<std::vector<crypto::Hash>> roots =
        FindOwnVersions(request.name(), call.caller());
    if (!roots.ok()) return roots;
    const auto purpose = PurposeOf(call.caller(), request.purpose(), parts_.clock->WallMs());
    if (!purpose.ok()) return purpose.status();
    // Nothing is destroyed that could not be logged.
    absl::Status status =
        CheckCanLogErasures(parts_.log->Latest()->view, parts_.registry_key->public_key());
    if (status.ok()) status = CheckAreRestricted(*roots);
    for (const crypto::Hash& root : *roots) {
      if (status.ok()) status = parts_.vault->Erase(root, *purpose);
    }
    if (!status.ok()) return status;
    return roots;
  }

  absl::Status CheckAreRestricted(const std::vector<crypto::Hash>& roots) const {
    for (const crypto::Hash& root : roots) {
      const absl::StatusOr<Holding> holding = parts_.vault->HoldingOf(root);
      if (!holding.ok()) return holding.status();
      if (*holding == Holding::kNotHeld) return NoneForYou();
      if (*holding == Holding::kHeld) return Refuse(Reason::kNotRestricted);
    }
    return absl::OkStatus();
  }

  absl::Status AddReceipt(uint64_t entry, v1::Receipt* response) const {
    const LogReader reader = parts_.log->Reader();
    absl::StatusOr<v1::Receipt> receipt =
        reader.ReceiptFor({.begin = entry, .end = entry + 1, .already_logged = true});
    if (receipt.ok()) *response = *std::move(receipt);
    return receipt.status();
  }

  const ServiceParts parts_;
  CertificateFinder finder_;
};

}  // namespace

std::unique_ptr<grpc::Service> NewVaultService(const ServiceParts& parts) {
  return std::make_unique<VaultService>(parts);
}

}  // namespace linkcert::server
