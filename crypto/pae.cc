#include "crypto/pae.h"

#include "absl/strings/str_cat.h"

namespace linkcert::crypto {

std::string Pae(absl::string_view payload_type, absl::string_view body) {
  return absl::StrCat("DSSEv1 ", payload_type.size(), " ", payload_type, " ", body.size(), " ",
                      body);
}

}  // namespace linkcert::crypto
