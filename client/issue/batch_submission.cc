#include "client/issue/batch_submission.h"

#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/issue/certificate_writer.h"
#include "client/issue/receipt_check.h"
#include "client/local_file.h"
#include "proto/refusal.h"

namespace linkcert::client {
namespace {

using proto::Reason;
using proto::Refuse;

class Submission {
 public:
  Submission(BatchRegistry& registry, const PendingDirectory& batch, const Trust& trust,
             const SubmissionOptions& options, const std::string& directory)
      : registry_(registry),
        batch_(batch),
        trust_(trust),
        options_(options),
        directory_(directory),
        receipt_path_(ReceiptPathOf(batch)) {}

  SubmittedBatch Run() {
    done_.name = NameOf(batch_);
    done_.status = Log();
    if (!done_.status.ok()) {
      done_.rows = RefusedRows(batch_, done_.status);
      return std::move(done_);
    }
    done_.index = receipt_.entry().index();
    done_.already_logged = done_.already_logged || receipt_.already_logged();
    absl::Status status = MakeFiles();
    if (!status.ok()) {
      done_.rows = LoggedRows(batch_, *done_.index, status);
    } else {
      status = CheckAllWritten(done_.rows);
    }
    if (!status.ok()) done_.status = status;
    return std::move(done_);
  }

 private:
  // Afterwards receipt_ proves that the batch is logged.
  absl::Status Log() {
    done_.already_logged = TakeStoredReceipt();
    if (done_.already_logged && !options_.to_vault) return absl::OkStatus();
    const absl::StatusOr<std::string> envelope = batch_.statement.Seal();
    if (!envelope.ok()) return WithSignCommand(envelope.status());
    absl::Status status = CheckRegistryBefore();
    if (!status.ok()) return status;
    absl::StatusOr<v1::Receipt> receipt =
        registry_.IssueBatch(*envelope, batch_.Leaves(),
                             options_.to_vault ? batch_.Claims() : std::vector<std::string>());
    if (!receipt.ok()) return receipt.status();
    receipt_ = *std::move(receipt);
    status = WriteLocalFile(receipt_path_, receipt_.SerializeAsString(), FileAccess::kPrivate);
    return status.ok() ? CheckAnswer() : status;
  }

  absl::Status WithSignCommand(const absl::Status& missing) const {
    return Refuse(Reason::kSignatureMissing,
                  absl::StrCat(proto::DetailOf(missing), "; sign with `linkcert statement sign ",
                               StatementPathOf(batch_), " --key FILE`"));
  }

  bool TakeStoredReceipt() {
    const absl::StatusOr<std::string> bytes = ReadLocalFile(receipt_path_);
    return bytes.ok() && receipt_.ParseFromString(*bytes) && CheckAnswer().ok();
  }

  // A receipt that does not prove what it says leaves open whether the batch is logged. A quorum
  // that is not met is no fault of the receipt.
  absl::Status CheckAnswer() {
    absl::Status status = CheckReceipt(receipt_, batch_.statement.digest(), batch_.Leaves().size());
    if (status.ok()) status = CheckReceiptCheckpoint(receipt_, trust_, options_.now_ms);
    done_.quorum_met = proto::ReasonOf(status) != Reason::kQuorumNotMet;
    if (status.ok() || !done_.quorum_met) return absl::OkStatus();
    return absl::DataLossError(status.message());
  }

  absl::Status CheckRegistryBefore() const {
    const absl::StatusOr<std::string> note = registry_.GetCheckpoint();
    if (!note.ok()) return note.status();
    const auto evaluated = trust_.policy.Evaluate(*note, options_.now_ms / 1000);
    if (!evaluated.ok()) {
      return Refuse(Reason::kCheckpointInvalid,
                    absl::StrCat("nothing was sent: ", evaluated.status().message()));
    }
    if (evaluated->quorum_met || options_.without_quorum) return absl::OkStatus();
    return Refuse(Reason::kQuorumNotMet,
                  "nothing was sent; `linkcert issue submit` sends it all the same");
  }

  absl::Status MakeFiles() {
    Verifier verifier(
        trust_, {.now_ms = options_.now_ms, .max_age_ms = std::numeric_limits<uint64_t>::max()});
    std::optional<std::vector<IssuedRow>> found =
        FindCertificates(batch_, *done_.index, verifier, directory_);
    if (found) {
      done_.rows = *std::move(found);
      return absl::OkStatus();
    }
    const absl::StatusOr<BatchEvidence> evidence = FetchEvidence();
    if (!evidence.ok()) return evidence.status();
    absl::StatusOr<std::vector<IssuedRow>> rows =
        WriteCertificates(batch_, *evidence, verifier, directory_);
    if (!rows.ok()) return rows.status();
    done_.rows = *std::move(rows);
    return absl::OkStatus();
  }

  // As the registry has it now, which must hold the entry that the receipt proved.
  absl::StatusOr<BatchEvidence> FetchEvidence() const {
    absl::StatusOr<v1::Certificate> first = registry_.GetCertificate(*done_.index + 1);
    if (!first.ok()) return first.status();
    if (first->batch().entry() != receipt_.entry().entry()) {
      return Refuse(Reason::kEntryUnexpected, "the registry shows another batch than its receipt");
    }
    BatchEvidence evidence;
    evidence.checkpoint = std::move(*first->mutable_checkpoint());
    evidence.batch = std::move(*first->mutable_batch());
    for (v1::LoggedEntry& entry : *first->mutable_evidence()) {
      evidence.entries.push_back(std::move(entry));
    }
    return evidence;
  }

  BatchRegistry& registry_;
  const PendingDirectory& batch_;
  const Trust& trust_;
  const SubmissionOptions& options_;
  const std::string& directory_;
  const std::string receipt_path_;
  v1::Receipt receipt_;
  SubmittedBatch done_;
};

}  // namespace

SubmittedBatch SubmitBatch(BatchRegistry& registry, const PendingDirectory& batch,
                           const Trust& trust, const SubmissionOptions& options,
                           const std::string& directory) {
  return Submission(registry, batch, trust, options, directory).Run();
}

}  // namespace linkcert::client
