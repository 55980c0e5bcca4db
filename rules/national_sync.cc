#include "rules/national_sync.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "rules/acts.h"
#include "rules/certificates.h"
#include "rules/signers.h"

namespace linkcert::rules {
namespace {

using proto::Reason;
using proto::Refuse;
using records::SyncedCertificates;

// An issuer can't call off what the platform asks for, nor report what it doesn't take.
bool IsAllowed(v1::CertificateClass certificate_class, v1::NationalSync state) {
  const bool not_applicable = state == v1::NATIONAL_SYNC_NOT_APPLICABLE;
  if (certificate_class == v1::CERTIFICATE_CLASS_ENTERPRISE) return not_applicable;
  return certificate_class != v1::CERTIFICATE_CLASS_STATE_LEVEL || !not_applicable;
}

v1::NationalSync WhenNothingWasSaid(v1::CertificateClass certificate_class) {
  return certificate_class == v1::CERTIFICATE_CLASS_ENTERPRISE ? v1::NATIONAL_SYNC_NOT_APPLICABLE
                                                               : v1::NATIONAL_SYNC_NOT_REPORTED;
}

uint64_t EndOf(uint64_t index, const records::IssuedBatch& batch) {
  return index + 1 + batch.leaf_count();
}

absl::Status CheckInside(const v1::ReportNationalSync& act, const records::IssuedBatch& batch) {
  absl::Status status = CheckRanges(act.certificates());
  if (!status.ok() || act.certificates().empty()) return status;
  const bool inside = act.certificates().begin()->begin() > act.batch() &&
                      act.certificates().rbegin()->end() <= EndOf(act.batch(), batch);
  return inside ? absl::OkStatus()
                : Refuse(Reason::kCertificateNotInBatch, absl::StrCat("batch ", act.batch()));
}

absl::Status CheckReport(const ActContext& context, const v1::ReportNationalSync& act,
                         const records::IssuedBatch& batch) {
  if (batch.organisation() != context.first_organisation()) {
    return Refuse(Reason::kCertificatesNotYours, batch.organisation());
  }
  if (!IsAllowed(batch.certificate_class(), act.state())) {
    return Refuse(Reason::kNationalSyncNotAllowed, v1::NationalSync_Name(act.state()));
  }
  return CheckInside(act, batch);
}

std::vector<SyncedCertificates> NewWords(const ActContext& context,
                                         const v1::ReportNationalSync& act,
                                         const records::IssuedBatch& batch) {
  SyncedCertificates word;
  word.set_begin(act.batch() + 1);
  word.set_end(EndOf(act.batch(), batch));
  word.set_state(act.state());
  word.set_code(act.code());
  *word.mutable_logged() = context.Here();
  std::vector<SyncedCertificates> words;
  for (const v1::IndexRange& range : act.certificates()) {
    word.set_begin(range.begin());
    word.set_end(range.end());
    words.push_back(word);
  }
  if (words.empty()) words.push_back(word);
  return words;
}

// Appends what is left of `old` where none of `words` says anything newer. Both ascend.
template <typename Words>
void KeepUncovered(const Words& old, const std::vector<SyncedCertificates>& words,
                   std::vector<SyncedCertificates>& kept) {
  const auto keep = [&](SyncedCertificates word, uint64_t begin, uint64_t end) {
    if (begin >= end) return;
    word.set_begin(begin);
    word.set_end(end);
    kept.push_back(std::move(word));
  };
  auto first = words.begin();
  for (const SyncedCertificates& word : old) {
    while (first != words.end() && first->end() <= word.begin()) ++first;
    uint64_t at = word.begin();
    for (auto newer = first; newer != words.end() && newer->begin() < word.end(); ++newer) {
      keep(word, at, newer->begin());
      at = newer->end();
    }
    keep(word, at, word.end());
  }
}

}  // namespace

absl::Status AdmitReportNationalSync(ActContext& context, const v1::ReportNationalSync& act) {
  absl::Status status = CheckSides(context.signers, {{.organisation = context.first_organisation(),
                                                      .purposes = {v1::KEY_PURPOSE_CERTIFICATE}}});
  if (!status.ok()) return status;
  auto batch = FindIssuedBatch(context.view, act.batch());
  if (!batch.ok()) return batch.status();
  if (*batch == nullptr) return Refuse(Reason::kBatchUnknown, absl::StrCat(act.batch()));
  status = CheckReport(context, act, **batch);
  if (!status.ok()) return status;
  auto before = FindNationalSync(context.view, act.batch());
  if (!before.ok()) return before.status();

  std::vector<SyncedCertificates> words = NewWords(context, act, **batch);
  std::vector<SyncedCertificates> kept;
  if (*before != nullptr) KeepUncovered((*before)->certificates(), words, kept);
  kept.insert(kept.end(), words.begin(), words.end());
  std::sort(kept.begin(), kept.end(),
            [](const auto& one, const auto& other) { return one.begin() < other.begin(); });
  records::NationalSyncOfBatch record;
  record.mutable_certificates()->Add(kept.begin(), kept.end());
  context.Write(NationalSyncKey(act.batch()), std::move(record), &Record::mutable_national_sync);
  return absl::OkStatus();
}

absl::StatusOr<NationalSyncAnswer> NationalSyncOf(const View& view, uint64_t certificate) {
  absl::StatusOr<PlacedBatch> placed = FindBatchBefore(view, certificate);
  if (!placed.ok()) return placed.status();
  if (placed->batch == nullptr || certificate == placed->index ||
      certificate >= EndOf(placed->index, *placed->batch)) {
    return Refuse(Reason::kCertificateUnknown, absl::StrCat(certificate));
  }
  return NationalSyncIn(view, placed->index, placed->batch->certificate_class(), certificate);
}

absl::StatusOr<NationalSyncAnswer> NationalSyncIn(const View& view, uint64_t batch,
                                                  v1::CertificateClass certificate_class,
                                                  uint64_t certificate) {
  auto reports = FindNationalSync(view, batch);
  if (!reports.ok()) return reports.status();
  NationalSyncAnswer answer{
      .state = WhenNothingWasSaid(certificate_class), .code = {}, .reported = std::nullopt};
  if (*reports == nullptr) return answer;
  for (const SyncedCertificates& word : (*reports)->certificates()) {
    if (certificate < word.begin() || certificate >= word.end()) continue;
    answer = {.state = word.state(),
              .code = word.code(),
              .reported = LogPlace{word.logged().index(), word.logged().at()}};
  }
  return answer;
}

}  // namespace linkcert::rules
