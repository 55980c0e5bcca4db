#include "crypto/tlog_policy.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "crypto/note.h"

namespace linkcert::crypto {

absl::StatusOr<EvaluatedCheckpoint> TlogPolicy::Evaluate(absl::string_view note_bytes,
                                                         uint64_t now_s) const {
  absl::StatusOr<Note> note = ParseNote(note_bytes);
  if (!note.ok()) return note.status();
  absl::StatusOr<Checkpoint> checkpoint = ParseCheckpoint(note->text);
  if (!checkpoint.ok()) return checkpoint.status();
  auto verified = VerifyNote(*note, keys_);
  if (!verified.ok()) return verified.status();

  EvaluatedCheckpoint evaluated;
  evaluated.log = logs_.size();
  for (const VerifiedSignature& signature : *verified) {
    if (signature.key >= logs_.size()) {
      const bool counts =
          signature.time_s <= now_s || signature.time_s - now_s <= kMaxCosignatureSkewS;
      evaluated.cosignatures.push_back({signature.key - logs_.size(), signature.time_s, counts});
    } else if (logs_[signature.key].key.name() == checkpoint->origin) {
      evaluated.log = std::min(evaluated.log, signature.key);
    }
  }
  if (evaluated.log == logs_.size()) {
    return absl::InvalidArgumentError("no log of the policy signed this checkpoint");
  }
  evaluated.checkpoint = *std::move(checkpoint);
  evaluated.quorum_time_s = QuorumTime(evaluated.cosignatures);
  evaluated.quorum_met = !quorum_.has_value() || evaluated.quorum_time_s.has_value();
  return evaluated;
}

bool TlogPolicy::MeetsQuorum(const std::vector<Cosigned>& cosignatures, uint64_t since_s) const {
  std::vector<bool> has_cosigned(witnesses_.size(), false);
  for (const Cosigned& cosigned : cosignatures) {
    if (cosigned.counts && cosigned.time_s >= since_s) has_cosigned[cosigned.witness] = true;
  }
  // A definition refers to earlier ones only, so one pass settles them all.
  std::vector<bool> is_met;
  for (const Definition& definition : definitions_) {
    const auto met = std::count_if(definition.members.begin(), definition.members.end(),
                                   [&is_met](size_t member) { return is_met[member]; });
    is_met.push_back(definition.threshold == 0 ? has_cosigned[definition.witness]
                                               : static_cast<size_t>(met) >= definition.threshold);
  }
  return is_met[*quorum_];
}

std::optional<uint64_t> TlogPolicy::QuorumTime(const std::vector<Cosigned>& cosignatures) const {
  if (!quorum_.has_value()) return std::nullopt;
  std::optional<uint64_t> latest;
  for (const Cosigned& cosigned : cosignatures) {
    const bool is_later = !latest.has_value() || cosigned.time_s > *latest;
    if (cosigned.counts && is_later && MeetsQuorum(cosignatures, cosigned.time_s)) {
      latest = cosigned.time_s;
    }
  }
  return latest;
}

}  // namespace linkcert::crypto
