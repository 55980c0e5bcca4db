#include "crypto/checkpoint.h"

#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "crypto/note.h"
#include "crypto/text.h"

namespace linkcert::crypto {

std::string FormatCheckpoint(const Checkpoint& checkpoint) {
  return absl::StrCat(checkpoint.origin, "\n", checkpoint.size, "\n",
                      EncodeBase64(checkpoint.root.view()), "\n");
}

absl::StatusOr<Checkpoint> ParseCheckpoint(absl::string_view note_text) {
  if (!IsNoteText(note_text)) return absl::InvalidArgumentError("the checkpoint is not text");
  const std::vector<absl::string_view> lines = absl::StrSplit(note_text, '\n');
  if (lines.size() != 4 || !lines[3].empty()) {
    return absl::InvalidArgumentError("a checkpoint has three lines");
  }
  if (lines[0].empty()) return absl::InvalidArgumentError("the origin is empty");
  absl::StatusOr<uint64_t> size = ParseDecimal(lines[1]);
  if (!size.ok()) return size.status();
  absl::StatusOr<Hash> root = DecodeBase64Hash(lines[2]);
  if (!root.ok()) return root.status();
  return Checkpoint{std::string(lines[0]), *size, *root};
}

absl::StatusOr<std::string> SignCheckpoint(const Checkpoint& checkpoint, const Signer& log) {
  Note note;
  note.text = FormatCheckpoint(checkpoint);
  absl::StatusOr<NoteSignature> signature = SignNoteText(note.text, checkpoint.origin, log);
  if (!signature.ok()) return signature.status();
  note.signatures.push_back(*std::move(signature));
  return FormatNote(note);
}

absl::StatusOr<Checkpoint> OpenCheckpoint(absl::string_view note_bytes, const NoteKey& log) {
  if (log.algorithm() != NoteAlgorithm::kEd25519) {
    return absl::InvalidArgumentError("the key is not a log's");
  }
  absl::StatusOr<Note> note = ParseNote(note_bytes);
  if (!note.ok()) return note.status();
  auto verified = VerifyNote(*note, {&log, 1});
  if (!verified.ok()) return verified.status();
  absl::StatusOr<Checkpoint> checkpoint = ParseCheckpoint(note->text);
  if (!checkpoint.ok()) return checkpoint.status();
  if (checkpoint->origin != log.name()) {
    return absl::InvalidArgumentError("the log signed a checkpoint of another origin");
  }
  return checkpoint;
}

}  // namespace linkcert::crypto
