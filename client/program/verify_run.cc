#include "client/program/verify_run.h"

#include <fstream>
#include <ostream>
#include <sstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/render/render.h"
#include "proto/certificate_set.h"

namespace linkcert::client {
namespace {

// Whether a set begins there; leaves the stream at its beginning.
bool BeginsSet(std::istream& in) {
  char begin[4];
  in.read(begin, sizeof(begin));
  const auto size = static_cast<size_t>(in.gcount());
  in.clear();
  in.seekg(0);
  return proto::LooksLikeSet({begin, size});
}

class VerifyRun {
 public:
  VerifyRun(const VerifySubjects& subjects, const VerdictSource& source, CommandContext& context)
      : subjects_(subjects), source_(source), context_(context) {}

  void Run() {
    const std::vector<std::string> files =
        FindFiles(subjects_.paths, {".linkcert", ".linkcertset"}, context_);
    for (const std::string& file : files) VerifyOne(file);
    if (files.empty()) {
      Complain(context_, absl::NotFoundError("no *.linkcert file there"), ExitCode::kUsage);
    }
    if (verdicts_ + unreadable_ > 1 && !subjects_.output.json) Summarise();
  }

 private:
  void VerifyOne(const std::string& file) {
    if (file != "-") {
      std::ifstream set(file, std::ios::binary);
      if (set && BeginsSet(set)) return VerifySet(file, set);
    }
    absl::StatusOr<std::string> bytes = ReadInput(context_, file);
    if (!bytes.ok()) {
      ++unreadable_;
      return Complain(context_, bytes.status(), ExitCode::kUsage);
    }
    if (proto::LooksLikeSet(*bytes)) {
      std::istringstream set(*std::move(bytes));
      return VerifySet(file, set);
    }
    Tell(file, source_.file(file, *bytes));
  }

  // "team.linkcertset#3": the third certificate of the set.
  void VerifySet(const std::string& name, std::istream& set) {
    if (!source_.set) {
      ++unreadable_;
      return Complain(context_,
                      absl::InvalidArgumentError(absl::StrCat(name, ": sets are verified offline")),
                      ExitCode::kUsage);
    }
    size_t number = 0;
    source_.set(name, set, [&](const Verification& verification) {
      Tell(absl::StrCat(name, "#", ++number), verification);
    });
  }

  void Tell(const std::string& name, const absl::StatusOr<Verification>& answer) {
    ++verdicts_;
    ++counts_[answer.ok() ? answer->verdict.conclusion() : v1::CONCLUSION_UNKNOWN];
    TellAnswer(name, answer, subjects_, context_);
  }

  void Summarise() {
    const Language language = subjects_.output.language;
    *context_.out << counts_[v1::CONCLUSION_VALID] << Text{" valid, ", " 份有效，"}.In(language)
                  << counts_[v1::CONCLUSION_INVALID] << Text{" invalid, ", " 份无效，"}.In(language)
                  << counts_[v1::CONCLUSION_UNKNOWN]
                  << Text{" undecided", " 份无法判定"}.In(language);
    if (unreadable_ > 0) {
      *context_.out << ", " << unreadable_ << Text{" unreadable", " 份无法读取"}.In(language);
    }
    *context_.out << "\n";
  }

  const VerifySubjects& subjects_;
  const VerdictSource& source_;
  CommandContext& context_;
  size_t counts_[4] = {};  // by conclusion
  size_t verdicts_ = 0;
  size_t unreadable_ = 0;
};

}  // namespace

void VerifyAll(const VerifySubjects& subjects, const VerdictSource& source,
               CommandContext& context) {
  VerifyRun(subjects, source, context).Run();
}

void ComplainOfAnswer(CommandContext& context, const absl::Status& error) {
  const bool denied = absl::IsUnauthenticated(error) || absl::IsPermissionDenied(error);
  Complain(context, error, denied ? ExitCode::kNotPermitted : ExitCode::kUnknown);
}

void TellAnswer(const std::string& name, const absl::StatusOr<Verification>& answer,
                const VerifySubjects& subjects, CommandContext& context) {
  if (!answer.ok()) return ComplainOfAnswer(context, answer.status());
  context.exit_code = Worse(context.exit_code, ExitCodeOf(*answer));
  const RenderOptions options = {
      .language = subjects.output.language, .colour = context.colour, .verbose = subjects.verbose};
  *context.out << (subjects.output.json ? RenderJson(name, *answer)
                                        : RenderText(name, *answer, options));
}

}  // namespace linkcert::client
