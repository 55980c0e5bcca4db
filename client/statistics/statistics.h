// Counts of what a log certifies, by one question at a time: no person and no certificate is named.
#ifndef LINKCERT_CLIENT_STATISTICS_STATISTICS_H_
#define LINKCERT_CLIENT_STATISTICS_STATISTICS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "proto/civil_date.h"
#include "rules/state.h"

namespace linkcert::client {

enum class Dimension {
  kChain,
  kIssuer,
  kProvince,  // of the issuer
  kOccupation,
  kLevel,
  kClass,
  kRoute,
  kProgramme,  // a batch with several counts in each
  kYear,       // of the issue date
};

// "chain", "issuer", …; nullopt for any other word.
std::optional<Dimension> ParseDimension(absl::string_view name);
absl::string_view NameOf(Dimension dimension);
// All names, in the enum's order.
std::vector<std::string> DimensionNames();

struct Counts {
  uint64_t issuers = 0;  // 评价机构
  uint64_t firms = 0;    // on the rosters, 所在单位
  uint64_t batches = 0;
  // Sat the examination, 参考; of an examination with several batches once in each group, so that
  // the groups may add up to more than the total.
  uint64_t assessed = 0;
  uint64_t passed = 0;     // 合格
  uint64_t certified = 0;  // certificates, 发证
  uint64_t revoked = 0;    // of these, now
  uint64_t suspended = 0;

  friend bool operator==(const Counts&, const Counts&) = default;
};

struct Group {
  std::string key;   // e.g. 2022:6-25-04-07; empty: the batches that name none
  std::string name;  // as registered or printed; empty: none
  Counts counts;
};

struct StatisticsOptions {
  Dimension by = Dimension::kOccupation;
  proto::CivilDate from = 0;  // issue dates, both inclusive; 0 = open
  proto::CivilDate to = 0;
  // Groups of fewer certificates are not shown by themselves.
  uint64_t minimum = 5;
};

struct Statistics {
  Counts total;
  std::vector<Group> groups;  // most certificates first, then by key
  // Small groups together. Never one alone, and never fewer than the minimum: else what was merged
  // would follow from the total.
  uint64_t merged_groups = 0;
  Counts merged;
  // Fewer certificates in all than the minimum: nothing is shown.
  bool withheld = false;
};

// Of a state that was audited. DataLoss when its records contradict each other. Thread-safe.
absl::StatusOr<Statistics> CountCertificates(const rules::State& state,
                                             const StatisticsOptions& options);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_STATISTICS_STATISTICS_H_
