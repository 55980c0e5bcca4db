#include "client/issue/issued_certificate.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/sheet/report_sheet.h"

namespace linkcert::client {
namespace {

// Of the first check that alone would lead to this conclusion.
std::string ReasonOf(const v1::Verdict& verdict) {
  if (verdict.conclusion() == v1::CONCLUSION_VALID) return {};
  for (const v1::Check& check : verdict.checks()) {
    google::protobuf::RepeatedPtrField<v1::Check> alone;
    *alone.Add() = check;
    if (Conclude(alone) == verdict.conclusion()) return check.reason();
  }
  return {};
}

}  // namespace

absl::StatusOr<IssuedCertificate> OpenIssued(const std::string& file, absl::string_view bytes,
                                             Verifier& verifier) {
  const Verification verification = verifier.Verify(bytes);
  absl::StatusOr<OwnCertificate> own = OpenOwnCertificate(bytes, verification);
  if (!own.ok()) {
    return absl::Status(own.status().code(), absl::StrCat(file, ": ", own.status().message()));
  }
  const v1::Verdict& verdict = verification.verdict;
  IssuedCertificate certificate;
  static_cast<OwnCertificate&>(certificate) = *std::move(own);
  certificate.file = file;
  certificate.number = certificate.cells[kNumberCell];
  certificate.issued_on = verdict.facts().issued_on();
  certificate.conclusion = verdict.conclusion();
  certificate.as_of_ms = verdict.as_of();
  certificate.reason = ReasonOf(verdict);
  return certificate;
}

absl::StatusOr<std::vector<IssuedCertificate>> NewestVersions(
    std::vector<IssuedCertificate> certificates) {
  std::sort(certificates.begin(), certificates.end(), [](const auto& one, const auto& other) {
    return std::tie(one.number, one.certificate) < std::tie(other.number, other.certificate);
  });
  std::vector<IssuedCertificate> newest;
  for (IssuedCertificate& certificate : certificates) {
    if (newest.empty() || newest.back().number != certificate.number) {
      newest.push_back(std::move(certificate));
      continue;
    }
    // Links lead from newer to older, so a version reaches at least down to the one before.
    const bool same = certificate.certificate == newest.back().certificate;
    if (!same && certificate.supersedes < newest.back().certificate) {
      return absl::AlreadyExistsError(absl::StrCat(certificate.number, " stands in ",
                                                   newest.back().file, " and ", certificate.file));
    }
    newest.back() = std::move(certificate);
  }
  return newest;
}

}  // namespace linkcert::client
