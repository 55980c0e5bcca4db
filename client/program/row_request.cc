#include "client/program/row_request.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "client/local_file.h"
#include "client/verify/judgement.h"
#include "proto/canonical.h"

namespace linkcert::client {
namespace {

// A certificate file is far smaller.
constexpr size_t kMaxFileSizeBytes = 256 << 10;

absl::StatusOr<std::string> ReadNamedFile(const QuestionRow& row, const RowTerms& terms) {
  const bool absolute = absl::StartsWith(row.file, "/");
  const std::string path = absolute ? row.file : absl::StrCat(terms.directory, "/", row.file);
  std::error_code error;
  const bool is_file = std::filesystem::is_regular_file(path, error);
  if (!is_file || std::filesystem::file_size(path, error) > kMaxFileSizeBytes) {
    return absl::NotFoundError("no certificate file");
  }
  return ReadLocalFile(path);
}

// WARNING: a sheet comes from anywhere and may name any file of this machine: nothing is sent but
// certificate files.
void AskByFile(const QuestionRow& row, const RowTerms& terms, RowAnswer& answer,
               v1::VerifyCertificateRequest& request) {
  absl::StatusOr<std::string> bytes = ReadNamedFile(row, terms);
  if (!bytes.ok()) {
    answer.fault = SheetFault::kFileUnreadable;
    return;
  }
  const auto file = proto::DecodeCanonical<v1::CertificateFile>(*bytes);
  if (!file.ok()) {
    answer.verdict = JudgeUnreadable(file.status()).verdict;
    return;
  }
  answer.matches = MatchesRow(row, *file);
  request.set_certificate_file(*std::move(bytes));
}

void AskById(const QuestionRow& row, RowAnswer& answer, v1::VerifyCertificateRequest& request) {
  uint64_t certificate = 0;
  (void)absl::SimpleAtoi(row.certificate, &certificate);  // it is one, or the row had a fault
  request.set_certificate(certificate);
  const bool says_whose = !row.number.empty() || !row.name.empty() || !row.id_number.empty();
  if (says_whose) answer.matches = v1::ANSWER_UNKNOWN;
}

void AskByNumber(const QuestionRow& row, const RowTerms& terms,
                 v1::VerifyCertificateRequest& request) {
  v1::NumberQuery& query = *request.mutable_number_query();
  query.set_number(row.number);
  query.set_name(row.name);
  query.set_id_number(row.id_number);
  if (!row.id_number.empty()) query.set_id_type(row.id_type);
  query.set_purpose(terms.purpose);
}

}  // namespace

std::optional<v1::VerifyCertificateRequest> RequestOf(const QuestionRow& row, const RowTerms& terms,
                                                      RowAnswer& answer) {
  answer = RowAnswer();
  answer.fault = row.fault;
  if (row.fault) return std::nullopt;
  v1::VerifyCertificateRequest request = terms.asked;
  if (!row.file.empty()) {
    AskByFile(row, terms, answer, request);
  } else if (!row.certificate.empty()) {
    AskById(row, answer, request);
  } else {
    AskByNumber(row, terms, request);
  }
  if (answer.fault || answer.verdict) return std::nullopt;
  return request;
}

}  // namespace linkcert::client
