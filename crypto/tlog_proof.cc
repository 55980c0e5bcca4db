#include "crypto/tlog_proof.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "crypto/checkpoint.h"
#include "crypto/note.h"
#include "crypto/text.h"

namespace linkcert::crypto {
namespace {

constexpr absl::string_view kHeader = "c2sp.org/tlog-proof@v1";
constexpr absl::string_view kExtra = "extra ";
constexpr absl::string_view kIndex = "index ";
constexpr size_t kMaxPathHashes = 64;

absl::Status NotAProof(absl::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat("not a tlog-proof: ", why));
}

// Takes one line, with its newline, off `rest`; false if there is none.
bool TakeLine(absl::string_view* rest, absl::string_view* line) {
  const size_t end = rest->find('\n');
  if (end == absl::string_view::npos) return false;
  *line = rest->substr(0, end);
  rest->remove_prefix(end + 1);
  return true;
}

// Reads the hash lines and the empty line after them.
absl::StatusOr<Path> TakePath(absl::string_view* rest) {
  Path path;
  absl::string_view line;
  while (TakeLine(rest, &line)) {
    if (line.empty()) return path;
    absl::StatusOr<Hash> hash = DecodeBase64Hash(line);
    if (!hash.ok()) return hash.status();
    path.push_back(*hash);
    if (path.size() > kMaxPathHashes) return NotAProof("the path is too long");
  }
  return NotAProof("no empty line");
}

absl::Status CheckCheckpoint(const TlogProof& proof) {
  absl::StatusOr<Note> note = ParseNote(proof.checkpoint);
  if (!note.ok()) return note.status();
  absl::StatusOr<Checkpoint> checkpoint = ParseCheckpoint(note->text);
  if (!checkpoint.ok()) return checkpoint.status();
  return RootFromInclusion(Hash(), proof.index, checkpoint->size, proof.path).status();
}

}  // namespace

std::string FormatTlogProof(const TlogProof& proof) {
  std::string bytes = absl::StrCat(kHeader, "\n");
  if (!proof.extra.empty()) absl::StrAppend(&bytes, kExtra, EncodeBase64(proof.extra), "\n");
  absl::StrAppend(&bytes, kIndex, proof.index, "\n");
  for (const Hash& hash : proof.path) absl::StrAppend(&bytes, EncodeBase64(hash.view()), "\n");
  absl::StrAppend(&bytes, "\n", proof.checkpoint);
  return bytes;
}

absl::StatusOr<TlogProof> ParseTlogProof(absl::string_view bytes) {
  TlogProof proof;
  absl::string_view line;
  if (!TakeLine(&bytes, &line) || line != kHeader) return NotAProof("another first line");
  if (!TakeLine(&bytes, &line)) return NotAProof("no index");
  if (absl::ConsumePrefix(&line, kExtra)) {
    absl::StatusOr<std::string> extra = DecodeBase64(line);
    if (!extra.ok()) return extra.status();
    if (extra->empty() || extra->size() > kMaxProofExtraBytes) return NotAProof("bad extra data");
    proof.extra = *std::move(extra);
    if (!TakeLine(&bytes, &line)) return NotAProof("no index");
  }
  if (!absl::ConsumePrefix(&line, kIndex)) return NotAProof("no index");
  absl::StatusOr<uint64_t> index = ParseDecimal(line);
  if (!index.ok()) return index.status();
  proof.index = *index;
  absl::StatusOr<Path> path = TakePath(&bytes);
  if (!path.ok()) return path.status();
  proof.path = *std::move(path);
  proof.checkpoint = std::string(bytes);
  if (auto status = CheckCheckpoint(proof); !status.ok()) return status;
  return proof;
}

}  // namespace linkcert::crypto
