// What every parser of canonical bytes promises, whatever comes in.
#ifndef LINKCERT_TESTS_FUZZ_ONE_FORM_H_
#define LINKCERT_TESTS_FUZZ_ONE_FORM_H_

#include <cstdlib>

#include "proto/canonical.h"

namespace linkcert::testing {

// Aborts unless `bytes` are refused with a reason, or are the one form of what they decode to.
template <typename Message>
void ExpectOneForm(absl::string_view bytes) {
  const absl::StatusOr<Message> message = proto::DecodeCanonical<Message>(bytes);
  if (!message.ok()) {
    if (!proto::ReasonOf(message.status()).has_value()) std::abort();
    return;
  }
  if (message->SerializeAsString() != bytes) std::abort();
}

}  // namespace linkcert::testing

#endif  // LINKCERT_TESTS_FUZZ_ONE_FORM_H_
