// The statements that a certificate file carries, opened. Thread-safe.
#ifndef LINKCERT_CLIENT_VERIFY_FILE_PARTS_H_
#define LINKCERT_CLIENT_VERIFY_FILE_PARTS_H_

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "crypto/checkpoint.h"
#include "crypto/hash.h"
#include "linkcert/v1/certificate_file.pb.h"
#include "proto/entry.h"
#include "proto/statement.h"

namespace linkcert::client {

// Where and when a statement was logged, and its bytes.
struct LoggedStatement {
  uint64_t index = 0;
  proto::LogTime logged_at = 0;
  proto::SealedStatement sealed;

  const v1::Statement& statement() const { return sealed.statement; }
};

// DecodeEntry's and OpenStatement's refusals; ENTRY_UNEXPECTED for an entry that is no statement.
absl::StatusOr<LoggedStatement> OpenLoggedEntry(const v1::LoggedEntry& logged);

// A StatusRoot and where it was logged.
struct LoggedStatusRoot {
  uint64_t index = 0;
  proto::LogTime logged_at = 0;
  crypto::Hash root;
};
// DecodeEntry's refusals; ENTRY_UNEXPECTED for an entry that is no StatusRoot.
absl::StatusOr<LoggedStatusRoot> OpenStatusRoot(const v1::LoggedEntry& logged);

struct FileParts {
  LoggedStatement genesis;
  std::vector<LoggedStatement> authority_keys;
  LoggedStatement organisation;
  std::vector<LoggedStatement> issuer_keys;
  LoggedStatement accreditation;
  LoggedStatement batch;  // the IssueBatch
  // Of a newer version: the correction or reissue that made it.
  std::optional<LoggedStatement> version;
  std::optional<LoggedStatusRoot> status_root;
  std::vector<LoggedStatement> epochs;

  // The statement whose leaf the certificate is.
  const LoggedStatement& unit() const { return version ? *version : batch; }
  // All statements, in the order above.
  std::vector<const LoggedStatement*> All() const;
};
// NEWER_FORMAT for parts that this version cannot judge.
absl::StatusOr<FileParts> OpenParts(const v1::CertificateFile& file);

// INCLUSION_INVALID unless each entry of the parts above lies under the checkpoint.
absl::Status CheckInclusion(const v1::CertificateFile& file, const crypto::Checkpoint& checkpoint);

// WRONG_REGISTRY unless each statement but genesis was made for this registry.
absl::Status CheckRegistry(const FileParts& parts, const crypto::Hash& registry);

// Log index and log time of entries.
using Stamps = std::vector<std::pair<uint64_t, proto::LogTime>>;
// R01: keys and epochs ascend, and of these stamps with the StatusRoot's none is there twice
// (ENTRY_UNEXPECTED); log times follow the indexes (LOG_TIME_WENT_BACK).
absl::Status CheckStamps(const FileParts& parts, Stamps stamps);

// R01: no entry twice, keys and epochs ascend (ENTRY_UNEXPECTED), log times follow the indexes
// (LOG_TIME_WENT_BACK), a version stands behind its batch (ORIGINAL_BATCH_DIFFERS), and all leaves
// of batch and version lie under the checkpoint (INCLUSION_INVALID).
absl::Status CheckLogOrder(const FileParts& parts, const crypto::Checkpoint& checkpoint);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_VERIFY_FILE_PARTS_H_
