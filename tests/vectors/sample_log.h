// A small registry from genesis to one issued batch, built from fixed seeds: a link leader (链主)
// certifies seven of nine people of its own and of a member of its chain, and suspends two of the
// certificates a day later. All people, firms and numbers are invented. P-256 and SM2 signatures
// are random, all else is the same every time.
#ifndef LINKCERT_TESTS_VECTORS_SAMPLE_LOG_H_
#define LINKCERT_TESTS_VECTORS_SAMPLE_LOG_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "crypto/keys.h"
#include "linkcert/v1/certificate_file.pb.h"
#include "linkcert/v1/terms.pb.h"

namespace linkcert::vectors {

struct SampleKey {
  std::string name;  // its seed is "linkcert vectors: " ‖ name
  crypto::Algorithm algorithm = crypto::Algorithm::kP256;
  std::string organisation;  // empty: the log key
  std::vector<v1::KeyPurpose> purposes;
  std::string person;  // 16 bytes
  std::shared_ptr<const crypto::Signer> signer;
};

struct SampleStatement {
  std::string name;  // e.g. add_key authority-1
  std::string envelope;
  uint64_t index = 0;  // of its entry
};

struct SampleLog {
  static constexpr char kOrigin[] = "vectors.linkcert.example/2026";

  std::vector<SampleKey> keys;
  std::vector<SampleStatement> statements;
  std::vector<std::string> roster_leaves;        // nine canonical RosterLeaf messages
  std::vector<std::vector<std::string>> claims;  // by position: ten canonical Claim messages
  std::vector<std::string> leaves;               // by position: canonical CertificateLeaf messages
  std::vector<std::string> entries;              // canonical LogEntry messages
  std::map<uint64_t, std::string> histories;     // canonical StatusHistory messages by index
  uint64_t status_root = 0;                      // index of the newest StatusRoot
  std::string checkpoint;                        // signed note over all entries

  const SampleKey& Key(absl::string_view name) const;
  const SampleStatement& Statement(absl::string_view name) const;
};

SampleLog MakeSampleLog();

// An entry with its inclusion path to the checkpoint.
v1::LoggedEntry LoggedEntryOf(const SampleLog& log, uint64_t index);
// The complete file of the certificate at `position`, showing these tags.
v1::CertificateFile CertificateFileOf(const SampleLog& log, uint32_t position,
                                      const std::vector<uint32_t>& shown_tags);

}  // namespace linkcert::vectors

#endif  // LINKCERT_TESTS_VECTORS_SAMPLE_LOG_H_
