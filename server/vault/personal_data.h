// What the vault holds of one certificate, and by what it is found.
#ifndef LINKCERT_SERVER_VAULT_PERSONAL_DATA_H_
#define LINKCERT_SERVER_VAULT_PERSONAL_DATA_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "crypto/hash.h"
#include "linkcert/vault/v1/vault.pb.h"

namespace linkcert::server {

// Whether both are the same certificate.
bool SamePlace(const vault::v1::Place& a, const vault::v1::Place& b);

// Of one certificate.
struct PersonalData {
  crypto::Hash claims_root;
  vault::v1::Place place;           // which certificate it is
  std::vector<std::string> claims;  // K canonical Claim messages in tag order
};

enum class LookupKind : char {
  kNumber = 'n',    // certificate number
  kIdNumber = 'i',  // ID type and number, as IdValue joins them
  kEmployer = 'e',  // as it is printed
};
std::string IdValue(absl::string_view id_type, absl::string_view id_number);

enum class Holding { kNotHeld, kHeld, kRestricted, kErased };

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_VAULT_PERSONAL_DATA_H_
