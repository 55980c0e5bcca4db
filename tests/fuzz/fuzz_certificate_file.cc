// Certificate files down to their claims, as a verifier opens them.
#include "linkcert/v1/certificate_file.pb.h"
#include "proto/certificate_leaf.h"
#include "proto/claims.h"
#include "proto/entry.h"
#include "tests/fuzz/one_form.h"

namespace linkcert::testing {

void OpenParts(const v1::CertificateFile& file) {
  (void)proto::DecodeEntry(file.batch().entry());
  const auto leaf = proto::DecodeLeaf(file.leaf());
  if (!leaf.ok()) return;
  const auto root = crypto::Hash::FromBytes(leaf->claims_root());
  if (!root.ok()) std::abort();
  (void)proto::CheckClaims(file.claims(), 1, *root);
}

}  // namespace linkcert::testing

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  linkcert::testing::ExpectOneForm<linkcert::v1::CertificateFile>(bytes);
  const auto file = linkcert::proto::DecodeCanonical<linkcert::v1::CertificateFile>(bytes);
  if (file.ok()) linkcert::testing::OpenParts(*file);
  return 0;
}
