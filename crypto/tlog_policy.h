// Which checkpoints to believe: the text file of C2SP tlog-policy (c2sp.org/tlog-policy).
//   log example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k
//   witness W1 <vkey of type 0x04>
//   witness W2 <vkey of type 0x04>
//   group both all W1 W2
//   quorum both
#ifndef LINKCERT_CRYPTO_TLOG_POLICY_H_
#define LINKCERT_CRYPTO_TLOG_POLICY_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/checkpoint.h"
#include "crypto/note_key.h"

namespace linkcert::crypto {

inline constexpr size_t kMaxPolicySizeBytes = 262144;
inline constexpr size_t kMaxPolicyDefinitions = 256;  // logs, witnesses and groups together
// A cosignature later than this after "now" is not counted.
inline constexpr uint64_t kMaxCosignatureSkewS = 300;

struct PolicyLog {
  NoteKey key;      // type kEd25519; its name is the log's origin
  std::string url;  // may be empty
};

struct PolicyWitness {
  std::string name;  // within this policy only
  NoteKey key;       // type kCosignatureV1
  std::string url;   // may be empty
};

// A good cosignature by a witness of the policy.
struct Cosigned {
  size_t witness = 0;   // index into TlogPolicy::witnesses()
  uint64_t time_s = 0;  // seconds since 1970
  bool counts = true;   // false if it claims to come from the future
};

// A checkpoint that a log of the policy signed, and how far its witnesses stand behind it.
struct EvaluatedCheckpoint {
  Checkpoint checkpoint;
  size_t log = 0;                      // index into TlogPolicy::logs()
  std::vector<Cosigned> cosignatures;  // in the order of the note
  bool quorum_met = false;             // always true under "quorum none"
  // The latest time T such that the cosignatures made at T or later alone meet the quorum: a
  // quorum held this for the newest checkpoint then. Empty if unmet, or under "quorum none".
  std::optional<uint64_t> quorum_time_s;  // seconds since 1970
};

// Immutable, thread-safe.
class TlogPolicy {
 public:
  // InvalidArgument, naming the line, for anything that the specification forbids: among others a
  // missing or second quorum, a name used before its definition, a group member used twice, the
  // same key in two logs or two witnesses, a last line without newline, a carriage return.
  static absl::StatusOr<TlogPolicy> Parse(absl::string_view text);

  // InvalidArgument if the note is malformed, if no log of the policy signed it under the note's
  // origin, or if any signature by a key of the policy is bad. An unmet quorum is no error.
  // A policy without logs accepts nothing.
  absl::StatusOr<EvaluatedCheckpoint> Evaluate(absl::string_view note_bytes, uint64_t now_s) const;

  const std::vector<PolicyLog>& logs() const { return logs_; }
  const std::vector<PolicyWitness>& witnesses() const { return witnesses_; }
  bool requires_witnesses() const { return quorum_.has_value(); }

 private:
  class Parser;
  // A name of the file: a witness, or (threshold > 0) a group of names defined before it.
  struct Definition {
    size_t witness = 0;
    size_t threshold = 0;
    std::vector<size_t> members;  // indexes into definitions_
  };

  TlogPolicy() = default;
  bool MeetsQuorum(const std::vector<Cosigned>& cosignatures, uint64_t since_s) const;
  std::optional<uint64_t> QuorumTime(const std::vector<Cosigned>& cosignatures) const;

  std::vector<PolicyLog> logs_;
  std::vector<PolicyWitness> witnesses_;
  std::vector<NoteKey> keys_;  // of logs_, then of witnesses_
  std::vector<Definition> definitions_;
  std::optional<size_t> quorum_;  // index into definitions_; empty: "quorum none"
};

}  // namespace linkcert::crypto

#endif  // LINKCERT_CRYPTO_TLOG_POLICY_H_
