// Claims of a certificate for people. Thread-safe.
#ifndef LINKCERT_CLIENT_RENDER_RENDER_CLAIMS_H_
#define LINKCERT_CLIENT_RENDER_RENDER_CLAIMS_H_

#include <cstdint>
#include <string>

#include "client/render/texts.h"
#include "proto/claims.h"

namespace linkcert::client {

// What the claim with this tag is called.
std::string ClaimName(uint32_t tag, Language language);
// A claim's value is text, but for the photo's digest.
std::string ClaimText(const proto::ShownClaim& claim);

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_RENDER_RENDER_CLAIMS_H_
