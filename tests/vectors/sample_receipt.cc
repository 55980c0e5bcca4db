#include "tests/vectors/sample_receipt.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "crypto/checkpoint.h"
#include "crypto/merkle.h"
#include "proto/entry.h"
#include "proto/statement.h"
#include "proto/verification_receipt.h"
#include "tests/vectors/sample_acts.h"
#include "tests/vectors/sample_people.h"
#include "tests/vectors/sample_status.h"

namespace linkcert::vectors {
namespace {

constexpr uint32_t kPosition = 2;
constexpr size_t kNonceBytes = 16;
constexpr uint64_t kSecondMs = 1000;
constexpr uint64_t kMinuteMs = 60 * kSecondMs;

// Entry after entry, each a second after the one before.
class LongerLog {
 public:
  explicit LongerLog(SampleLog log) : log_(std::move(log)) {
    now_ms_ = proto::DecodeEntry(log_.entries.back()).value().logged_at();
  }

  void AddKey(const crypto::Signer& key) {
    v1::Statement statement;
    const auto genesis = proto::OpenStatement(log_.Statement("genesis").envelope).value();
    const std::string name = absl::StrCat("add_key ", SampleReceipt::kKeyName);
    statement.set_registry(genesis.digest.str());
    statement.set_statement_id(SampleBytes(absl::StrCat("statement ", name), 16));
    now_ms_ += kSecondMs;
    statement.set_signed_at(now_ms_ - kSecondMs / 2);
    v1::AddKey& act = *statement.mutable_add_key();
    act.set_organisation("registry");
    act.set_public_key(std::string(key.public_key().spki()));
    act.set_person(SampleBytes(absl::StrCat("person ", SampleReceipt::kKeyName), 16));
    act.add_purposes(v1::KEY_PURPOSE_RECEIPT);
    const std::string envelope =
        proto::SignStatement(std::move(statement), {log_.Key("authority-1").signer.get(),
                                                    log_.Key("authority-2").signer.get(), &key})
            .value();
    log_.statements.push_back({name, envelope, log_.entries.size()});
    log_.entries.push_back(proto::EncodeStatementEntry(now_ms_, envelope).value());
  }
  void AddStatusRoot() {
    now_ms_ += kSecondMs;
    log_.status_root = log_.entries.size();
    log_.entries.push_back(proto::EncodeStatusRootEntry(now_ms_, SampleMap(log_.histories).root()));
    const crypto::Checkpoint head{.origin = SampleLog::kOrigin,
                                  .size = log_.entries.size(),
                                  .root = crypto::RootOf(HashLeaves(log_.entries))};
    log_.checkpoint = crypto::SignCheckpoint(head, *log_.Key("log").signer).value();
  }

  const SampleLog& log() const { return log_; }
  uint64_t now_ms() const { return now_ms_; }

 private:
  SampleLog log_;
  uint64_t now_ms_ = 0;
};

v1::VerificationReceipt ReceiptIn(const LongerLog& longer) {
  const SampleLog& log = longer.log();
  v1::VerificationReceipt receipt;
  receipt.set_registry(
      proto::OpenStatement(log.Statement("genesis").envelope).value().digest.str());
  receipt.set_certificate(log.Statement("issue_batch").index + 1 + kPosition);
  receipt.set_verdict(v1::RECEIPT_VERDICT_VALID);
  for (uint32_t tag : {1, 2, 6}) receipt.add_shown_tags(tag);
  receipt.set_status_root(log.status_root);
  receipt.set_nonce(SampleBytes("nonce", kNonceBytes));
  receipt.set_purpose("虚构招标 2026-17");
  receipt.set_requester(kMember);
  receipt.set_verified_at(longer.now_ms() + kMinuteMs);
  receipt.set_log_size(log.entries.size());
  receipt.set_as_of(longer.now_ms());
  return receipt;
}

}  // namespace

SampleReceipt MakeSampleReceipt(const SampleLog& sample) {
  SampleReceipt made;
  made.key =
      crypto::KeyFromSeedForTesting(crypto::Algorithm::kP256,
                                    absl::StrCat("linkcert vectors: ", SampleReceipt::kKeyName))
          .value();
  LongerLog longer(sample);
  longer.AddKey(*made.key);
  longer.AddStatusRoot();
  const SampleLog& log = longer.log();
  v1::VerificationReceiptFile& file = made.file;
  file.set_checkpoint(log.checkpoint);
  *file.mutable_genesis() = LoggedEntryOf(log, 0);
  for (const char* name : {"add_key authority-1", "add_key authority-2"}) {
    *file.add_authority_keys() = LoggedEntryOf(log, log.Statement(name).index);
  }
  const uint64_t key = log.Statement(absl::StrCat("add_key ", SampleReceipt::kKeyName)).index;
  *file.add_registry_keys() = LoggedEntryOf(log, key);
  *file.mutable_status_root() = LoggedEntryOf(log, log.status_root);
  *file.mutable_key_status() = SampleMap(log.histories).Prove(key);
  file.set_signed_receipt(proto::SignReceipt(ReceiptIn(longer), *made.key).value());
  return made;
}

}  // namespace linkcert::vectors
