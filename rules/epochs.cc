// A new name and key for the log over the entries it keeps (R01).
#include "rules/epochs.h"

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "crypto/keys.h"
#include "rules/acts.h"
#include "rules/log_names.h"
#include "rules/signers.h"

namespace linkcert::rules {
namespace {

using proto::Reason;
using proto::Refuse;

bool HadOrigin(const records::Registry& registry, const std::string& origin) {
  return absl::c_any_of(NamesOf(registry),
                        [&](const LogName& name) { return name.origin == origin; });
}

// A key and a name that nothing had before.
absl::Status CheckNewIdentity(const ActContext& context, const LogName& next) {
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

// It goes on from the log before. A last checkpoint over more than is kept is an honest loss, which
// people should know of.
absl::Status CheckPrevious(ActContext& context, const v1::BeginEpoch& act) {
  const uint64_t kept = context.stamp.index;
  absl::StatusOr<crypto::Checkpoint> last =
      OpenPreviousCheckpoint(act, kept, NamesOf(context.registry).back());
  if (!last.ok()) return last.status();
  if (last->size > kept) {
    context.Warn(Reason::kEntriesNotKeptWarning,
                 absl::StrCat("entries ", kept, " to ", last->size - 1, " of ", last->origin));
  }
  return absl::OkStatus();
}

}  // namespace

bool IsLogKey(const records::Registry& registry, const std::string& spki) {
  return spki == registry.announced().new_log_key() ||
         absl::c_any_of(NamesOf(registry),
                        [&](const LogName& name) { return name.log_key == spki; });
}

absl::Status AdmitRotateLogKey(ActContext& context, const v1::RotateLogKey& act) {
  const uint32_t threshold = context.registry.genesis().threshold();
  absl::Status status = CheckSides(context.signers, {AuthoritySide(threshold)});
  if (status.ok()) {
    status = CheckNewIdentity(
        context, {.origin = act.new_origin(), .log_key = act.new_log_key(), .begin = 0});
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
                 : CheckNewIdentity(context, NameIn(act, context.stamp.index));
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
