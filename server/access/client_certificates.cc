#include "server/access/client_certificates.h"

#include <fcntl.h>

#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "proto/charset.h"
#include "proto/refusal.h"
#include "storage/posix_file.h"

namespace linkcert::server {
namespace {

using crypto::CertificateFault;
using proto::Reason;

constexpr size_t kMaxFileBytes = size_t{16} << 20;
constexpr size_t kMaxAnswers = 10'000;
constexpr char kUriScheme[] = "linkcert:";
constexpr size_t kMaxIdBytes = 40;

Reason ReasonOf(CertificateFault fault) {
  switch (fault) {
    case CertificateFault::kMalformed:
      return Reason::kCallerCertificateMalformed;
    case CertificateFault::kUntrusted:
      return Reason::kCallerCertificateUntrusted;
    case CertificateFault::kWrongUsage:
      return Reason::kCallerCertificateUsage;
    case CertificateFault::kRevoked:
      return Reason::kCallerCertificateRevoked;
    case CertificateFault::kRevocationUnknown:
      return Reason::kCallerRevocationUnknown;
    case CertificateFault::kNotYetValid:
      return Reason::kCallerCertificateNotYetValid;
    case CertificateFault::kExpired:
      return Reason::kCallerCertificateExpired;
  }
  return Reason::kCallerCertificateUntrusted;
}

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  auto file = storage::PosixFile::Open(path, O_RDONLY | O_CLOEXEC);
  return file.ok() ? file->Read(kMaxFileBytes) : file.status();
}

// c_rehash's names (hash.r0) and what people call such files.
bool IsListName(const std::filesystem::path& path) {
  const std::string extension = path.extension().string();
  const bool rehashed =
      extension.size() == 3 && extension[1] == 'r' && extension[2] >= '0' && extension[2] <= '9';
  return rehashed || extension == ".crl" || extension == ".pem";
}

absl::StatusOr<std::vector<std::string>> ReadLists(const std::string& directory) {
  std::vector<std::string> lists;
  std::error_code error;
  std::filesystem::directory_iterator files(directory, error);
  for (; !error && files != std::filesystem::directory_iterator(); files.increment(error)) {
    if (!IsListName(files->path())) continue;
    absl::StatusOr<std::string> list = ReadFile(files->path().string());
    if (!list.ok()) return list.status();
    lists.push_back(*std::move(list));
  }
  if (error) return absl::NotFoundError(absl::StrCat(directory, ": ", error.message()));
  return lists;
}

absl::StatusOr<std::shared_ptr<const crypto::CertificateTrust>> ReadTrust(const TrustFiles& files) {
  absl::StatusOr<std::string> authorities = ReadFile(files.ca_path);
  if (!authorities.ok()) return authorities.status();
  std::optional<std::vector<std::string>> lists;
  if (!files.crl_directory.empty()) {
    absl::StatusOr<std::vector<std::string>> read = ReadLists(files.crl_directory);
    if (!read.ok()) return read.status();
    lists = *std::move(read);
  }
  auto trust = crypto::CertificateTrust::Create(*authorities, lists);
  if (trust.ok()) return std::shared_ptr<const crypto::CertificateTrust>(*std::move(trust));
  return absl::InvalidArgumentError(
      absl::StrCat(files.ca_path, lists.has_value() ? " or the lists in " : "", files.crl_directory,
                   ": ", trust.status().message()));
}

// `certificate` is good; whom does it name?
absl::StatusOr<std::string> NamedIn(absl::string_view certificate) {
  absl::StatusOr<std::vector<std::string>> uris = crypto::UriNames(certificate);
  if (!uris.ok()) return proto::Refuse(Reason::kCallerCertificateMalformed);
  std::vector<std::string> ours;
  for (const std::string& uri : *uris) {
    if (absl::StartsWith(uri, kUriScheme)) ours.push_back(uri);
  }
  if (ours.size() != 1 || !absl::StartsWith(ours.front(), kOrganisationUri)) {
    return proto::Refuse(Reason::kCallerNameMissing);
  }
  const std::string id = ours.front().substr(sizeof(kOrganisationUri) - 1);
  if (id.size() > kMaxIdBytes || !proto::IsOfCharset(v1::CHARSET_ID, id)) {
    return proto::Refuse(Reason::kCallerNameMissing);
  }
  return id;
}

}  // namespace

absl::StatusOr<std::unique_ptr<ClientCertificates>> ClientCertificates::Open(
    const TrustFiles& files, const Clock* clock, EventLog* events) {
  absl::StatusOr<TrustPtr> trust = ReadTrust(files);
  if (!trust.ok()) return trust.status();
  return std::unique_ptr<ClientCertificates>(
      new ClientCertificates(files, clock, events, *std::move(trust)));
}

void ClientCertificates::LookAgain() {
  const uint64_t now_ms = clock_->ElapsedMs();
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (now_ms < looked_at_ms_ + kCertificateLookMs) return;
    looked_at_ms_ = now_ms;  // by this thread; who comes meanwhile asks the old ones
  }
  absl::StatusOr<TrustPtr> trust = ReadTrust(files_);
  if (!trust.ok()) {
    events_->Write(Severity::kWarning, "client_trust_not_reloaded",
                   {{"error", std::string(trust.status().message())}});
  }
  const std::lock_guard<std::mutex> lock(mutex_);
  if (trust.ok()) trust_ = *std::move(trust);
  answers_.clear();
}

absl::StatusOr<std::string> ClientCertificates::OrganisationOf(absl::string_view certificate,
                                                               absl::string_view chain) {
  LookAgain();
  const std::string shown = crypto::Sha256(absl::StrCat(certificate, "\n", chain)).str();
  TrustPtr trust;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto known = answers_.find(shown);
    if (known != answers_.end()) return known->second;
    trust = trust_;
  }
  const auto fault = trust->CheckClient(certificate, chain, clock_->WallMs());
  absl::StatusOr<std::string> answer =
      fault.has_value() ? proto::Refuse(ReasonOf(*fault)) : NamedIn(certificate);
  const std::lock_guard<std::mutex> lock(mutex_);
  if (answers_.size() >= kMaxAnswers) answers_.clear();
  if (trust == trust_) answers_.insert_or_assign(shown, answer);
  return answer;
}

}  // namespace linkcert::server
