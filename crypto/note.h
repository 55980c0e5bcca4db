// C2SP signed notes (c2sp.org/signed-note): a text, an empty line, signature lines.
//   This is an example message.
//
//   — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXm…
// All functions are thread-safe.
#ifndef LINKCERT_CRYPTO_NOTE_H_
#define LINKCERT_CRYPTO_NOTE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "crypto/keys.h"
#include "crypto/note_key.h"

namespace linkcert::crypto {

// Enough for 16 post-quantum signatures, which every verifier has to accept.
inline constexpr size_t kMaxNoteSizeBytes = 131072;
inline constexpr size_t kMaxNoteSignatures = 64;

// The text ends in a newline and is what is signed; the empty line after it is not part of it.
struct Note {
  std::string text;
  std::vector<NoteSignature> signatures;

  friend bool operator==(const Note&, const Note&) = default;
};

// WARNING: checks the form only; nothing in the result is to be believed before VerifyNote.
// InvalidArgument for anything that FormatNote does not make, or that exceeds the limits.
absl::StatusOr<Note> ParseNote(absl::string_view bytes);
std::string FormatNote(const Note& note);
// "— name base64\n"
std::string FormatSignature(const NoteSignature& signature);

// The line of `signer`, which must be Ed25519, under `name`. InvalidArgument if it is not, if the
// name is no key name, or if `text` is not the text of a note; else the signer's own error.
absl::StatusOr<NoteSignature> SignNoteText(absl::string_view text, absl::string_view name,
                                           const Signer& signer);

// A signature that was found good.
struct VerifiedSignature {
  size_t key = 0;       // index into the keys given
  uint64_t time_s = 0;  // of a cosignature, seconds since 1970; 0 for a plain signature
};

// The good signatures, in the order of the note. Signatures by other keys are ignored.
// InvalidArgument if one by a known key is bad, if a known key signed twice (whose time counts?),
// if two of `keys` have the same name and hash, or if no known key signed.
absl::StatusOr<std::vector<VerifiedSignature>> VerifyNote(const Note& note,
                                                          absl::Span<const NoteKey> keys);

}  // namespace linkcert::crypto

#endif  // LINKCERT_CRYPTO_NOTE_H_
