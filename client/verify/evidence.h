// What all certificates of one batch rest on: checkpoint, keys, organisation, accreditation, batch.
// Thread-safe.
#ifndef LINKCERT_CLIENT_VERIFY_EVIDENCE_H_
#define LINKCERT_CLIENT_VERIFY_EVIDENCE_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "client/verify/check.h"
#include "client/verify/file_parts.h"
#include "client/verify/trust.h"
#include "crypto/key_cache.h"
#include "linkcert/v1/certificate_file.pb.h"
#include "linkcert/v1/verification_service.pb.h"

namespace linkcert::client {

struct CheckedEvidence {
  // Those made, in order. The last is the first that failed, or that nothing can follow.
  std::vector<v1::Check> checks;
  // True when every check passed, the quorum perhaps excepted; all below holds only then.
  bool complete = false;
  // When a quorum of witnesses held the checkpoint for the newest, milliseconds; nullopt when the
  // policy asks for none, or when it is not met.
  std::optional<uint64_t> quorum_time_ms;
  LoggedStatement batch;
  v1::CertificateFacts facts;

  const v1::IssueBatch& act() const { return batch.statement().issue_batch(); }
};

// Checks all of `file` but leaf, leaf_path and claims. The file is of canonical form already.
CheckedEvidence CheckEvidence(const v1::CertificateFile& file, const Trust& trust, uint64_t now_ms,
                              crypto::KeyCache& keys);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_VERIFY_EVIDENCE_H_
