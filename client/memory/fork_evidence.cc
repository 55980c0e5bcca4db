#include "client/memory/fork_evidence.h"

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "client/local_file.h"
#include "crypto/hash.h"
#include "crypto/text.h"

namespace linkcert::client {
namespace {

std::string Format(const ForkEvidence& evidence) {
  std::string text = absl::StrCat(
      "Two checkpoints, both signed by this log, that cannot both be true.\n"
      "Keep this file, and show it to whoever relies on the log.\n\nfound: ",
      absl::FormatTime(absl::RFC3339_sec,
                       absl::FromUnixMillis(static_cast<int64_t>(evidence.found_ms)),
                       absl::UTCTimeZone()),
      "\nfirst seen: ", evidence.first.where, "\nsecond seen: ", evidence.second.where, "\n");
  if (evidence.entry) {
    absl::StrAppend(&text, "last entry of the smaller log under the larger one (LoggedEntry): ",
                    crypto::EncodeBase64(evidence.entry->SerializeAsString()), "\n");
  }
  absl::StrAppend(&text, "\n", evidence.first.note, "\n", evidence.second.note);
  return text;
}

}  // namespace

absl::StatusOr<std::string> WriteForkEvidence(const std::string& directory,
                                              const ForkEvidence& evidence) {
  const std::string name =
      crypto::Sha256(absl::StrCat(evidence.first.note, evidence.second.note)).ToHex().substr(0, 16);
  const std::string path = absl::StrCat(directory, "/fork-", name, ".txt");
  absl::Status status = MakeLocalDirectory(directory, FileAccess::kPublic);
  if (status.ok()) status = WriteLocalFile(path, Format(evidence), FileAccess::kPublic);
  if (!status.ok()) return status;
  return path;
}

}  // namespace linkcert::client
