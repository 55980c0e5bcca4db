// A verification receipt under the log of sample_log.h, which goes on with the registry's key.
#ifndef LINKCERT_TESTS_VECTORS_SAMPLE_RECEIPT_H_
#define LINKCERT_TESTS_VECTORS_SAMPLE_RECEIPT_H_

#include <memory>

#include "crypto/keys.h"
#include "linkcert/v1/certificate_file.pb.h"
#include "tests/vectors/sample_log.h"

namespace linkcert::vectors {

struct SampleReceipt {
  static constexpr char kKeyName[] = "registry-1";

  std::shared_ptr<const crypto::Signer> key;  // P-256
  v1::VerificationReceiptFile file;
};

// Of the certificate at position 2, which is valid.
SampleReceipt MakeSampleReceipt(const SampleLog& log);

}  // namespace linkcert::vectors

#endif  // LINKCERT_TESTS_VECTORS_SAMPLE_RECEIPT_H_
