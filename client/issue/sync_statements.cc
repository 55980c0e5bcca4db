#include "client/issue/sync_statements.h"

#include <map>
#include <set>
#include <string>
#include <tuple>

#include "absl/strings/string_view.h"

namespace linkcert::client {
namespace {

constexpr int kMaxRanges = 1000;  // of a statement

using Answer = std::tuple<uint64_t, v1::NationalSync, std::string>;  // batch, state, code

v1::ReportNationalSync ActOf(const Answer& answer) {
  v1::ReportNationalSync act;
  act.set_batch(std::get<0>(answer));
  act.set_state(std::get<1>(answer));
  act.set_code(std::get<2>(answer));
  return act;
}

void AddRanges(const Answer& answer, const std::set<uint64_t>& indexes,
               std::vector<v1::ReportNationalSync>& acts) {
  acts.push_back(ActOf(answer));
  v1::IndexRange* range = nullptr;
  for (const uint64_t index : indexes) {
    if (range != nullptr && range->end() == index) {
      range->set_end(index + 1);
      continue;
    }
    if (acts.back().certificates_size() == kMaxRanges) acts.push_back(ActOf(answer));
    range = acts.back().add_certificates();
    range->set_begin(index);
    range->set_end(index + 1);
  }
}

}  // namespace

std::vector<v1::ReportNationalSync> SyncStatements(absl::Span<const SyncRow> rows,
                                                   absl::Span<const IssuedCertificate> certificates,
                                                   SheetProblems& problems) {
  std::map<absl::string_view, const IssuedCertificate*> by_number;
  for (const IssuedCertificate& certificate : certificates) {
    by_number[certificate.number] = &certificate;
  }
  std::map<Answer, std::set<uint64_t>> answers;
  std::map<uint64_t, uint32_t> batch_sizes;
  for (const SyncRow& row : rows) {
    const auto found = by_number.find(row.number);
    if (found == by_number.end()) {
      problems.push_back(
          {row.line, kSyncNumberColumn, SheetFault::kCertificateNotGiven, row.number});
      continue;
    }
    const IssuedCertificate& certificate = *found->second;
    answers[{certificate.batch, row.state, row.code}].insert(certificate.certificate);
    batch_sizes[certificate.batch] = certificate.batch_size;
  }
  std::vector<v1::ReportNationalSync> acts;
  for (const auto& [answer, indexes] : answers) {
    if (indexes.size() == batch_sizes[std::get<0>(answer)]) {
      acts.push_back(ActOf(answer));
    } else {
      AddRanges(answer, indexes, acts);
    }
  }
  return acts;
}

}  // namespace linkcert::client
