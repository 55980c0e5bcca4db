#include "client/issue/set_writer.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "proto/canonical.h"
#include "proto/certificate_set.h"

namespace linkcert::client {

// What one file adds: whole, or not at all.
class SetWriter::Addition {
 public:
  explicit Addition(SetWriter& set) : set_(set) {}

  absl::Status Collect(v1::CertificateFile file) {
    absl::Status status = PutHeader(file);
    for (const auto* entries : {&file.authority_keys(), &file.issuer_keys(), &file.epochs()}) {
      for (const v1::LoggedEntry& entry : *entries) {
        if (status.ok()) status = PutEntry(entry);
      }
    }
    for (const auto* entry : {&file.organisation(), &file.accreditation(), &file.batch()}) {
      if (status.ok()) status = PutEntry(*entry);
    }
    if (status.ok() && file.has_original_batch()) status = PutEntry(file.original_batch());
    for (const v1::StatusProof& proof : file.status()) {
      if (status.ok()) status = PutStatus(proof);
    }
    return status.ok() ? PutCertificate(std::move(file)) : status;
  }

  absl::Status Write() && {
    set_.out_.write(bytes_.data(), static_cast<std::streamsize>(bytes_.size()));
    if (!set_.out_) return absl::UnknownError("the set cannot be written");
    set_.header_ = std::move(header_);
    set_.entries_.insert(entries_.begin(), entries_.end());
    set_.status_.insert(status_.begin(), status_.end());
    return absl::OkStatus();
  }

 private:
  absl::Status PutHeader(const v1::CertificateFile& file) {
    v1::CertificateSetItem item;
    v1::SetHeader& header = *item.mutable_header();
    header.set_checkpoint(file.checkpoint());
    *header.mutable_genesis() = file.genesis();
    if (file.has_status_root()) *header.mutable_status_root() = file.status_root();
    absl::StatusOr<std::string> bytes = proto::EncodeSetItem(item);
    if (!bytes.ok()) return bytes.status();
    header_ = *std::move(bytes);
    if (set_.header_.empty()) bytes_ = header_;
    if (set_.header_.empty() || set_.header_ == header_) return absl::OkStatus();
    return absl::InvalidArgumentError(
        "another checkpoint or status root than the files before: a set is of one moment of one "
        "log; fetch all files anew, then make the set");
  }

  absl::Status PutEntry(const v1::LoggedEntry& entry) {
    v1::CertificateSetItem item;
    *item.mutable_entry() = entry;
    return PutOnce(item, entry.index(), set_.entries_, entries_);
  }
  absl::Status PutStatus(const v1::StatusProof& proof) {
    v1::CertificateSetItem item;
    *item.mutable_status() = proof;
    return PutOnce(item, proof.key(), set_.status_, status_);
  }

  absl::Status PutOnce(const v1::CertificateSetItem& item, uint64_t index, const Written& before,
                       Written& now) {
    absl::StatusOr<std::string> bytes = proto::EncodeSetItem(item);
    if (!bytes.ok()) return bytes.status();
    const crypto::Hash digest = crypto::Sha256(*bytes);
    auto known = before.find(index);
    if (known == before.end()) {
      const auto [added, fresh] = now.emplace(index, digest);
      if (fresh) bytes_ += *bytes;
      known = added;
    }
    if (known->second == digest) return absl::OkStatus();
    return absl::InvalidArgumentError(
        absl::StrCat("two files disagree about entry ", index, ": one of them is altered"));
  }

  absl::Status PutCertificate(v1::CertificateFile file) {
    v1::CertificateSetItem item;
    v1::SetCertificate& certificate = *item.mutable_certificate();
    certificate.set_batch(file.batch().index());
    certificate.set_leaf(file.leaf());
    certificate.mutable_leaf_path()->Swap(file.mutable_leaf_path());
    certificate.mutable_claims()->Swap(file.mutable_claims());
    if (file.has_certificate_status()) *certificate.mutable_status() = file.certificate_status();
    absl::StatusOr<std::string> bytes = proto::EncodeSetItem(item);
    if (!bytes.ok()) return bytes.status();
    bytes_ += *bytes;
    return absl::OkStatus();
  }

  SetWriter& set_;
  std::string header_;
  std::string bytes_;
  Written entries_;
  Written status_;
};

absl::Status SetWriter::Add(absl::string_view file) {
  auto decoded = proto::DecodeCanonical<v1::CertificateFile>(file);
  if (!decoded.ok()) return decoded.status();
  Addition addition(*this);
  absl::Status status = addition.Collect(*std::move(decoded));
  return status.ok() ? std::move(addition).Write() : status;
}

}  // namespace linkcert::client
