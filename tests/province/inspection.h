// Looks at a generated province from outside: audits its log over gRPC without trusting the server,
// counts what it certifies, and holds both against what the generator knows.
#ifndef LINKCERT_TESTS_PROVINCE_INSPECTION_H_
#define LINKCERT_TESTS_PROVINCE_INSPECTION_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "client/audit/audit.h"
#include "tests/province/ledger.h"

namespace linkcert::province {

struct InspectionOptions {
  std::string address;      // of the server
  std::string genesis_hex;  // which registry
  uint64_t now_ms = 0;
  std::string directory;  // exists; policy, audit state, reports and charts go there
};

struct Inspection {
  client::AuditReport report;
  std::vector<std::string> differences;  // none is what there should be
  double audit_s = 0;
  double statistics_s = 0;  // and charts, of all dimensions
};

// An error is one of the client's, not the log's.
absl::StatusOr<Inspection> Inspect(const InspectionOptions& options, const Ledger& ledger);

}  // namespace linkcert::province

#endif  // LINKCERT_TESTS_PROVINCE_INSPECTION_H_
