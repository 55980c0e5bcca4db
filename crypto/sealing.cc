#include "crypto/sealing.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "absl/status/status.h"
#include "crypto/openssl_types.h"

namespace linkcert::crypto {
namespace {

constexpr size_t kNonceBytes = 12;
constexpr size_t kTagBytes = 16;
static_assert(kNonceBytes + kTagBytes == kSealOverheadBytes);

using CipherCtxPtr = std::unique_ptr<EVP_CIPHER_CTX, Freer<EVP_CIPHER_CTX_free>>;

const uint8_t* In(absl::string_view bytes) {
  return reinterpret_cast<const uint8_t*>(bytes.data());
}
uint8_t* Out(std::string& bytes, size_t at) { return reinterpret_cast<uint8_t*>(&bytes[at]); }

// Only a library that cannot do AES-256-GCM at all fails here.
void Insist(int result) {
  if (result != 1) std::abort();
}

}  // namespace

SecretKey SecretKey::Random() {
  std::string bytes = RandomBytes(kSizeBytes);
  SecretKey key = *FromBytes(bytes);
  Wipe(bytes);
  return key;
}

absl::StatusOr<SecretKey> SecretKey::FromBytes(absl::string_view bytes) {
  if (bytes.size() != kSizeBytes) return absl::InvalidArgumentError("a secret key has 32 bytes");
  SecretKey key;
  std::copy(bytes.begin(), bytes.end(), key.bytes_.begin());
  return key;
}

SecretKey::~SecretKey() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }

void Wipe(std::string& secret) {
  if (!secret.empty()) OPENSSL_cleanse(secret.data(), secret.size());
  secret.clear();
}

std::string Seal(const SecretKey& key, absl::string_view plaintext, absl::string_view context) {
  std::string sealed = RandomBytes(kNonceBytes);
  sealed.resize(kSealOverheadBytes + plaintext.size());
  const CipherCtxPtr cipher(EVP_CIPHER_CTX_new());
  int length = 0;
  Insist(EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key.data(), In(sealed)));
  Insist(EVP_EncryptUpdate(cipher.get(), nullptr, &length, In(context),
                           static_cast<int>(context.size())));
  Insist(EVP_EncryptUpdate(cipher.get(), Out(sealed, kNonceBytes), &length, In(plaintext),
                           static_cast<int>(plaintext.size())));
  const size_t tag = kNonceBytes + plaintext.size();
  Insist(EVP_EncryptFinal_ex(cipher.get(), Out(sealed, tag), &length));
  Insist(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes, Out(sealed, tag)));
  return sealed;
}

absl::StatusOr<std::string> Unseal(const SecretKey& key, absl::string_view sealed,
                                   absl::string_view context) {
  if (sealed.size() < kSealOverheadBytes) return absl::DataLossError("sealed bytes are too short");
  const absl::string_view body = sealed.substr(kNonceBytes, sealed.size() - kSealOverheadBytes);
  std::string tag(sealed.substr(sealed.size() - kTagBytes));
  std::string plaintext(body.size(), '\0');
  const CipherCtxPtr cipher(EVP_CIPHER_CTX_new());
  int length = 0;
  Insist(EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key.data(), In(sealed)));
  Insist(EVP_DecryptUpdate(cipher.get(), nullptr, &length, In(context),
                           static_cast<int>(context.size())));
  Insist(EVP_DecryptUpdate(cipher.get(), Out(plaintext, 0), &length, In(body),
                           static_cast<int>(body.size())));
  Insist(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, kTagBytes, Out(tag, 0)));
  uint8_t nothing[16];
  if (EVP_DecryptFinal_ex(cipher.get(), nothing, &length) == 1) return plaintext;
  Wipe(plaintext);
  OpenSslRefusal("").IgnoreError();  // empties its error queue
  return absl::DataLossError("sealed with another key or context, or damaged");
}

Hash HmacSha256(const SecretKey& key, absl::string_view message) {
  Hash mac;
  unsigned int length = 0;
  if (HMAC(EVP_sha256(), key.data(), SecretKey::kSizeBytes, In(message), message.size(), mac.data(),
           &length) == nullptr) {
    std::abort();
  }
  return mac;
}

}  // namespace linkcert::crypto
