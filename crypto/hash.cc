#include "crypto/hash.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"

namespace linkcert::crypto {
namespace {

// Fetched once: a lookup by name costs more than hashing a node.
const EVP_MD* FetchSha256() {
  static const EVP_MD* const digest = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return digest;
}

// One context a thread, used again for every digest.
class Hasher {
 public:
  Hasher() : context_(EVP_MD_CTX_new()) {
    if (context_ == nullptr || FetchSha256() == nullptr) std::abort();
  }
  ~Hasher() { EVP_MD_CTX_free(context_); }
  Hasher(const Hasher&) = delete;
  Hasher& operator=(const Hasher&) = delete;

  Hash Digest(absl::string_view first, absl::string_view second) {
    Hash hash;
    if (EVP_DigestInit_ex(context_, FetchSha256(), nullptr) != 1 ||
        EVP_DigestUpdate(context_, first.data(), first.size()) != 1 ||
        EVP_DigestUpdate(context_, second.data(), second.size()) != 1 ||
        EVP_DigestFinal_ex(context_, hash.data(), nullptr) != 1) {
      std::abort();  // out of memory; never a matter of the input
    }
    return hash;
  }

 private:
  EVP_MD_CTX* const context_;
};

Hash Digest(absl::string_view first, absl::string_view second) {
  static thread_local Hasher hasher;
  return hasher.Digest(first, second);
}

}  // namespace

absl::StatusOr<Hash> Hash::FromBytes(absl::string_view bytes) {
  if (bytes.size() != kSizeBytes) return absl::InvalidArgumentError("a hash has 32 bytes");
  Hash hash;
  std::memcpy(hash.data(), bytes.data(), kSizeBytes);
  return hash;
}

absl::StatusOr<Hash> Hash::FromHex(absl::string_view hex) {
  if (hex.size() != 2 * kSizeBytes) {
    return absl::InvalidArgumentError("a hash has 64 hexadecimal digits");
  }
  for (const char digit : hex) {
    if (!absl::ascii_isxdigit(static_cast<unsigned char>(digit))) {
      return absl::InvalidArgumentError("a hash has hexadecimal digits only");
    }
  }
  return FromBytes(absl::HexStringToBytes(hex));
}

std::string Hash::ToHex() const { return absl::BytesToHexString(view()); }

Hash Sha256(absl::string_view bytes) { return Digest(bytes, {}); }

Hash Sha256(absl::string_view first, absl::string_view second) { return Digest(first, second); }

Hash HashLeaf(absl::string_view leaf) { return Digest(absl::string_view("\0", 1), leaf); }

Hash HashNode(const Hash& left, const Hash& right) {
  char node[1 + 2 * Hash::kSizeBytes];
  node[0] = 1;
  std::memcpy(node + 1, left.data(), Hash::kSizeBytes);
  std::memcpy(node + 1 + Hash::kSizeBytes, right.data(), Hash::kSizeBytes);
  return Digest(absl::string_view(node, sizeof(node)), {});
}

Hash EmptyRoot() { return Sha256({}); }

std::string RandomBytes(size_t count) {
  std::string bytes(count, '\0');
  // RAND_bytes takes an int: longer requests are filled piece by piece.
  constexpr size_t kPieceBytes = 1 << 20;
  for (size_t done = 0; done < count; done += kPieceBytes) {
    const size_t piece = std::min(kPieceBytes, count - done);
    if (RAND_bytes(reinterpret_cast<uint8_t*>(&bytes[done]), static_cast<int>(piece)) != 1) {
      std::abort();
    }
  }
  return bytes;
}

}  // namespace linkcert::crypto
