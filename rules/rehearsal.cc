#include "rules/rehearsal.h"

#include <optional>
#include <utility>

#include "proto/canonical.h"
#include "proto/statement.h"
#include "rules/state.h"
#include "rules/status_map.h"

namespace linkcert::rules {
namespace {

constexpr size_t kSignatureSize = 64;

// An envelope of the right shape, whose signatures are good for nothing.
absl::StatusOr<std::string> SealUnsigned(const std::string& statement_bytes) {
  if (statement_bytes.size() > proto::kMaxEnvelopeSizeBytes) {
    return proto::Refuse(proto::Reason::kMessageTooLarge);
  }
  const auto statement = proto::DecodeCanonical<v1::Statement>(statement_bytes);
  if (!statement.ok()) return statement.status();
  const std::vector<std::string> signatures(static_cast<size_t>(statement->signers_size()),
                                            std::string(kSignatureSize, '\0'));
  return proto::SealStatement(statement_bytes, signatures);
}

// What the registry logs by itself before anything else (R27).
absl::Status LogDueStatusRoot(Overlay& view, Stamp& stamp) {
  const absl::StatusOr<bool> due = IsStatusRootDue(view, stamp.logged_at);
  if (!due.ok() || !*due) return due.status();
  const absl::StatusOr<std::optional<v1::StatusRoot>> root = StatusRootOf(view);
  if (!root.ok() || !root->has_value()) return root.status();
  const absl::StatusOr<Admission> admission = AdmitStatusRoot(view, **root, stamp);
  if (!admission.ok()) return admission.status();
  view.Apply(admission->effects);
  ++stamp.index;
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Admission> Rehearse(const View& view, const std::string& statement,
                                   std::vector<std::string> leaves, Stamp stamp,
                                   crypto::KeyCache& keys) {
  absl::StatusOr<std::string> envelope = SealUnsigned(statement);
  if (!envelope.ok()) return envelope.status();
  absl::StatusOr<PreparedUnit> unit = OpenUnit(*envelope, std::move(leaves));
  if (!unit.ok()) return unit.status();
  unit->verified.assign(unit->verified.size(), true);
  Overlay overlay(view);
  absl::Status status = LogDueStatusRoot(overlay, stamp);
  return status.ok() ? Admit(overlay, *unit, stamp, keys) : status;
}

}  // namespace linkcert::rules
