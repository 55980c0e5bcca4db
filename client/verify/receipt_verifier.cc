#include "client/verify/receipt_verifier.h"

#include <algorithm>
#include <utility>

#include "client/verify/check.h"
#include "client/verify/key_ring.h"
#include "client/verify/receipt_evidence.h"
#include "client/verify/rights.h"
#include "client/verify/timeliness.h"
#include "client/verify/trusted_log.h"
#include "client/verify/verification.h"
#include "crypto/key_cache.h"
#include "proto/canonical.h"
#include "proto/refusal.h"

namespace linkcert::client {
namespace {

using proto::Reason;
using proto::Refuse;

// One pass over one file; notes what each check gives and stops where nothing can follow.
class ReceiptChecker {
 public:
  ReceiptChecker(const Trust& trust, const VerifyOptions& options, const ReceiptOccasion& occasion)
      : trust_(trust), options_(options), occasion_(occasion), log_(trust, keys_) {}

  ReceiptVerification Check(absl::string_view bytes) && {
    if (Note(CheckName::kFormat, Open(bytes)) && CheckLog() && CheckSigning()) {
      result_.signed_by_registry = AllPassed();
      CheckOccasion();
      result_.genuine = AllPassed();
      result_.checks.push_back(CheckAge());
      result_.checks.push_back(CheckVerdict());
    }
    google::protobuf::RepeatedPtrField<v1::Check> checks(result_.checks.begin(),
                                                         result_.checks.end());
    result_.conclusion = Conclude(checks);
    return std::move(result_);
  }

 private:
  bool Note(CheckName name, const absl::Status& status) {
    result_.checks.push_back(CheckOf(name, status));
    return status.ok();
  }
  // A check of receipts alone.
  bool Note(const char* name, const absl::Status& status) {
    result_.checks.push_back(CheckOf(CheckName::kFormat, status));
    result_.checks.back().set_name(name);
    return status.ok();
  }
  bool AllPassed() const {
    return std::all_of(result_.checks.begin(), result_.checks.end(), [](const v1::Check& check) {
      return check.result() == v1::CHECK_RESULT_PASS;
    });
  }
  const v1::VerificationReceipt& receipt() const { return sealed_.receipt; }

  absl::Status Open(absl::string_view bytes) {
    if (bytes.size() > kMaxReceiptFileBytes) return Refuse(Reason::kMessageTooLarge);
    absl::Status status = proto::DecodeCanonicalInto(bytes, file_);
    if (!status.ok()) return status;
    absl::StatusOr<proto::SealedReceipt> sealed = proto::OpenReceipt(file_.signed_receipt());
    if (!sealed.ok()) return sealed.status();
    sealed_ = *std::move(sealed);
    result_.receipt = sealed_.receipt;
    absl::StatusOr<FileParts> parts = OpenReceiptParts(file_);
    if (!parts.ok()) return parts.status();
    parts_ = *std::move(parts);
    return absl::OkStatus();
  }

  bool CheckLog() {
    return log_.CheckCheckpoint(file_.checkpoint(), options_.now_ms, result_.checks) &&
           Note(CheckName::kLogInclusion,
                CheckReceiptInclusion(file_, log_.checkpoint(), receipt().log_size())) &&
           Note(CheckName::kGenesis, log_.CheckGenesis(parts_)) &&
           Note(CheckName::kRegistry, CheckReceiptRegistry(parts_, sealed_, trust_.genesis)) &&
           Note(CheckName::kLogOrder, CheckReceiptOrder(parts_, receipt()));
  }

  bool CheckAllEpochs(const KeyRing& ring) {
    return parts_.epochs.empty() || Note(CheckName::kEpochs, log_.CheckEpochs(parts_, ring));
  }

  bool CheckSigning() {
    KeyRing ring(parts_.genesis.statement().genesis(), keys_);
    if (!Note(CheckName::kAuthorityKeys, CheckAuthorityKeys(parts_, ring)) ||
        !CheckAllEpochs(ring)) {
      return false;
    }
    const absl::StatusOr<v1::Key> key = FindReceiptKey(parts_, sealed_, ring);
    if (!Note(kRegistryKeyCheck, key.status()) ||
        !Note(kReceiptSignatureCheck, CheckSignature(*key))) {
      return false;
    }
    const auto history = CheckKeyStatus(file_, parts_, *key, receipt());
    // What is missing leaves this open, and the rest can still prove the receipt wrong.
    if (Note(CheckName::kStatusRoot, history.status())) CheckKeyInForce(*key, *history);
    return true;
  }

  absl::Status CheckSignature(const v1::Key& key) {
    const absl::StatusOr<crypto::PublicKey> parsed = keys_.Get(key.public_key());
    if (!parsed.ok()) return Refuse(Reason::kKeyEncoding, parsed.status().message());
    return proto::CheckReceiptSignature(sealed_, *parsed);
  }

  // The log has a StatusRoot an hour: entries that prove an older time could hide the key's end.
  void CheckKeyInForce(const v1::Key& key, const v1::StatusHistory& history) {
    const uint64_t proven_ms =
        parts_.status_root ? parts_.status_root->logged_at : key.logged().at();
    const absl::Status status = CheckReceiptKey(history, receipt());
    const bool too_old = receipt().verified_at() > proven_ms + kReceiptEvidenceMs;
    if (status.ok() && too_old) {
      result_.checks.push_back(
          Unknown(CheckName::kKeysInForce, Refuse(Reason::kProofTooOld, "older than the receipt")));
    } else {
      Note(CheckName::kKeysInForce, status);
    }
  }

  void CheckOccasion() {
    const auto differs = [](bool same, Reason reason) {
      return same ? absl::OkStatus() : Refuse(reason);
    };
    if (occasion_.nonce) {
      Note(kReceiptNonceCheck,
           differs(*occasion_.nonce == receipt().nonce(), Reason::kReceiptNonceDiffers));
    }
    if (occasion_.purpose) {
      Note(kReceiptPurposeCheck,
           differs(*occasion_.purpose == receipt().purpose(), Reason::kReceiptPurposeDiffers));
    }
    if (occasion_.requester) {
      Note(kReceiptRequesterCheck, differs(*occasion_.requester == receipt().requester(),
                                           Reason::kReceiptRequesterDiffers));
    }
    if (occasion_.certificate) {
      Note(kReceiptCertificateCheck, differs(*occasion_.certificate == receipt().certificate(),
                                             Reason::kReceiptCertificateDiffers));
    }
  }

  v1::Check CheckAge() const {
    const uint64_t as_of = receipt().as_of();
    const uint64_t age_ms = options_.now_ms - std::min(options_.now_ms, as_of);
    v1::Check check = Passed(CheckName::kAge);
    if (std::max(receipt().verified_at(), as_of) > options_.now_ms + kClockSkewMs) {
      check = Unknown(CheckName::kAge, Refuse(Reason::kClockImplausible, "made after now"));
    } else if (age_ms > options_.max_age_ms) {
      check = Unknown(CheckName::kAge, Refuse(Reason::kProofTooOld));
    }
    check.set_age_ms(age_ms);
    return check;
  }

  v1::Check CheckVerdict() const {
    v1::Check check = Passed(CheckName::kStatus);
    check.set_name(kReceiptVerdictCheck);
    if (receipt().verdict() == v1::RECEIPT_VERDICT_VALID) return check;
    const bool invalid = receipt().verdict() == v1::RECEIPT_VERDICT_INVALID;
    check.set_result(invalid ? v1::CHECK_RESULT_FAIL : v1::CHECK_RESULT_UNKNOWN);
    check.set_reason(receipt().reason());
    return check;
  }

  const Trust& trust_;
  const VerifyOptions& options_;
  const ReceiptOccasion& occasion_;
  crypto::KeyCache keys_;
  v1::VerificationReceiptFile file_;
  proto::SealedReceipt sealed_;
  TrustedLog log_;  // after keys_
  FileParts parts_;
  ReceiptVerification result_;
};

}  // namespace

ReceiptVerification VerifyReceipt(absl::string_view file, const Trust& trust,
                                  const VerifyOptions& options, const ReceiptOccasion& occasion) {
  return ReceiptChecker(trust, options, occasion).Check(file);
}

ExitCode ExitCodeOf(const ReceiptVerification& verification) {
  return ExitCodeOf(verification.conclusion);
}

}  // namespace linkcert::client
