// Many certificate files brought up to date with a registry.
#ifndef LINKCERT_CLIENT_REFRESH_REFRESH_H_
#define LINKCERT_CLIENT_REFRESH_REFRESH_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "client/memory/checkpoint_memory.h"
#include "client/refresh/renewal.h"
#include "client/refresh/status_map_copy.h"
#include "client/refresh/status_source.h"
#include "client/verify/verify.h"

namespace linkcert::client {

struct Refreshed {
  // Not OK: the file stays as it was. INTERNAL when the verifier finds the new file badly made,
  // with the check; CHECKPOINT_INCONSISTENT when the registry shows another history than the file
  // rests on; else the refusals of NeedsOf and Renew, or the source's error.
  absl::Status status;
  // No StatusRoot is newer than the batch, so that there is nothing to prove yet: the file stays,
  // and speaks as of issue.
  bool as_of_issue = false;
  std::string bytes;          // the new file, when OK and not as_of_issue
  Verification verification;  // of the new file, or of the one that stays
};

struct RefreshedFiles {
  std::vector<Refreshed> files;  // one for each file, in order
  // On which new files rest, each once. With one, all can become a set; more when the log grew
  // between the calls each time that was tried.
  std::vector<std::string> checkpoints;
};

// Asks for what each file needs: all of one file in one call, many files a call, again when the log
// grew in between. With `map` the registry is asked for entries of batches, organisations and keys
// only, and never learns which certificates are meant. No claims are ever sent. By `prove` the new
// checkpoint must go on from the one that a file rests on: a registry that lost or changed what the
// file proves does not get it replaced.
RefreshedFiles Refresh(StatusSource& source, const ProveEntry& prove, const StatusMapCopy* map,
                       absl::Span<const std::string> files, Verifier& verifier);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_REFRESH_REFRESH_H_
