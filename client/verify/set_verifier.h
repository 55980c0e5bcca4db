// Many certificates in one stream (FORMAT.md §7, certificate set): what a batch rests on is checked
// once, certificates on two threads.
#ifndef LINKCERT_CLIENT_VERIFY_SET_VERIFIER_H_
#define LINKCERT_CLIENT_VERIFY_SET_VERIFIER_H_

#include <cstdint>
#include <functional>
#include <istream>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "client/verify/evidence.h"
#include "client/verify/options.h"
#include "client/verify/set_entries.h"
#include "client/verify/trust.h"
#include "client/verify/verification.h"
#include "crypto/key_cache.h"
#include "proto/certificate_set.h"

namespace linkcert::client {

// One set. Not thread-safe; uses a second thread of its own while it runs.
class SetVerifier {
 public:
  using OnCertificate = std::function<void(const Verification&)>;

  SetVerifier(Trust trust, VerifyOptions options) : trust_(std::move(trust)), options_(options) {}

  // Tells the verdict on each certificate, in the order of the set, on the caller's thread.
  // Anything that keeps the rest from being read (a cut, garbage, a second header) is told as one
  // more verdict that is not valid, and ends the set. WARNING: a set cut between two items has
  // fewer certificates and is otherwise whole: count them.
  void Verify(std::istream& in, const OnCertificate& on_certificate);
  // The signed note that the set rests on, as it says; empty before its header was read.
  std::string checkpoint() const { return entries_ ? entries_->checkpoint() : ""; }

 private:
  using Block = std::vector<std::string>;  // items of certificates, not opened yet

  absl::Status ReadAll(std::istream& in, const OnCertificate& on_certificate);
  absl::Status Take(const proto::SetReader::Item& item);
  void VerifyBlock(const Block& block, const OnCertificate& on_certificate);
  void VerifyItem(const std::string& item, Verification& verdict);
  absl::StatusOr<std::shared_ptr<const CheckedEvidence>> EvidenceOf(uint64_t batch);

  const Trust trust_;
  const VerifyOptions options_;
  crypto::KeyCache keys_;
  std::optional<SetEntries> entries_;   // from the header on
  std::vector<Verification> verdicts_;  // of a block; their memory serves the next one
  std::mutex mutex_;
  // By the batch's index; guarded by mutex_.
  absl::flat_hash_map<uint64_t, std::shared_ptr<const CheckedEvidence>> checked_;
};

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_VERIFY_SET_VERIFIER_H_
