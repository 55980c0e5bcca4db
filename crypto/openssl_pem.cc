#include <openssl/crypto.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>

#include <cstdint>
#include <cstdlib>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "crypto/keys.h"
#include "crypto/openssl_types.h"

namespace linkcert::crypto {
namespace {

// scrypt at about 0.2 s and 16 MiB: N·r·128 must stay under the 32 MiB that OpenSSL's reader of
// PKCS #8 allows (RFC 7914 §2 names the parameters).
constexpr uint64_t kScryptN = 1 << 14;
constexpr uint64_t kScryptR = 8;
constexpr uint64_t kScryptP = 5;
constexpr size_t kSaltBytes = 16;
constexpr size_t kMaxPemBytes = 16384;
constexpr size_t kMaxPassphraseBytes = 1024;

// What one PEM block holds; wiped when it goes.
struct PemBlock {
  char* name = nullptr;
  char* header = nullptr;
  uint8_t* bytes = nullptr;
  long size_bytes = 0;

  PemBlock() = default;
  PemBlock(const PemBlock&) = delete;
  PemBlock& operator=(const PemBlock&) = delete;
  ~PemBlock() {
    OPENSSL_free(name);
    OPENSSL_free(header);
    OPENSSL_clear_free(bytes, static_cast<size_t>(size_bytes));
  }
};

// Reads the one block in `pem`, which must be called `name`. Nothing but white space may follow.
absl::Status ReadPem(absl::string_view pem, absl::string_view name, PemBlock* block) {
  if (pem.size() > kMaxPemBytes) return absl::InvalidArgumentError("the PEM file is too large");
  BioPtr bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  if (bio == nullptr || PEM_read_bio(bio.get(), &block->name, &block->header, &block->bytes,
                                     &block->size_bytes) != 1) {
    return OpenSslRefusal("no PEM block");
  }
  if (name != block->name || block->header[0] != '\0') {
    return absl::InvalidArgumentError(absl::StrCat("expected a PEM block of ", name));
  }
  char* rest = nullptr;
  const long rest_bytes = BIO_get_mem_data(bio.get(), &rest);
  for (long i = 0; i < rest_bytes; ++i) {
    if (!absl::ascii_isspace(static_cast<unsigned char>(rest[i]))) {
      return absl::InvalidArgumentError("something follows the PEM block");
    }
  }
  return absl::OkStatus();
}

std::string Contents(BIO* bio) {
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(bio, &bytes);
  return std::string(bytes, static_cast<size_t>(size));
}

absl::Status CheckPassphrase(absl::string_view passphrase) {
  if (passphrase.empty()) return absl::InvalidArgumentError("the passphrase is empty");
  if (passphrase.size() > kMaxPassphraseBytes) {
    return absl::InvalidArgumentError("the passphrase is too long");
  }
  return absl::OkStatus();
}

absl::StatusOr<EncryptedPkcs8Ptr> Encrypt(EVP_PKEY* key, absl::string_view passphrase) {
  Pkcs8Ptr plain(EVP_PKEY2PKCS8(key));
  std::string salt = RandomBytes(kSaltBytes);
  X509_ALGOR* scheme =
      PKCS5_pbe2_set_scrypt(EVP_aes_256_cbc(), reinterpret_cast<const uint8_t*>(salt.data()),
                            static_cast<int>(salt.size()), nullptr, kScryptN, kScryptR, kScryptP);
  if (plain == nullptr || scheme == nullptr) {
    X509_ALGOR_free(scheme);
    return OpenSslRefusal("the key cannot be encrypted");
  }
  EncryptedPkcs8Ptr encrypted(
      PKCS8_set0_pbe(passphrase.data(), static_cast<int>(passphrase.size()), plain.get(), scheme));
  if (encrypted == nullptr) {
    X509_ALGOR_free(scheme);
    return OpenSslRefusal("the key cannot be encrypted");
  }
  return encrypted;  // owns `scheme`
}

}  // namespace

absl::StatusOr<std::string> PrivateKeyToPem(const Signer& key, absl::string_view passphrase) {
  if (auto status = CheckPassphrase(passphrase); !status.ok()) return status;
  absl::StatusOr<EVP_PKEY*> pkey = PkeyOfSigner(key);
  if (!pkey.ok()) return pkey.status();
  absl::StatusOr<EncryptedPkcs8Ptr> encrypted = Encrypt(*pkey, passphrase);
  if (!encrypted.ok()) return encrypted.status();
  BioPtr bio(BIO_new(BIO_s_mem()));
  if (bio == nullptr || PEM_write_bio_PKCS8(bio.get(), encrypted->get()) != 1) {
    return OpenSslRefusal("the key cannot be written");
  }
  return Contents(bio.get());
}

absl::StatusOr<std::unique_ptr<Signer>> PrivateKeyFromPem(absl::string_view pem,
                                                          absl::string_view passphrase) {
  if (auto status = CheckPassphrase(passphrase); !status.ok()) return status;
  PemBlock block;
  if (auto status = ReadPem(pem, PEM_STRING_PKCS8, &block); !status.ok()) return status;
  const uint8_t* next = block.bytes;
  EncryptedPkcs8Ptr encrypted(d2i_X509_SIG(nullptr, &next, block.size_bytes));
  if (encrypted == nullptr || next != block.bytes + block.size_bytes) {
    return OpenSslRefusal("not an encrypted PKCS #8 key");
  }
  Pkcs8Ptr plain(
      PKCS8_decrypt(encrypted.get(), passphrase.data(), static_cast<int>(passphrase.size())));
  if (plain == nullptr) return OpenSslRefusal("wrong passphrase, or the file is damaged");
  PkeyPtr key(EVP_PKCS82PKEY(plain.get()));
  if (key == nullptr) return OpenSslRefusal("not a private key");
  return SignerFromPkey(std::move(key));
}

std::string PublicKeyToPem(const PublicKey& key) {
  BioPtr bio(BIO_new(BIO_s_mem()));
  if (bio == nullptr || PEM_write_bio(bio.get(), PEM_STRING_PUBLIC, "",
                                      reinterpret_cast<const uint8_t*>(key.spki().data()),
                                      static_cast<long>(key.spki().size())) <= 0) {
    std::abort();  // out of memory
  }
  return Contents(bio.get());
}

absl::StatusOr<PublicKey> PublicKeyFromPem(absl::string_view pem) {
  PemBlock block;
  if (auto status = ReadPem(pem, PEM_STRING_PUBLIC, &block); !status.ok()) return status;
  return PublicKey::FromSpki(absl::string_view(reinterpret_cast<const char*>(block.bytes),
                                               static_cast<size_t>(block.size_bytes)));
}

}  // namespace linkcert::crypto
