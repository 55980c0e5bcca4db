// Envelopes: what opens says the same again when it is sealed.
#include <cstdlib>

#include "proto/refusal.h"
#include "proto/statement.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto opened = linkcert::proto::OpenStatement(bytes);
  if (!opened.ok()) {
    if (!linkcert::proto::ReasonOf(opened.status()).has_value()) std::abort();
    return 0;
  }
  const auto sealed = linkcert::proto::SealStatement(opened->statement_bytes, opened->signatures);
  if (!sealed.ok() || *sealed != bytes || opened->signers.size() != opened->signatures.size()) {
    std::abort();
  }
  return 0;
}
