#include "crypto/note.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "crypto/big_endian.h"
#include "crypto/cosignature.h"
#include "crypto/text.h"

namespace linkcert::crypto {
namespace {

constexpr absl::string_view kDash = "\xE2\x80\x94 ";  // U+2014 and a space

absl::Status NotANote(absl::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat("not a signed note: ", why));
}

// `line` without its newline.
absl::StatusOr<NoteSignature> ParseSignature(absl::string_view line) {
  if (!absl::ConsumePrefix(&line, kDash)) return NotANote("a signature line has no dash");
  const size_t space = line.find(' ');
  if (space == absl::string_view::npos) return NotANote("a signature line has no signature");
  const absl::string_view name = line.substr(0, space);
  if (!IsKeyName(name)) return NotANote("not a key name");
  absl::StatusOr<std::string> bytes = DecodeBase64(line.substr(space + 1));
  if (!bytes.ok()) return bytes.status();
  if (bytes->size() <= kKeyHashBytes) return NotANote("a signature is too short");
  const uint64_t key_hash = FromBigEndian(bytes->substr(0, kKeyHashBytes));
  return NoteSignature{std::string(name), static_cast<uint32_t>(key_hash),
                       bytes->substr(kKeyHashBytes)};
}

// The time of a good signature, 0 for a plain one.
absl::StatusOr<uint64_t> VerifySignature(absl::string_view text, const NoteKey& key,
                                         absl::string_view signature) {
  if (key.algorithm() == NoteAlgorithm::kCosignatureV1) {
    return VerifyCosignature(text, key, signature);
  }
  if (auto status = key.public_key().Verify(text, signature); !status.ok()) return status;
  return 0;
}

bool HaveSameName(const NoteKey& a, const NoteKey& b) {
  return a.key_hash() == b.key_hash() && a.name() == b.name();
}

absl::Status CheckDistinct(absl::Span<const NoteKey> keys) {
  for (size_t i = 0; i < keys.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      if (HaveSameName(keys[i], keys[j])) {
        return absl::InvalidArgumentError(absl::StrCat("two keys are called ", keys[i].name()));
      }
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Note> ParseNote(absl::string_view bytes) {
  if (bytes.size() > kMaxNoteSizeBytes) return NotANote("too large");
  if (!IsNoteText(bytes)) return NotANote("not UTF-8, or a control character");
  const size_t blank = bytes.rfind("\n\n");
  if (blank == absl::string_view::npos) return NotANote("no empty line");
  Note note;
  note.text = std::string(bytes.substr(0, blank + 1));
  absl::string_view lines = bytes.substr(blank + 2);
  while (!lines.empty()) {
    if (note.signatures.size() == kMaxNoteSignatures) return NotANote("too many signatures");
    const size_t end = lines.find('\n');
    if (end == absl::string_view::npos) return NotANote("the last line has no newline");
    absl::StatusOr<NoteSignature> signature = ParseSignature(lines.substr(0, end));
    if (!signature.ok()) return signature.status();
    note.signatures.push_back(*std::move(signature));
    lines.remove_prefix(end + 1);
  }
  if (note.signatures.empty()) return NotANote("no signature");
  return note;
}

std::string FormatNote(const Note& note) {
  std::string bytes = absl::StrCat(note.text, "\n");
  for (const NoteSignature& signature : note.signatures) {
    absl::StrAppend(&bytes, FormatSignature(signature));
  }
  return bytes;
}

std::string FormatSignature(const NoteSignature& signature) {
  const std::string bytes =
      absl::StrCat(ToBigEndian(signature.key_hash, kKeyHashBytes), signature.signature);
  return absl::StrCat(kDash, signature.name, " ", EncodeBase64(bytes), "\n");
}

absl::StatusOr<NoteSignature> SignNoteText(absl::string_view text, absl::string_view name,
                                           const Signer& signer) {
  if (text.empty() || text.back() != '\n' || !IsNoteText(text)) {
    return absl::InvalidArgumentError("not the text of a note");
  }
  auto key = NoteKey::Create(name, NoteAlgorithm::kEd25519, signer.public_key());
  if (!key.ok()) return key.status();
  absl::StatusOr<std::string> signature = signer.Sign(text);
  if (!signature.ok()) return signature.status();
  return NoteSignature{key->name(), key->key_hash(), *std::move(signature)};
}

absl::StatusOr<std::vector<VerifiedSignature>> VerifyNote(const Note& note,
                                                          absl::Span<const NoteKey> keys) {
  if (auto status = CheckDistinct(keys); !status.ok()) return status;
  std::vector<VerifiedSignature> verified;
  std::vector<bool> has_signed(keys.size(), false);
  for (const NoteSignature& signature : note.signatures) {
    size_t key = 0;
    while (key < keys.size() && !IsBy(keys[key], signature)) ++key;
    if (key == keys.size()) continue;
    if (has_signed[key]) {
      return absl::InvalidArgumentError(absl::StrCat(signature.name, " signed twice"));
    }
    has_signed[key] = true;
    auto time_s = VerifySignature(note.text, keys[key], signature.signature);
    if (!time_s.ok()) return time_s.status();
    verified.push_back({key, *time_s});
  }
  if (verified.empty()) return absl::InvalidArgumentError("no known key signed the note");
  return verified;
}

}  // namespace linkcert::crypto
