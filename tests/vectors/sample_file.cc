// The files that are made from the log of sample_log.cc.
#include "absl/strings/str_cat.h"
#include "crypto/merkle.h"
#include "proto/claims.h"
#include "tests/vectors/sample_acts.h"
#include "tests/vectors/sample_log.h"
#include "tests/vectors/sample_people.h"
#include "tests/vectors/sample_status.h"

namespace linkcert::vectors {
namespace {

std::vector<std::string> PathTo(const std::vector<std::string>& leaves, uint64_t index) {
  const std::vector<crypto::Hash> hashes = HashLeaves(leaves);
  const auto path = crypto::InclusionPath(index, hashes.size(), crypto::NodesOf(hashes));
  std::vector<std::string> bytes;
  for (const crypto::Hash& hash : path.value()) {
    bytes.emplace_back(hash.view().data(), hash.view().size());
  }
  return bytes;
}

}  // namespace

v1::LoggedEntry LoggedEntryOf(const SampleLog& log, uint64_t index) {
  v1::LoggedEntry logged;
  logged.set_index(index);
  logged.set_entry(log.entries[index]);
  for (const std::string& hash : PathTo(log.entries, index)) logged.add_path(hash);
  return logged;
}

v1::CertificateFile CertificateFileOf(const SampleLog& log, uint32_t position,
                                      const std::vector<uint32_t>& shown_tags) {
  const auto logged = [&](absl::string_view name) {
    return LoggedEntryOf(log, log.Statement(name).index);
  };
  v1::CertificateFile file;
  file.set_checkpoint(log.checkpoint);
  *file.mutable_genesis() = logged("genesis");
  *file.add_authority_keys() = logged("add_key authority-1");
  *file.mutable_organisation() = logged(absl::StrCat("register_organisation ", kLeader));
  *file.add_issuer_keys() = logged("add_key leader-1");
  *file.add_issuer_keys() = logged("add_key leader-2");
  *file.mutable_accreditation() = logged("grant_accreditation");
  *file.mutable_batch() = logged("issue_batch");
  *file.mutable_status_root() = LoggedEntryOf(log, log.status_root);
  const SampleMap map(log.histories);
  for (const char* name :
       {"add_key leader-1", "add_key leader-2", "grant_accreditation", "issue_batch"}) {
    *file.add_status() = map.Prove(log.Statement(name).index);
  }
  *file.mutable_certificate_status() = map.Prove(file.batch().index() + 1 + position);
  file.set_leaf(log.leaves[position]);
  for (const std::string& hash : PathTo(log.leaves, position)) file.add_leaf_path(hash);
  for (const v1::ClaimSlot& slot : proto::DiscloseClaims(log.claims[position], shown_tags)) {
    *file.add_claims() = slot;
  }
  return file;
}

}  // namespace linkcert::vectors
