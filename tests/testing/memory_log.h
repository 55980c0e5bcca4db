// A log in memory over the real rules, signed by the world's "log" key until an epoch: entries,
// checkpoints, proofs, certificate files. What the rules refuse can be written past them.
#ifndef LINKCERT_TESTS_TESTING_MEMORY_LOG_H_
#define LINKCERT_TESTS_TESTING_MEMORY_LOG_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "client/audit/log_source.h"
#include "client/issue/certificate_builder.h"
#include "client/verify/trust.h"
#include "crypto/key_cache.h"
#include "linkcert/v1/certificate_file.pb.h"
#include "linkcert/v1/log_service.pb.h"
#include "rules/admit.h"
#include "rules/state.h"
#include "tests/testing/world.h"

namespace linkcert::testing {

class MemoryLog : public client::LogSource {
 public:
  // `world` must outlive the log.
  explicit MemoryLog(World& world, std::string origin = kOrigin)
      : world_(world), origin_(std::move(origin)) {}

  // Through the rules; a refusal ends the program. Returns the index of the statement's entry.
  uint64_t Submit(const std::string& envelope, const std::vector<std::string>& leaves = {});
  uint64_t Submit(const Unit& unit) { return Submit(unit.envelope, unit.leaves); }
  // The registry's own entry. Submit logs one by itself when it is due, and after each change.
  uint64_t SubmitStatusRoot();
  // Past the rules: no effect on the state.
  uint64_t Force(const Unit& unit);
  // Past the rules: an entry that gives all these things (by the index of the entry that created
  // each) a new standing, then the StatusRoot over it. Returns the index of the entry.
  uint64_t ChangeStanding(absl::Span<const uint64_t> things, v1::StatusChange change);
  void Found();
  // Goes on under another name, signed with this key of the world, without the last `lost` entries
  // (as after a restore). Returns the index of the epoch's entry.
  uint64_t BeginEpoch(const std::string& origin, const std::string& log_key, uint64_t lost = 0,
                      const std::vector<std::string>& signers = {"authority-1", "authority-2"});

  // What Entries hands out and the checkpoint covers; tests damage them.
  std::vector<std::string>& entries() { return entries_; }

  absl::StatusOr<std::string> Checkpoint() override;
  absl::Status Entries(uint64_t begin, uint64_t end, OnEntry on_entry) override;

  // "log …", "quorum none", or the text of a policy that goes on with `more`.
  std::string PolicyText(const std::string& more = "quorum none\n");
  client::Trust Trust(const std::string& more = "quorum none\n");

  // Without the last `count` entries.
  void Lose(uint64_t count);
  // Checkpoints from now on.
  void SignAs(const std::string& origin, const std::string& log_key);

  v1::LoggedEntry Logged(uint64_t index) const;
  v1::GetEpochsResponse Epochs();
  // What certificates of the batch at this index need.
  client::BatchEvidence Evidence(uint64_t batch);
  // The certificate file at `position`.
  std::string File(uint64_t batch, const Unit& unit, uint32_t position,
                   absl::Span<const uint32_t> shown);
  // The same with the newest StatusRoot and all status proofs that are asked for. Logs a
  // StatusRoot if there is none after the batch.
  v1::CertificateFile FileWithStatus(uint64_t batch, const Unit& unit, uint32_t position,
                                     absl::Span<const uint32_t> shown);
  // Against the newest StatusRoot.
  v1::StatusProof Status(uint64_t index);
  // Of the newest StatusRoot entry after `index`; 0 when there is none.
  uint64_t StatusRootAfter(uint64_t index);
  // Of the entry that brought the key in.
  uint64_t EntryOfKey(const std::string& key_name);

 private:
  rules::Stamp Here() const { return {.index = entries_.size(), .logged_at = world_.now_ms()}; }
  uint64_t Append(const std::string& envelope, const std::vector<std::string>& leaves);

  World& world_;
  std::string origin_;
  std::string log_key_ = "log";
  rules::State state_;
  crypto::KeyCache keys_;
  std::vector<std::string> entries_;
};

}  // namespace linkcert::testing

#endif  // LINKCERT_TESTS_TESTING_MEMORY_LOG_H_
