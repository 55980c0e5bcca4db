#include "client/verify/set_verifier.h"

#include <algorithm>
#include <thread>

#include "client/verify/judgement.h"
#include "proto/canonical.h"

namespace linkcert::client {
namespace {

using Kind = v1::CertificateSetItem;

constexpr size_t kBlockItems = 1024;
constexpr size_t kBlockBytes = 4 << 20;
constexpr size_t kWorthAThread = 32;  // certificates
constexpr size_t kMaxCheckedEvidence = 4096;

}  // namespace

void SetVerifier::Verify(std::istream& in, const OnCertificate& on_certificate) {
  const absl::Status status = ReadAll(in, on_certificate);
  if (!status.ok()) on_certificate(JudgeUnreadable(status));
}

absl::Status SetVerifier::ReadAll(std::istream& in, const OnCertificate& on_certificate) {
  proto::SetReader reader(in);
  Block block;
  size_t block_bytes = 0;
  for (;;) {
    absl::StatusOr<proto::SetReader::Item> item = reader.Next();
    const bool certificate = item.ok() && item->kind == Kind::kCertificate;
    if (!certificate || block.size() == kBlockItems || block_bytes >= kBlockBytes) {
      VerifyBlock(block, on_certificate);
      block.clear();
      block_bytes = 0;
    }
    if (!item.ok()) return item.status();
    if (item->end) return absl::OkStatus();
    if (certificate) {
      block_bytes += item->bytes.size();
      block.push_back(std::move(item->bytes));
    } else if (absl::Status status = Take(*item); !status.ok()) {
      return status;
    }
  }
}

absl::Status SetVerifier::Take(const proto::SetReader::Item& item) {
  auto decoded = proto::DecodeCanonical<v1::CertificateSetItem>(item.bytes);
  if (!decoded.ok()) return decoded.status();
  if (decoded->has_header()) {
    entries_.emplace(std::move(*decoded->mutable_header()));
    return absl::OkStatus();
  }
  return decoded->has_entry() ? entries_->Add(std::move(*decoded->mutable_entry()))
                              : entries_->Add(std::move(*decoded->mutable_status()));
}

void SetVerifier::VerifyBlock(const Block& block, const OnCertificate& on_certificate) {
  if (verdicts_.size() < block.size()) verdicts_.resize(block.size());
  const auto verify = [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) VerifyItem(block[i], verdicts_[i]);
  };
  const size_t half = block.size() < kWorthAThread ? 0 : block.size() / 2;
  std::thread other;
  if (half > 0) other = std::thread(verify, 0, half);
  verify(half, block.size());
  if (half > 0) other.join();
  for (size_t i = 0; i < block.size(); ++i) on_certificate(verdicts_[i]);
}

void SetVerifier::VerifyItem(const std::string& item, Verification& verdict) {
  const auto decoded = proto::DecodeCanonical<v1::CertificateSetItem>(item);
  const auto evidence =
      decoded.ok() ? EvidenceOf(decoded->certificate().batch()) : decoded.status();
  if (evidence.ok()) {
    Judge(PartOf(decoded->certificate()), **evidence, options_, verdict);
  } else {
    verdict = JudgeUnreadable(evidence.status());
  }
}

absl::StatusOr<std::shared_ptr<const CheckedEvidence>> SetVerifier::EvidenceOf(uint64_t batch) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto known = checked_.find(batch);
    if (known != checked_.end()) return known->second;
  }
  const absl::StatusOr<v1::CertificateFile> shared = entries_->SharedPart(batch);
  if (!shared.ok()) return shared.status();
  auto evidence =
      std::make_shared<const CheckedEvidence>(CheckEvidence(*shared, trust_, options_, keys_));
  const std::lock_guard<std::mutex> lock(mutex_);
  if (checked_.size() >= kMaxCheckedEvidence) checked_.clear();
  checked_.emplace(batch, evidence);
  return evidence;
}

}  // namespace linkcert::client
