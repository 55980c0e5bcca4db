// A new name and key for the log over the entries it keeps (R01).
#include "rules/epochs.h"

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "crypto/checkpoint.h"
#include "crypto/keys.h"
#include "crypto/note_key.h"
#include "rules/act_context.h"
#include "rules/signers.h"

namespace linkcert::rules {
namespace {

using proto::Reason;
using proto::Refuse;

// What the log is called and signs with, as of the newest epoch.
struct LogIdentity {
  std::string origin;
  std::string log_key;
};

LogIdentity IdentityNow(const records::Registry& registry) {
  if (registry.epochs().empty()) {
    return {.origin = registry.genesis().origin(), .log_key = registry.genesis().log_key()};
  }
  const records::Epoch& newest = *registry.epochs().rbegin();
  return {.origin = newest.origin(), .log_key = newest.log_key()};
}

bool HadOrigin(const records::Registry& registry, const std::string& origin) {
  return origin == registry.genesis().origin() ||
         absl::c_any_of(registry.epochs(),
                        [&](const records::Epoch& epoch) { return epoch.origin() == origin; });
}

// A key and a name that nothing had before.
absl::Status CheckNewIdentity(const ActContext& context, const LogIdentity& next) {
  absl::StatusOr<crypto::PublicKey> key = crypto::PublicKey::FromSpki(next.log_key);
  if (!key.ok()) return Refuse(Reason::kKeyEncoding, key.status().message());
  if (key->algorithm() != crypto::Algorithm::kEd25519) {
    return Refuse(Reason::kKeyEncoding, "the log key is Ed25519");
  }
  auto registered = FindKey(context.view, key->id().view());
  if (!registered.ok()) return registered.status();
  if (*registered != nullptr || IsLogKey(context.registry, next.log_key)) {
    return Refuse(Reason::kKeyIsLogKey, key->id().ToHex());
  }
  return HadOrigin(context.registry, next.origin) ? Refuse(Reason::kOriginReused, next.origin)
                                                  : absl::OkStatus();
}

absl::Status CheckAnnounced(const v1::RotateLogKey& announced, const v1::BeginEpoch& act) {
  const bool same =
      announced.new_origin() == act.origin() && announced.new_log_key() == act.log_key();
  return same ? absl::OkStatus() : Refuse(Reason::kEpochInvalid, "another one was announced");
}

// The last checkpoint of the log before, over all that is kept.
absl::Status CheckPrevious(const ActContext& context, const v1::BeginEpoch& act) {
  if (act.kept_entries() != context.stamp.index) {
    return Refuse(Reason::kEpochInvalid,
                  absl::StrCat("keeps ", act.kept_entries(), " of ", context.stamp.index));
  }
  const LogIdentity before = IdentityNow(context.registry);
  absl::StatusOr<crypto::PublicKey> spki = crypto::PublicKey::FromSpki(before.log_key);
  if (!spki.ok()) return absl::DataLossError("the log key on record is none");
  auto key = crypto::NoteKey::Create(before.origin, crypto::NoteAlgorithm::kEd25519, *spki);
  if (!key.ok()) return absl::DataLossError("the origin on record is no key name");
  auto checkpoint = crypto::OpenCheckpoint(act.previous_checkpoint(), *key);
  if (!checkpoint.ok()) return Refuse(Reason::kEpochInvalid, "previous_checkpoint");
  return checkpoint->size >= act.kept_entries()
             ? absl::OkStatus()
             : Refuse(Reason::kEpochInvalid, "previous_checkpoint covers less than is kept");
}

}  // namespace

bool IsLogKey(const records::Registry& registry, const std::string& spki) {
  return spki == registry.genesis().log_key() || spki == registry.announced().new_log_key() ||
         absl::c_any_of(registry.epochs(),
                        [&](const records::Epoch& epoch) { return epoch.log_key() == spki; });
}

absl::Status AdmitRotateLogKey(ActContext& context, const v1::RotateLogKey& act) {
  const uint32_t threshold = context.registry.genesis().threshold();
  absl::Status status = CheckSides(context.signers, {AuthoritySide(threshold)});
  if (status.ok()) {
    status = CheckNewIdentity(context, {.origin = act.new_origin(), .log_key = act.new_log_key()});
  }
  if (!status.ok()) return status;
  records::Registry registry = context.registry;
  *registry.mutable_announced() = act;
  context.Write(RegistryRecordKey(), std::move(registry), &Record::mutable_registry);
  return absl::OkStatus();
}

absl::Status AdmitBeginEpoch(ActContext& context, const v1::BeginEpoch& act) {
  const uint32_t threshold = context.registry.genesis().threshold();
  absl::Status status = CheckSides(context.signers, {AuthoritySide(threshold)});
  if (status.ok()) {
    status = context.registry.has_announced()
                 ? CheckAnnounced(context.registry.announced(), act)
                 : CheckNewIdentity(context, {.origin = act.origin(), .log_key = act.log_key()});
  }
  if (status.ok()) status = CheckPrevious(context, act);
  if (!status.ok()) return status;
  records::Registry registry = context.registry;
  registry.clear_announced();
  records::Epoch& epoch = *registry.add_epochs();
  epoch.set_origin(act.origin());
  epoch.set_log_key(act.log_key());
  *epoch.mutable_logged() = context.Here();
  context.Write(RegistryRecordKey(), std::move(registry), &Record::mutable_registry);
  return absl::OkStatus();
}

}  // namespace linkcert::rules
