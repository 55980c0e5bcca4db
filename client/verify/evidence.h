// What all certificates of one batch rest on: checkpoint, keys, organisation, accreditation, batch.
// Thread-safe.
#ifndef LINKCERT_CLIENT_VERIFY_EVIDENCE_H_
#define LINKCERT_CLIENT_VERIFY_EVIDENCE_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "client/verify/check.h"
#include "client/verify/file_parts.h"
#include "client/verify/options.h"
#include "client/verify/status_evidence.h"
#include "client/verify/trust.h"
#include "crypto/key_cache.h"
#include "linkcert/v1/certificate_file.pb.h"
#include "linkcert/v1/verification_service.pb.h"

namespace linkcert::client {

struct CheckedEvidence {
  // Those made, in order; none follows one that it rests on and that did not pass.
  std::vector<v1::Check> checks;
  // True when every check up to SCOPE passed, the quorum perhaps excepted; all below holds only
  // then. What the status proofs say may still be against the batch.
  bool complete = false;
  // When a quorum of witnesses held the checkpoint for the newest, milliseconds; nullopt when the
  // policy asks for none, or when it is not met.
  std::optional<uint64_t> quorum_time_ms;
  LoggedStatement batch;
  std::optional<LoggedStatement> version;  // the correction or reissue that made a newer version
  // The file has a StatusRoot or status proofs.
  bool has_status = false;
  // There when it has them and STATUS_ROOT passed.
  std::optional<StatusEvidence> status;
  // The accreditation had ended, but for no longer than genesis' grace.
  bool within_grace = false;
  v1::CertificateFacts facts;

  // The statement whose leaf the certificate is.
  const LoggedStatement& unit() const { return version ? *version : batch; }
  // The facts, of whatever version.
  const v1::IssueBatch& act() const { return batch.statement().issue_batch(); }
};

// Checks what a batch's files share: all of `file` up to `status`. It is of canonical form already.
CheckedEvidence CheckEvidence(const v1::CertificateFile& file, const Trust& trust,
                              const VerifyOptions& options, crypto::KeyCache& keys);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_VERIFY_EVIDENCE_H_
