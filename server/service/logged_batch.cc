#include "server/service/logged_batch.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "proto/certificate_leaf.h"
#include "proto/refusal.h"
#include "rules/records.h"

namespace linkcert::server {
namespace {

absl::Status LogContradictsItself(uint64_t index) {
  return absl::DataLossError(absl::StrCat("entry ", index, " does not fit its batch"));
}

void CopyFacts(const LoggedBatch& batch, v1::CertificateFacts& facts) {
  const v1::IssueBatch& act = batch.act();
  facts.set_occupation_edition(act.occupation().edition());
  facts.set_occupation_code(act.occupation().code());
  facts.set_occupation_name(act.occupation_name());
  facts.set_trade(act.trade());
  facts.set_ladder(act.ladder());
  facts.set_level(act.level());
  facts.set_issued_on(act.issued_on());
  facts.set_valid_to(act.valid_to());
  facts.set_batch_number(act.batch_number());
  facts.set_accreditation(act.accreditation());
  facts.set_chain(act.chain());
  facts.set_standard(act.standard());
  facts.set_standard_version(act.standard_version());
  facts.set_logged_at(batch.logged_at);
}

absl::Status AddIssuer(const rules::View& view, LoggedBatch& batch) {
  auto issued = rules::FindIssuedBatch(view, batch.index);
  if (!issued.ok()) return issued.status();
  if (*issued == nullptr) return LogContradictsItself(batch.index);
  auto organisation = rules::FindOrganisation(view, (*issued)->organisation());
  if (!organisation.ok()) return organisation.status();
  if (*organisation == nullptr) return LogContradictsItself(batch.index);
  batch.facts.set_issuer((*issued)->organisation());
  batch.facts.set_issuer_name((*organisation)->registration().name());
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<LoggedBatch>> ReadUnit(const LogReader& reader, uint64_t index) {
  absl::StatusOr<v1::LogEntry> entry = reader.Entry(index);
  if (!entry.ok()) return entry.status();
  auto batch = std::make_shared<LoggedBatch>();
  batch->index = index;
  batch->logged_at = entry->logged_at();
  absl::StatusOr<proto::SealedStatement> sealed = proto::OpenStatement(entry->signed_statement());
  if (!sealed.ok() || rules::StatedLeavesRoot(sealed->statement) == nullptr) {
    return LogContradictsItself(index);
  }
  batch->sealed = *std::move(sealed);
  return batch;
}

absl::StatusOr<LoggedBatchPtr> ReadBatch(const LogReader& reader, uint64_t index) {
  absl::StatusOr<std::shared_ptr<LoggedBatch>> read = ReadUnit(reader, index);
  if (!read.ok()) return read.status();
  std::shared_ptr<LoggedBatch> batch = *std::move(read);
  if (const uint64_t original = rules::OriginalBatchOf(batch->sealed.statement); original != 0) {
    read = ReadUnit(reader, original);
    if (!read.ok()) return read.status();
    batch->original = *std::move(read);
  }
  if (!batch->facts_batch().sealed.statement.has_issue_batch()) return LogContradictsItself(index);
  CopyFacts(*batch, batch->facts);
  absl::Status status = AddIssuer(reader.published().view, *batch);
  if (!status.ok()) return status;
  return LoggedBatchPtr(std::move(batch));
}

}  // namespace

absl::StatusOr<LoggedCertificate> CertificateFinder::Find(const LogReader& reader, uint64_t index) {
  absl::StatusOr<v1::LogEntry> entry = reader.Entry(index);
  if (!entry.ok()) return entry.status();
  if (!entry->has_certificate_leaf()) {
    return proto::Refuse(proto::Reason::kCertificateUnknown, absl::StrCat("entry ", index));
  }
  absl::StatusOr<v1::CertificateLeaf> leaf = proto::DecodeLeaf(entry->certificate_leaf());
  if (!leaf.ok() || leaf->position() >= index) return LogContradictsItself(index);
  absl::StatusOr<LoggedBatchPtr> batch = Batch(reader, index - 1 - leaf->position());
  if (!batch.ok()) return batch.status();
  absl::StatusOr<crypto::Hash> claims_root = crypto::Hash::FromBytes(leaf->claims_root());
  if (!claims_root.ok() || (*batch)->sealed.statement.statement_id() != leaf->batch()) {
    return LogContradictsItself(index);
  }
  return LoggedCertificate{index, std::move(*entry->mutable_certificate_leaf()), *claims_root,
                           leaf->position(), *std::move(batch)};
}

absl::StatusOr<LoggedBatchPtr> CertificateFinder::Batch(const LogReader& reader, uint64_t index) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto found = batches_.find(index);
    if (found != batches_.end()) return found->second;
  }
  absl::StatusOr<LoggedBatchPtr> batch = ReadBatch(reader, index);
  if (!batch.ok()) return batch;
  const std::lock_guard<std::mutex> lock(mutex_);
  if (batches_.size() >= capacity_) batches_.clear();
  batches_[index] = *batch;
  return batch;
}

}  // namespace linkcert::server
