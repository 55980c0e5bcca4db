#include "storage/anchor.h"

#include <fcntl.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "crypto/big_endian.h"
#include "crypto/hash.h"

namespace linkcert::storage {
namespace {

// Slot `sequence % 2`: sequence, length (both big-endian), bytes, SHA-256 of all that stands
// before. Each slot has disk sectors of its own. Sequence 0 is a new file's and has no bytes.
constexpr uint64_t kSlotBytes = 8192;
constexpr size_t kFileBytes = 2 * kSlotBytes;

struct Slot {
  uint64_t sequence = 0;
  std::string bytes;
};

std::string EncodeSlot(const Slot& slot) {
  std::string out;
  crypto::AppendBigEndian(slot.sequence, out);
  crypto::AppendBigEndian(static_cast<uint32_t>(slot.bytes.size()), out);
  out += slot.bytes;
  return out + crypto::Sha256(out).str();
}

std::optional<Slot> DecodeSlot(absl::string_view bytes) {
  absl::string_view rest = bytes;
  Slot slot;
  uint32_t length = 0;
  if (!crypto::TakeBigEndian(rest, slot.sequence) || !crypto::TakeBigEndian(rest, length))
    return std::nullopt;
  if (length > kMaxAnchorBytes) return std::nullopt;
  if (rest.size() < length + crypto::Hash::kSizeBytes) return std::nullopt;
  slot.bytes = std::string(rest.substr(0, length));
  const absl::string_view hashed = bytes.substr(0, bytes.size() - rest.size() + length);
  if (crypto::Sha256(hashed).view() != rest.substr(length, crypto::Hash::kSizeBytes)) {
    return std::nullopt;
  }
  return slot;
}

std::optional<Slot> NewestSlot(absl::string_view content) {
  std::optional<Slot> newest;
  for (uint64_t i = 0; i < 2 && i * kSlotBytes < content.size(); ++i) {
    std::optional<Slot> slot = DecodeSlot(content.substr(i * kSlotBytes, kSlotBytes));
    if (!slot.has_value() || slot->sequence % 2 != i) continue;
    if (!newest.has_value() || slot->sequence > newest->sequence) newest = std::move(slot);
  }
  return newest;
}

absl::Status CreateFile(const std::string& path) {
  const std::string draft = absl::StrCat(path, ".new");
  absl::StatusOr<PosixFile> file = PosixFile::Open(draft, O_RDWR | O_CREAT | O_TRUNC);
  if (!file.ok()) return file.status();
  std::string content = EncodeSlot({});
  content.resize(kFileBytes);
  if (absl::Status status = file->WriteAt(0, content); !status.ok()) return status;
  if (absl::Status status = file->Sync(); !status.ok()) return status;
  return Rename(draft, path);
}

absl::StatusOr<PosixFile> OpenOrCreate(const std::string& path) {
  absl::StatusOr<PosixFile> file = PosixFile::Open(path, O_RDWR);
  if (!absl::IsNotFound(file.status())) return file;
  if (absl::Status status = CreateFile(path); !status.ok()) return status;
  return PosixFile::Open(path, O_RDWR);
}

}  // namespace

Anchor::Anchor(PosixFile file, uint64_t sequence, std::optional<std::string> last)
    : file_(std::move(file)), sequence_(sequence), last_(std::move(last)) {}

absl::StatusOr<std::unique_ptr<Anchor>> Anchor::Open(const std::string& path) {
  absl::StatusOr<PosixFile> file = OpenOrCreate(path);
  if (!file.ok()) return file.status();
  if (absl::Status status = file->Lock(); !status.ok()) return status;
  absl::StatusOr<std::string> content = file->Read(kFileBytes);
  if (!content.ok()) return content.status();
  std::optional<Slot> newest = NewestSlot(*content);
  if (!newest.has_value()) {
    return absl::DataLossError(absl::StrCat("anchor ", path, ": both slots are damaged"));
  }
  std::optional<std::string> last;
  if (newest->sequence > 0) last = std::move(newest->bytes);
  return std::unique_ptr<Anchor>(new Anchor(*std::move(file), newest->sequence, std::move(last)));
}

absl::Status Anchor::Write(absl::string_view bytes) {
  if (bytes.empty() || bytes.size() > kMaxAnchorBytes) {
    return absl::InvalidArgumentError(absl::StrCat("anchor of ", bytes.size(), " bytes"));
  }
  const Slot slot = {sequence_ + 1, std::string(bytes)};
  // After an error the same slot is tried again: the other one is the last that is known good.
  absl::Status status = file_.WriteAt(slot.sequence % 2 * kSlotBytes, EncodeSlot(slot));
  if (status.ok()) status = file_.Sync();
  if (!status.ok()) return absl::UnknownError(status.message());
  sequence_ = slot.sequence;
  last_ = slot.bytes;
  return absl::OkStatus();
}

}  // namespace linkcert::storage
