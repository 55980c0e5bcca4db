// Any bytes as any of the signed, logged or hashed types; the first byte chooses which.
#include "linkcert/v1/certificate_file.pb.h"
#include "linkcert/v1/entry.pb.h"
#include "linkcert/v1/statement.pb.h"
#include "tests/fuzz/one_form.h"

namespace linkcert::testing {

void ExpectOneFormOfType(uint8_t choice, absl::string_view bytes) {
  using Check = void (*)(absl::string_view);
  constexpr Check kChecks[] = {ExpectOneForm<v1::Statement>,
                               ExpectOneForm<v1::SignedStatement>,
                               ExpectOneForm<v1::LogEntry>,
                               ExpectOneForm<v1::CertificateLeaf>,
                               ExpectOneForm<v1::Claim>,
                               ExpectOneForm<v1::RosterLeaf>,
                               ExpectOneForm<v1::StatusHistory>,
                               ExpectOneForm<v1::CertificateSetItem>,
                               ExpectOneForm<v1::StatusMapItem>,
                               ExpectOneForm<v1::Receipt>,
                               ExpectOneForm<v1::VerificationReceipt>,
                               ExpectOneForm<v1::CertificateFile>,
                               ExpectOneForm<v1::SignedVerificationReceipt>,
                               ExpectOneForm<v1::VerificationReceiptFile>};
  kChecks[choice % std::size(kChecks)](bytes);
}

}  // namespace linkcert::testing

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  linkcert::testing::ExpectOneFormOfType(data[0], bytes.substr(1));
  return 0;
}
