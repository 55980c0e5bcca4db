// RFC 6962 as the text has it: recursive, slow, and written without a look at crypto/merkle.cc.
#ifndef LINKCERT_TESTS_TESTING_NAIVE_MERKLE_H_
#define LINKCERT_TESTS_TESTING_NAIVE_MERKLE_H_

#include <cstddef>
#include <map>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "crypto/hash.h"
#include "crypto/merkle.h"

namespace linkcert::testing {

// `count` different leaf hashes; the first ones are the same for every count.
inline std::vector<crypto::Hash> LeafHashes(size_t count) {
  std::vector<crypto::Hash> hashes;
  for (size_t i = 0; i < count; ++i) {
    hashes.push_back(crypto::HashLeaf(absl::StrCat("leaf ", i)));
  }
  return hashes;
}

class NaiveMerkle {
 public:
  explicit NaiveMerkle(size_t leaf_count) : leaves_(LeafHashes(leaf_count)) {}

  crypto::Hash Root(size_t size) { return RootOf(0, size); }

  // RFC 6962 §2.1.1: PATH(m, D[n]).
  crypto::Path Inclusion(size_t index, size_t size) { return PathIn(index, 0, size); }

  // RFC 6962 §2.1.2: PROOF(m, D[n]) = SUBPROOF(m, D[n], true).
  crypto::Path Consistency(size_t old_size, size_t size) {
    return SubProof(old_size, 0, size, true);
  }

  // What is missing to compute the root from the leaves [begin, end).
  crypto::Path Range(size_t begin, size_t end, size_t size) {
    crypto::Path path;
    Collect(begin, end, 0, size, &path);
    return path;
  }

 private:
  // The largest power of two smaller than n.
  static size_t Split(size_t n) {
    size_t k = 1;
    while (2 * k < n) k *= 2;
    return k;
  }

  // MTH(D[first:last]).
  crypto::Hash RootOf(size_t first, size_t last) {
    if (first == last) return crypto::EmptyRoot();
    if (last - first == 1) return leaves_[first];
    if (auto found = roots_.find({first, last}); found != roots_.end()) return found->second;
    const size_t middle = first + Split(last - first);
    const auto root = crypto::HashNode(RootOf(first, middle), RootOf(middle, last));
    roots_[{first, last}] = root;
    return root;
  }

  crypto::Path PathIn(size_t index, size_t first, size_t last) {
    if (last - first == 1) return {};
    const size_t middle = first + Split(last - first);
    const bool is_left = index < middle;
    crypto::Path path = is_left ? PathIn(index, first, middle) : PathIn(index, middle, last);
    path.push_back(is_left ? RootOf(middle, last) : RootOf(first, middle));
    return path;
  }

  // `end` is where the old tree ends, `is_whole` whether it filled every subtree so far.
  crypto::Path SubProof(size_t end, size_t first, size_t last, bool is_whole) {
    if (end == last) return is_whole ? crypto::Path{} : crypto::Path{RootOf(first, last)};
    const size_t middle = first + Split(last - first);
    const bool is_left = end <= middle;
    crypto::Path path =
        is_left ? SubProof(end, first, middle, is_whole) : SubProof(end, middle, last, false);
    path.push_back(is_left ? RootOf(middle, last) : RootOf(first, middle));
    return path;
  }

  void Collect(size_t begin, size_t end, size_t first, size_t last, crypto::Path* path) {
    if (begin <= first && last <= end) return;
    const size_t count = last - first;
    const bool is_apart = last <= begin || end <= first;
    if (is_apart && (count & (count - 1)) == 0) {
      path->push_back(RootOf(first, last));
      return;
    }
    const size_t middle = first + Split(count);
    Collect(begin, end, first, middle, path);
    Collect(begin, end, middle, last, path);
  }

  std::vector<crypto::Hash> leaves_;
  std::map<std::pair<size_t, size_t>, crypto::Hash> roots_;
};

}  // namespace linkcert::testing

#endif  // LINKCERT_TESTS_TESTING_NAIVE_MERKLE_H_
