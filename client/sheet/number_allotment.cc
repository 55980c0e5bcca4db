#include "client/sheet/number_allotment.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "proto/identifiers.h"

namespace linkcert::client {
namespace {

constexpr size_t kSerialDigits = 6;
constexpr uint64_t kLastSerial = 999999;
constexpr uint32_t kMaxBlock = 20000;

class Allotment {
 public:
  Allotment(v1::NumberBlock& block, SheetProblems& problems)
      : block_(block),
        problems_(problems),
        column_(ReportColumns()[kNumberCell]),
        voided_(block.voided().begin(), block.voided().end()) {}

  void TakeGiven(const ReportRow& row);
  void Fill(ReportRow& row);
  void Close();

 private:
  // First serial behind the block; without a count, as far as a block may reach.
  uint32_t End() const {
    const uint64_t count = block_.count() == 0 ? kMaxBlock : block_.count();
    return static_cast<uint32_t>(std::min(block_.first() + count, kLastSerial + 1));
  }
  void Report(const ReportRow& row, SheetFault fault, std::string detail = "") {
    problems_.push_back({row.line, column_, fault, std::move(detail)});
  }

  v1::NumberBlock& block_;
  SheetProblems& problems_;
  const std::string column_;
  const std::set<uint32_t> voided_;
  std::map<uint32_t, uint32_t> used_;  // serial → line
  uint32_t next_ = 0;
};

void Allotment::TakeGiven(const ReportRow& row) {
  const std::string& number = row.number;
  uint32_t serial = 0;
  if (number.size() != block_.prefix().size() + kSerialDigits ||
      !absl::SimpleAtoi(number.substr(number.size() - kSerialDigits), &serial) ||
      proto::FormatNumber(number.substr(0, block_.prefix().size()), serial) != number) {
    return Report(row, SheetFault::kNumberMalformed, number);
  }
  if (number.substr(0, block_.prefix().size()) != block_.prefix()) {
    return Report(row, SheetFault::kNumberPrefixDiffers,
                  absl::StrCat(number, " / ", block_.prefix()));
  }
  if (serial < block_.first() || serial >= End()) {
    return Report(row, SheetFault::kNumberOutsideBlock, number);
  }
  if (voided_.contains(serial)) return Report(row, SheetFault::kNumberVoided, number);
  const auto [seen, fresh] = used_.emplace(serial, row.line);
  if (!fresh) Report(row, SheetFault::kNumberRepeated, absl::StrCat("line ", seen->second));
}

void Allotment::Fill(ReportRow& row) {
  next_ = std::max(next_, block_.first());
  while (used_.contains(next_) || voided_.contains(next_)) ++next_;
  if (next_ >= End()) return Report(row, SheetFault::kNumberBlockExhausted);
  used_[next_] = row.line;
  row.number = proto::FormatNumber(block_.prefix(), next_);
  row.cells[kNumberCell] = row.number;
}

void Allotment::Close() {
  if (used_.empty()) return;
  uint32_t last = used_.rbegin()->first;
  if (!voided_.empty()) last = std::max(last, *voided_.rbegin());
  if (block_.count() == 0) block_.set_count(last - block_.first() + 1);
  std::vector<uint32_t> gaps;
  for (uint32_t serial = block_.first(); serial < End(); ++serial) {
    if (!used_.contains(serial) && !voided_.contains(serial)) gaps.push_back(serial);
  }
  if (gaps.empty()) return;
  constexpr size_t kShown = 10;
  const size_t shown = std::min(gaps.size(), kShown);
  problems_.push_back(
      {0, column_, SheetFault::kNumberGap,
       absl::StrCat(block_.prefix(), ": ",
                    absl::StrJoin(gaps.begin(), gaps.begin() + static_cast<long>(shown), ", "),
                    gaps.size() > shown ? " …" : "")});
}

}  // namespace

void AllotNumbers(absl::Span<ReportRow* const> rows, v1::IssueBatch& batch,
                  SheetProblems& problems) {
  const size_t problems_before = problems.size();
  Allotment allotment(*batch.mutable_numbers(), problems);
  for (const ReportRow* row : rows) {
    if (!row->number.empty()) allotment.TakeGiven(*row);
  }
  for (ReportRow* row : rows) {
    if (row->number.empty()) allotment.Fill(*row);
  }
  // With a bad number in the sheet its serial would only look like a gap.
  if (problems.size() == problems_before) allotment.Close();
}

}  // namespace linkcert::client
