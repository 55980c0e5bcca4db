#include "proto/claims.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "crypto/merkle.h"
#include "proto/canonical.h"
#include "proto/charset.h"

namespace linkcert::proto {
namespace {

constexpr size_t kSaltSizeBytes = 16;

// What the value of a tag may be. CHARSET_UNSPECIFIED: bytes of exactly max_size_bytes.
struct TagRule {
  v1::Charset charset;
  size_t max_size_bytes;
};

constexpr TagRule kTagRules[kClaimTags] = {
    {v1::CHARSET_CODE, 22},         // number
    {v1::CHARSET_TEXT, 256},        // name
    {v1::CHARSET_DIGITS, 3},        // ID type
    {v1::CHARSET_CODE, 32},         // ID number
    {v1::CHARSET_UNSPECIFIED, 32},  // photo digest
    {v1::CHARSET_TEXT, 256},        // employer
    {v1::CHARSET_TEXT, 32},         // theory score
    {v1::CHARSET_TEXT, 32},         // skill score
    {v1::CHARSET_TEXT, 32},         // review score
    {v1::CHARSET_CODE, 22},         // companion number
};

// `tag` is 1..K. The detail never holds the value.
absl::Status CheckValue(uint32_t tag, absl::string_view value) {
  if (value.empty()) return absl::OkStatus();
  const TagRule& rule = kTagRules[tag - 1];
  const bool fits = rule.charset == v1::CHARSET_UNSPECIFIED
                        ? value.size() == rule.max_size_bytes
                        : value.size() <= rule.max_size_bytes && IsOfCharset(rule.charset, value);
  if (fits) return absl::OkStatus();
  return Refuse(Reason::kFieldOutOfRange, absl::StrCat("claim ", tag));
}

absl::Status OpenClaim(absl::string_view bytes, uint32_t tag, v1::Claim& claim) {
  absl::Status status = DecodeCanonicalInto(bytes, claim);
  if (!status.ok()) return status;
  if (claim.tag() != tag) {
    return Refuse(Reason::kClaimMisplaced, absl::StrCat("tag ", claim.tag(), " in slot ", tag));
  }
  return CheckValue(tag, claim.value());
}

std::vector<crypto::Hash> HashClaims(absl::Span<const std::string> claims) {
  std::vector<crypto::Hash> hashes;
  hashes.reserve(claims.size());
  for (const std::string& claim : claims) hashes.push_back(crypto::HashLeaf(claim));
  return hashes;
}

// The leaf hash of one slot; a claim in clear is opened, in `claim`, and added to `shown`.
absl::StatusOr<crypto::Hash> OpenSlot(const v1::ClaimSlot& slot, uint32_t tag, v1::Claim& claim,
                                      std::vector<ShownClaim>& shown) {
  if (slot.has_hash()) {
    absl::StatusOr<crypto::Hash> hash = crypto::Hash::FromBytes(slot.hash());
    if (!hash.ok()) return Refuse(Reason::kFieldOutOfRange, "claim hash");
    return hash;
  }
  absl::Status status = OpenClaim(slot.claim(), tag, claim);
  if (!status.ok()) return status;
  shown.push_back({tag, claim.value()});
  return crypto::HashLeaf(slot.claim());
}

}  // namespace

absl::StatusOr<uint32_t> ClaimCount(uint32_t document_version) {
  if (document_version == 1) return kClaimTags;
  return Refuse(Reason::kFieldOutOfRange, absl::StrCat("document version ", document_version));
}

absl::StatusOr<std::vector<std::string>> MakeClaims(absl::Span<const std::string> values) {
  if (values.size() != kClaimTags) {
    return Refuse(Reason::kFieldOutOfRange, absl::StrCat(values.size(), " claims"));
  }
  const std::string salts = crypto::RandomBytes(kClaimTags * kSaltSizeBytes);
  std::vector<std::string> claims;
  for (uint32_t tag = 1; tag <= kClaimTags; ++tag) {
    absl::Status status = CheckValue(tag, values[tag - 1]);
    if (!status.ok()) return status;
    v1::Claim claim;
    claim.set_tag(tag);
    claim.set_salt(salts.substr((tag - 1) * kSaltSizeBytes, kSaltSizeBytes));
    claim.set_value(values[tag - 1]);
    claims.push_back(claim.SerializeAsString());
  }
  return claims;
}

crypto::Hash ClaimsRoot(absl::Span<const std::string> claims) {
  return crypto::RootOf(HashClaims(claims));
}

std::vector<v1::ClaimSlot> DiscloseClaims(absl::Span<const std::string> claims,
                                          absl::Span<const uint32_t> shown) {
  std::vector<v1::ClaimSlot> slots(claims.size());
  for (uint32_t i = 0; i < claims.size(); ++i) {
    if (std::find(shown.begin(), shown.end(), i + 1) != shown.end()) {
      slots[i].set_claim(claims[i]);
    } else {
      slots[i].set_hash(crypto::HashLeaf(claims[i]).str());
    }
  }
  return slots;
}

absl::StatusOr<std::vector<ShownClaim>> CheckClaims(
    const google::protobuf::RepeatedPtrField<v1::ClaimSlot>& slots, uint32_t document_version,
    const crypto::Hash& claims_root) {
  const absl::StatusOr<uint32_t> count = ClaimCount(document_version);
  if (!count.ok()) return count.status();
  if (slots.size() != static_cast<int>(*count)) {
    return Refuse(Reason::kClaimMisplaced, absl::StrCat(slots.size(), " slots"));
  }
  std::vector<ShownClaim> shown;
  std::vector<crypto::Hash> hashes;
  hashes.reserve(*count);
  v1::Claim claim;
  for (const v1::ClaimSlot& slot : slots) {
    absl::StatusOr<crypto::Hash> hash =
        OpenSlot(slot, static_cast<uint32_t>(hashes.size() + 1), claim, shown);
    if (!hash.ok()) return hash.status();
    hashes.push_back(*hash);
  }
  if (crypto::RootOf(hashes) != claims_root) return Refuse(Reason::kClaimsRootDiffers);
  return shown;
}

}  // namespace linkcert::proto
