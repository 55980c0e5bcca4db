// DSSE pre-authentication encoding (github.com/secure-systems-lab/dsse, protocol.md):
// "DSSEv1" SP LEN(type) SP type SP LEN(body) SP body, lengths in decimal ASCII.
#ifndef LINKCERT_CRYPTO_PAE_H_
#define LINKCERT_CRYPTO_PAE_H_

#include <string>

#include "absl/strings/string_view.h"

namespace linkcert::crypto {

std::string Pae(absl::string_view payload_type, absl::string_view body);

}  // namespace linkcert::crypto

#endif  // LINKCERT_CRYPTO_PAE_H_
