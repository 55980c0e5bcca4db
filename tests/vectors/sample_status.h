// The status map of a sample log, and proofs against its newest StatusRoot.
#ifndef LINKCERT_TESTS_VECTORS_SAMPLE_STATUS_H_
#define LINKCERT_TESTS_VECTORS_SAMPLE_STATUS_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "crypto/sparse_map.h"
#include "linkcert/v1/certificate_file.pb.h"

namespace linkcert::vectors {

class SampleMap {
 public:
  // Canonical StatusHistory messages by the index of the entry that created the thing.
  explicit SampleMap(std::map<uint64_t, std::string> histories);

  std::string root() const { return root_.hash.str(); }
  v1::StatusProof Prove(uint64_t key) const;

 private:
  crypto::MapNodeReader Reader() const;

  std::map<uint64_t, std::string> histories_;
  std::map<crypto::MapPlace, crypto::MapNode> nodes_;
  crypto::MapSubtree root_;
};

// A StatusProof that must be refused.
struct BadProof {
  std::string what;
  v1::StatusProof proof;
  std::string reason;
};
// Made of good ones of a present key, and of an absent one that ends in another's leaf.
std::vector<BadProof> BadProofs(const v1::StatusProof& present, const v1::StatusProof& absent);

}  // namespace linkcert::vectors

#endif  // LINKCERT_TESTS_VECTORS_SAMPLE_STATUS_H_
