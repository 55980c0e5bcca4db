// Log entries, and whatever they carry.
#include <cstdlib>

#include "proto/certificate_leaf.h"
#include "proto/entry.h"
#include "proto/statement.h"
#include "tests/fuzz/one_form.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto entry = linkcert::proto::DecodeEntry(bytes);
  if (!entry.ok()) {
    if (!linkcert::proto::ReasonOf(entry.status()).has_value()) std::abort();
    return 0;
  }
  if (entry->SerializeAsString() != bytes) std::abort();
  linkcert::testing::ExpectOneForm<linkcert::v1::CertificateLeaf>(entry->certificate_leaf());
  (void)linkcert::proto::OpenStatement(entry->signed_statement());
  return 0;
}
