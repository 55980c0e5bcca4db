#include "client/verify/verify.h"

#include <cstdint>
#include <utility>

#include "client/verify/judgement.h"
#include "proto/canonical.h"
#include "proto/refusal.h"
#include "proto/wire.h"

namespace linkcert::client {
namespace {

using proto::Reason;
using proto::Refuse;

constexpr size_t kMaxCheckedEvidence = 256;

// A canonical file begins with what its batch's files share: the fields below `leaf`. Evidence is
// made of these bytes and nothing else, so they are its name.
absl::string_view SharedPart(absl::string_view file) {
  absl::string_view rest = file;
  while (!rest.empty()) {
    const absl::string_view field = rest;
    uint64_t tag = 0;
    absl::string_view value;
    const bool taken = proto::TakeVarint(rest, tag) && proto::TakeDelimited(rest, value);
    if (!taken || tag >> 3 >= v1::CertificateFile::kLeafFieldNumber) {
      return file.substr(0, file.size() - field.size());
    }
  }
  return file;
}

absl::StatusOr<v1::CertificateFile> DecodeFile(absl::string_view bytes) {
  if (bytes.size() > kMaxCertificateFileBytes) return Refuse(Reason::kMessageTooLarge);
  return proto::DecodeCanonical<v1::CertificateFile>(bytes);
}

}  // namespace

Verification Verifier::Verify(absl::string_view file) {
  absl::StatusOr<v1::CertificateFile> decoded = DecodeFile(file);
  if (!decoded.ok()) return JudgeUnreadable(decoded.status());
  Verification result;
  Judge(PartOf(*decoded), *Evidence(SharedPart(file), *decoded), options_, result);
  return result;
}

std::shared_ptr<const CheckedEvidence> Verifier::Evidence(absl::string_view shared_part,
                                                          const v1::CertificateFile& file) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto known = checked_.find(shared_part);
    if (known != checked_.end()) return known->second;
  }
  auto evidence =
      std::make_shared<const CheckedEvidence>(CheckEvidence(file, trust_, options_, keys_));
  const std::lock_guard<std::mutex> lock(mutex_);
  if (checked_.size() >= kMaxCheckedEvidence) checked_.clear();
  checked_.emplace(std::string(shared_part), evidence);
  return evidence;
}

}  // namespace linkcert::client
