// ClientTest with a key of the registry, and receipt files that it signed.
#ifndef LINKCERT_TESTS_CLIENT_RECEIPT_FIXTURE_H_
#define LINKCERT_TESTS_CLIENT_RECEIPT_FIXTURE_H_

#include <algorithm>
#include <string>
#include <vector>

#include "client/verify/receipt_verifier.h"
#include "proto/canonical.h"
#include "proto/verification_receipt.h"
#include "rules/records.h"
#include "tests/client/client_fixture.h"

namespace linkcert::client {

inline constexpr char kNonce[] = "a nonce of 16 by";

class ReceiptTest : public ClientTest {
 protected:
  void SetUp() override {
    ClientTest::SetUp();
    AddRegistryKey("registry-1");
    root_ = log_.SubmitStatusRoot();
    receipt_.set_registry(world_.registry());
    receipt_.set_certificate(batch_ + 1);
    receipt_.set_verdict(v1::RECEIPT_VERDICT_VALID);
    receipt_.set_nonce(kNonce);
    receipt_.set_purpose("tender 2026-17");
    receipt_.set_requester(testing::kMember);
    receipt_.set_verified_at(world_.now_ms());
    receipt_.set_log_size(root_ + 1);
    receipt_.set_as_of(world_.now_ms());
    receipt_.set_status_root(root_);
  }

  void AddRegistryKey(const std::string& key) {
    log_.Submit(
        world_.Sign(world_.AddKey(rules::kRegistryOrganisation, key, {v1::KEY_PURPOSE_RECEIPT}),
                    {"authority-1", "authority-2", key}));
  }
  // The receipt as it is now, with all that shows whose key signed.
  v1::VerificationReceiptFile File(const std::string& key = "registry-1") {
    v1::VerificationReceiptFile file;
    file.set_checkpoint(*log_.Checkpoint());
    *file.mutable_genesis() = log_.Logged(0);
    for (const char* name : {"authority-1", "authority-2"}) {
      *file.add_authority_keys() = log_.Logged(log_.EntryOfKey(name));
    }
    std::sort(file.mutable_authority_keys()->begin(), file.mutable_authority_keys()->end(),
              [](const auto& a, const auto& b) { return a.index() < b.index(); });
    *file.add_registry_keys() = log_.Logged(log_.EntryOfKey(key));
    *file.mutable_status_root() = log_.Logged(root_);
    *file.mutable_key_status() = log_.Status(log_.EntryOfKey(key));
    file.set_signed_receipt(*proto::SignReceipt(receipt_, world_.Key(key)));
    return file;
  }
  ReceiptVerification Verify(const std::string& bytes) {
    return VerifyReceipt(bytes, log_.Trust(), {.now_ms = now_ms_}, occasion_);
  }
  // "VALID", or the conclusion, check and reason of the first check that did not pass.
  std::string OutcomeOf(const v1::VerificationReceiptFile& file) {
    const ReceiptVerification verification = Verify(file.SerializeAsString());
    const std::string conclusion(NameOf(verification.conclusion));
    for (const v1::Check& check : verification.checks) {
      if (check.result() == v1::CHECK_RESULT_PASS) continue;
      return absl::StrCat(conclusion, " ", check.name(), " ", check.reason());
    }
    return conclusion;
  }
  std::string Outcome() { return OutcomeOf(File()); }

  uint64_t root_ = 0;
  v1::VerificationReceipt receipt_;
  ReceiptOccasion occasion_ = {.nonce = kNonce, .purpose = "tender 2026-17"};
};

}  // namespace linkcert::client

#endif  // LINKCERT_TESTS_CLIENT_RECEIPT_FIXTURE_H_
