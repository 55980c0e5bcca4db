#include "client/memory/checkpoint_memory.h"

#include <cstdlib>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/local_file.h"
#include "client/memory/extension.h"
#include "crypto/hash.h"

namespace linkcert::client {
namespace {

std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// One file for each name and key of a log: a new key is a new log.
std::string FileOf(const std::string& directory, const crypto::PolicyLog& log) {
  return absl::StrCat(directory, "/", crypto::Sha256(log.key.vkey()).ToHex().substr(0, 32),
                      ".checkpoint");
}

}  // namespace

std::string CheckpointMemory::DefaultDirectory() {
  const std::string state = Environment("XDG_STATE_HOME");
  if (!state.empty()) return absl::StrCat(state, "/linkcert");
  const std::string home = Environment("HOME");
  return home.empty() ? "" : absl::StrCat(home, "/.local/state/linkcert");
}

absl::StatusOr<Recalled> CheckpointMemory::Accuse(const Known& old, const Known& now,
                                                  uint64_t now_ms,
                                                  const v1::LoggedEntry* entry) const {
  ForkEvidence evidence = {.first = old.sighting, .second = now.sighting, .found_ms = now_ms};
  if (entry != nullptr) evidence.entry = *entry;
  absl::StatusOr<std::string> path = WriteForkEvidence(directory_, evidence);
  if (!path.ok()) return path.status();
  return Recalled{.recall = Recall::kFork,
                  .remembered_size = old.checkpoint.size,
                  .evidence_path = *std::move(path)};
}

absl::StatusOr<Recalled> CheckpointMemory::Compare(const Known& old, const Known& now,
                                                   uint64_t now_ms, const ProveEntry& prove) const {
  Recalled recalled = {.recall = Recall::kAgrees, .remembered_size = old.checkpoint.size};
  const bool larger = now.checkpoint.size > old.checkpoint.size;
  const crypto::Checkpoint& small = larger ? old.checkpoint : now.checkpoint;
  const crypto::Checkpoint& large = larger ? now.checkpoint : old.checkpoint;
  if (small.size == large.size) {
    return small.root == large.root ? recalled : Accuse(old, now, now_ms, nullptr);
  }
  if (small.size == 0) return recalled;  // every log extends the empty one
  recalled.recall = larger ? Recall::kUnproven : Recall::kBehind;
  if (!prove) return recalled;
  const absl::StatusOr<v1::LoggedEntry> entry = prove(small.size - 1, large.size);
  recalled.why = entry.status();
  if (!entry.ok()) return recalled;
  const Extension extension = CompareBy(*entry, small, large);
  if (extension == Extension::kDisproven) return Accuse(old, now, now_ms, &*entry);
  if (extension == Extension::kProven) recalled.recall = Recall::kAgrees;
  return recalled;
}

absl::StatusOr<Recalled> CheckpointMemory::Check(const Sighting& seen, const Trust& trust,
                                                 uint64_t now_ms, const ProveEntry& prove) {
  if (directory_.empty()) return Recalled();
  const auto evaluated = trust.policy.Evaluate(seen.note, now_ms / 1000);
  if (!evaluated.ok()) return evaluated.status();
  const Known now = {seen, evaluated->checkpoint};
  const std::string file = FileOf(directory_, trust.policy.logs()[evaluated->log]);
  Recalled recalled;
  const absl::StatusOr<std::string> note = ReadLocalFile(file);
  if (note.ok()) {
    const auto remembered = trust.policy.Evaluate(*note, now_ms / 1000);
    if (!remembered.ok()) return absl::DataLossError(absl::StrCat(file, " is damaged"));
    const Known old = {{*note, absl::StrCat("here, ", file)}, remembered->checkpoint};
    absl::StatusOr<Recalled> compared = Compare(old, now, now_ms, prove);
    if (!compared.ok()) return compared;
    recalled = *std::move(compared);
  } else if (!absl::IsNotFound(note.status())) {
    return note.status();
  }
  const bool newer =
      recalled.recall == Recall::kFirst ||
      (recalled.recall == Recall::kAgrees && now.checkpoint.size > recalled.remembered_size);
  if (!newer) return recalled;
  absl::Status status = MakeLocalDirectory(directory_, FileAccess::kPrivate);
  if (status.ok()) status = WriteLocalFile(file, seen.note, FileAccess::kPrivate);
  if (!status.ok()) return status;
  return recalled;
}

}  // namespace linkcert::client
