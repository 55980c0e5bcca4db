#include "client/issue/companions.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/issue/pending_batch.h"
#include "client/issue/pending_check.h"
#include "client/issue/receipt_check.h"
#include "client/local_file.h"
#include "client/sheet/person.h"
#include "proto/certificate_leaf.h"

namespace linkcert::client {
namespace {

struct Companion {
  uint64_t certificate = 0;
  std::string number;
  std::string name;
};
using IdDocument = std::pair<std::string, std::string>;  // type, number
using Companions = std::map<IdDocument, Companion>;

// The batch of the other class of this plan.
absl::StatusOr<PendingDirectory> FindOther(const v1::IssueBatch& later,
                                           const std::string& directory) {
  absl::StatusOr<std::vector<PendingDirectory>> batches = ReadPendingBatches(directory);
  if (!batches.ok()) return batches.status();
  for (PendingDirectory& batch : *batches) {
    const v1::IssueBatch& other = batch.statement.statement().issue_batch();
    if (other.plan() == later.plan() && other.certificate_class() != later.certificate_class()) {
      return std::move(batch);
    }
  }
  return absl::FailedPreconditionError(
      absl::StrCat("companion: ", directory, " has no batch of this plan and of another class"));
}

absl::StatusOr<uint64_t> LoggedAt(const PendingDirectory& batch) {
  const absl::StatusOr<std::string> bytes = ReadLocalFile(ReceiptPathOf(batch));
  v1::Receipt receipt;
  const bool logged = bytes.ok() && receipt.ParseFromString(*bytes) &&
                      CheckReceipt(receipt, batch.statement.digest(), batch.Leaves().size()).ok();
  if (logged) return receipt.entry().index();
  return absl::FailedPreconditionError(
      absl::StrCat("companion: ", batch.path, " has no receipt: issue it first"));
}

absl::StatusOr<Companions> CompanionsIn(const PendingDirectory& batch, uint64_t index) {
  const uint32_t document_version = batch.statement.statement().issue_batch().document_version();
  Companions companions;
  for (int i = 0; i < batch.pending.certificates_size(); ++i) {
    auto claims = OpenClaims(batch.pending.certificates(i), document_version);
    if (!claims.ok()) return claims.status();
    const auto value = [&](proto::ClaimTag tag) { return (*claims)[tag - 1].value; };
    companions.emplace(IdDocument(value(proto::kIdType), value(proto::kIdNumber)),
                       Companion{proto::LeafIndex(index, static_cast<uint32_t>(i)),
                                 value(proto::kNumber), value(proto::kName)});
  }
  return companions;
}

}  // namespace

absl::Status LinkCompanions(BatchRows& rows, SheetProblems& problems) {
  if (rows.companion_directory.empty()) return absl::OkStatus();
  const absl::StatusOr<PendingDirectory> other = FindOther(rows.batch, rows.companion_directory);
  if (!other.ok()) return other.status();
  const absl::StatusOr<uint64_t> index = LoggedAt(*other);
  if (!index.ok()) return index.status();
  const absl::StatusOr<Companions> companions = CompanionsIn(*other, *index);
  if (!companions.ok()) return companions.status();
  rows.batch.set_companion_batch(other->statement.statement().statement_id());
  for (ReportRow& row : rows.rows) {
    const auto found = companions->find({row.person.id_type, row.person.id_number});
    if (found == companions->end()) continue;
    if (found->second.name != row.person.name) {
      problems.push_back(
          {row.line, kNameColumn, SheetFault::kNameDiffers, rows.companion_directory});
    }
    row.companion = found->second.certificate;
    row.companion_number = found->second.number;
  }
  return absl::OkStatus();
}

}  // namespace linkcert::client
