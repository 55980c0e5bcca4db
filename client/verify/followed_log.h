// A log followed from its first name to the newest. Thread-safe.
#ifndef LINKCERT_CLIENT_VERIFY_FOLLOWED_LOG_H_
#define LINKCERT_CLIENT_VERIFY_FOLLOWED_LOG_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "crypto/hash.h"
#include "linkcert/v1/log_service.pb.h"

namespace linkcert::client {

struct FollowedLog {
  crypto::Hash genesis;    // of its statement
  std::string vkey;        // of the newest name, as a C2SP policy has it
  size_t epochs = 0;       // begun since genesis
  std::string checkpoint;  // the signed note under that name
};

// Genesis names the first log key; each epoch is signed by `threshold` people of the authority and
// names the next; the last one signed the checkpoint, under which all of this lies. With `trusted`
// GENESIS_DIFFERS unless it is that genesis, and then nothing here is taken on the server's word
// but that there is no newer epoch. Else the refusals of CheckGenesis, CheckAuthorityKeys and
// CheckEpochs; CHECKPOINT_INVALID; INCLUSION_INVALID; WRONG_REGISTRY.
absl::StatusOr<FollowedLog> FollowLog(const v1::GetEpochsResponse& answer,
                                      const crypto::Hash* trusted);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_VERIFY_FOLLOWED_LOG_H_
