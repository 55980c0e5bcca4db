#include "rules/certificates.h"

#include <algorithm>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "proto/refusal.h"
#include "rules/records.h"
#include "rules/standing.h"
#include "rules/status_map.h"

namespace linkcert::rules {
namespace {

using proto::Reason;
using proto::Refuse;

constexpr uint64_t kMaxCertificates = 10'000;  // in one act

absl::Status CheckCount(const IndexRanges& ranges) {
  uint64_t count = 0;
  for (const v1::IndexRange& range : ranges) {
    const uint64_t size = range.end() - range.begin();
    if (size > kMaxCertificates - count) {
      return Refuse(Reason::kStatusTooMany, absl::StrCat("more than ", kMaxCertificates));
    }
    count += size;
  }
  return absl::OkStatus();
}

// The certificates from `begin` on, of the unit that `begin` belongs to; none past `end`.
absl::StatusOr<CertificateSpan> TakeSpan(const View& view, uint64_t begin, uint64_t end,
                                         std::set<std::string>& issuers) {
  absl::StatusOr<CertificatePlace> place = PlaceOf(view, begin);
  if (!place.ok()) return place.status();
  absl::Status status = CheckNotVoided(view, place->batch);
  if (!status.ok()) return status;
  issuers.insert(place->issued->organisation());
  const uint64_t unit_end = place->unit + 1 + place->issued->leaf_count();
  return CertificateSpan{.batch = place->batch, .begin = begin, .end = std::min(end, unit_end)};
}

}  // namespace

absl::Status CheckRanges(const IndexRanges& ranges) {
  for (int i = 0; i < ranges.size(); ++i) {
    const bool after = i == 0 || ranges[i].begin() > ranges[i - 1].end();
    if (!after || ranges[i].begin() >= ranges[i].end()) {
      return Refuse(Reason::kStatusRangesDisordered, absl::StrCat("range ", i));
    }
  }
  return absl::OkStatus();
}

bool Covers(const IndexRanges& ranges, uint64_t index) {
  return absl::c_any_of(ranges, [index](const v1::IndexRange& range) {
    return index >= range.begin() && index < range.end();
  });
}

absl::StatusOr<CertificatePlace> PlaceOf(const View& view, uint64_t certificate) {
  absl::StatusOr<PlacedBatch> placed = FindBatchBefore(view, certificate);
  if (!placed.ok()) return placed.status();
  const uint64_t end =
      placed->batch == nullptr ? 0 : placed->index + 1 + placed->batch->leaf_count();
  if (certificate >= end || certificate == placed->index) {
    return Refuse(Reason::kCertificateUnknown, absl::StrCat(certificate));
  }
  const uint64_t original = placed->batch->original_batch();
  return CertificatePlace{.unit = placed->index,
                          .batch = original == 0 ? placed->index : original,
                          .issued = std::move(placed->batch)};
}

absl::Status CheckNotVoided(const View& view, uint64_t batch) {
  absl::StatusOr<v1::StatusHistory> history = StandingOf(view, batch);
  if (!history.ok()) return history.status();
  return StateNow(*history) == v1::STANDING_STATE_IN_FORCE
             ? absl::OkStatus()
             : Refuse(Reason::kBatchVoided, absl::StrCat("batch ", batch));
}

absl::StatusOr<NamedCertificates> FindCertificates(const View& view, const IndexRanges& ranges) {
  absl::Status status = CheckRanges(ranges);
  if (status.ok()) status = CheckCount(ranges);
  if (!status.ok()) return status;
  NamedCertificates named;
  for (const v1::IndexRange& range : ranges) {
    for (uint64_t at = range.begin(); at < range.end();) {
      auto span = TakeSpan(view, at, range.end(), named.issuers);
      if (!span.ok()) return span.status();
      named.spans.push_back(*span);
      for (; at < span->end; ++at) named.indexes.push_back(at);
    }
  }
  return named;
}

}  // namespace linkcert::rules
