#include "client/program/verify_sheet_run.h"

#include <optional>
#include <ostream>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "client/local_file.h"
#include "client/program/issuing_options.h"
#include "client/program/moment_option.h"
#include "client/program/progress.h"
#include "client/program/row_request.h"
#include "client/program/verify_run.h"
#include "client/sheet/answer_columns.h"
#include "client/sheet/csv.h"
#include "client/sheet/question_sheet.h"
#include "client/sheet/sheet_encoding.h"
#include "proto/refusal.h"

namespace linkcert::client {
namespace {

// Of a message, as the server takes it.
constexpr int kMaxRows = 256;
constexpr size_t kMaxMessageSizeBytes = 900'000;

// Its stable reason; of an error that is no refusal its code.
std::string NameOfError(const absl::Status& error) {
  const std::optional<proto::Reason> reason = proto::ReasonOf(error);
  return std::string(reason ? proto::Describe(*reason).name
                            : absl::StatusCodeToString(error.code()));
}

// The rows of one sheet on their way to their answers.
class SheetRun {
 public:
  SheetRun(const SheetQuestion& question, uint64_t as_of_ms, QuestionSheet sheet)
      : question_(question), sheet_(std::move(sheet)), answers_(sheet_.rows.size()) {
    terms_.asked.set_audience(question.audience);
    terms_.asked.set_post(question.post);
    terms_.asked.set_as_of(as_of_ms);
    terms_.directory = question.sheet_path == "-" ? "." : DirectoryOf(question.sheet_path);
    terms_.purpose = question.purpose;
  }

  absl::Status Ask(const AskRows& ask, CommandContext& context) {
    const auto on_progress = ProgressOn(context);
    const absl::Status status =
        ask([this](v1::StreamVerifyRequest& message) { return Next(message); },
            [&](const v1::StreamVerifyResponse& answer) {
              Take(answer);
              if (on_progress) on_progress(answered_, answers_.size());
            });
    if (status.ok()) return status;
    if (on_progress) *context.err << "\n";
    for (RowAnswer& answer : answers_) {
      const bool is_open = !answer.verdict && !answer.fault && answer.reason.empty();
      if (is_open) answer.reason = NameOfError(status);
    }
    return status;
  }
  bool has_answers() const { return answered_ > 0; }

  // The sheet with its answers, as CSV in UTF-8 with BOM.
  std::string Format() const {
    const Language language = question_.output.language;
    std::string text = absl::StrCat(kUtf8Bom, RowOf(sheet_.header, AnswerColumns(language)));
    for (size_t i = 0; i < answers_.size(); ++i) {
      text += RowOf(sheet_.rows[i].cells, AnswerCells(answers_[i], language));
    }
    return text;
  }

  Json Counts() const {
    const auto count = [&](auto is) { return absl::c_count_if(answers_, is); };
    const auto of = [&](v1::Conclusion conclusion) {
      return count([=](const RowAnswer& answer) {
        return answer.verdict && answer.verdict->conclusion() == conclusion;
      });
    };
    Json counts;
    counts["rows"] = answers_.size();
    counts["valid"] = of(v1::CONCLUSION_VALID);
    counts["invalid"] = of(v1::CONCLUSION_INVALID);
    counts["undecided"] = of(v1::CONCLUSION_UNKNOWN);
    counts["without_verdict"] = count([](const auto& answer) { return !answer.verdict; });
    const auto matching = [&](v1::Answer matches) {
      return count([=](const RowAnswer& answer) { return answer.matches == matches; });
    };
    counts["of_another_person"] = matching(v1::ANSWER_NO);
    counts["person_undecided"] = matching(v1::ANSWER_UNKNOWN);
    counts["out"] = question_.out_path;
    return counts;
  }

  ExitCode Outcome() const {
    ExitCode worst = ExitCode::kValid;
    for (const RowAnswer& answer : answers_) worst = Worse(worst, OutcomeOf(answer));
    return worst;
  }

 private:
  static ExitCode OutcomeOf(const RowAnswer& answer) {
    if (answer.matches == v1::ANSWER_NO) return ExitCode::kInvalid;
    if (!answer.verdict) return ExitCode::kUnknown;
    // Valid, but whose it is stays open.
    const bool is_open = answer.matches == v1::ANSWER_UNKNOWN;
    return Worse(ExitCodeOf(answer.verdict->conclusion()),
                 is_open ? ExitCode::kUnknown : ExitCode::kValid);
  }

  static std::string RowOf(std::vector<std::string> cells, const std::vector<std::string>& more) {
    cells.insert(cells.end(), more.begin(), more.end());
    return FormatCsvRow(cells);
  }

  bool Next(v1::StreamVerifyRequest& message) {
    size_t size_bytes = 0;
    for (; next_ < sheet_.rows.size() && message.rows_size() < kMaxRows; ++next_) {
      auto request = RequestOf(sheet_.rows[next_], terms_, answers_[next_]);
      if (!request) {
        ++answered_;
        continue;
      }
      size_bytes += request->ByteSizeLong();
      if (message.rows_size() > 0 && size_bytes > kMaxMessageSizeBytes) break;
      v1::StreamVerifyRow& row = *message.add_rows();
      row.set_row(next_);
      *row.mutable_request() = *std::move(request);
    }
    return message.rows_size() > 0;
  }

  void Take(const v1::StreamVerifyResponse& message) {
    for (const v1::StreamVerifyResult& result : message.results()) {
      RowAnswer& answer = answers_[result.row()];
      ++answered_;
      if (!result.has_verdict()) {
        answer.reason = result.reason();
        continue;
      }
      answer.verdict = result.verdict();
      if (!sheet_.rows[result.row()].is_by_number()) continue;
      // One answer for another holder, for no such number, and for data restricted or erased.
      const bool no_match = !result.verdict().has_facts();
      answer.matches = no_match ? v1::ANSWER_UNKNOWN : v1::ANSWER_YES;
    }
  }

  const SheetQuestion& question_;
  const QuestionSheet sheet_;
  std::vector<RowAnswer> answers_;  // by row
  RowTerms terms_;
  size_t next_ = 0;
  size_t answered_ = 0;
};

absl::Status CheckQuestion(const SheetQuestion& question, const QuestionSheet& sheet) {
  if (question.out_path == "-" || question.out_path == question.sheet_path) {
    return absl::InvalidArgumentError("--out must be another file than the sheet");
  }
  const auto by_number =
      absl::c_count_if(sheet.rows, [](const auto& r) { return r.is_by_number(); });
  if (by_number == 0 || !question.purpose.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(by_number, " rows ask by number: that needs --purpose"));
}

absl::StatusOr<QuestionSheet> ReadSheet(const SheetQuestion& question, CommandContext& context) {
  const absl::StatusOr<std::string> bytes = ReadInput(context, question.sheet_path);
  if (!bytes.ok()) return bytes.status();
  absl::StatusOr<QuestionSheet> sheet = ReadQuestionSheet(*bytes);
  if (!sheet.ok()) return sheet.status();
  absl::Status status = CheckQuestion(question, *sheet);
  if (!status.ok()) return status;
  return sheet;
}

}  // namespace

void VerifySheet(const SheetQuestion& question, const AskRows& ask, CommandContext& context) {
  const auto as_of_ms = ReadAsOf(question.as_of, context.now_ms);
  if (!as_of_ms.ok()) return Complain(context, as_of_ms.status(), ExitCode::kUsage);
  absl::StatusOr<QuestionSheet> sheet = ReadSheet(question, context);
  if (!sheet.ok()) return Complain(context, sheet.status(), ExitCode::kUsage);
  SheetRun run(question, as_of_ms->value_or(0), *std::move(sheet));
  const absl::Status asked = run.Ask(ask, context);
  if (!asked.ok()) ComplainOfAnswer(context, asked);
  if (!asked.ok() && !run.has_answers()) return;
  const absl::Status written =
      WriteLocalFile(question.out_path, run.Format(), FileAccess::kPrivate);
  if (!written.ok()) return Complain(context, written, ExitCode::kUsage);
  context.exit_code = Worse(context.exit_code, run.Outcome());
  PrintFacts(context, question.output, {"sheet verified", "名单核验完毕"}, run.Counts());
}

}  // namespace linkcert::client
