#include "server/service/holder_export.h"

#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "proto/charset.h"
#include "proto/refusal.h"
#include "server/service/vault_intake.h"

namespace linkcert::server {
namespace {

using proto::Reason;
using proto::Refuse;
using vault::v1::Access;

constexpr size_t kMaxPurposeBytes = 256;
constexpr size_t kMaxExported = 1000;  // certificates in one answer
constexpr int kMaxAccesses = 10'000;   // in one answer
constexpr size_t kDigitsOfAnId = 15;

// A number of an ID document, by its look.
bool HasLongNumber(absl::string_view text) {
  size_t digits = 0;
  for (char c : text) {
    digits = absl::ascii_isdigit(static_cast<unsigned char>(c)) ? digits + 1 : 0;
    if (digits >= kDigitsOfAnId) return true;
  }
  return false;
}

// A certificate that the caller issued.
struct OwnHeld {
  crypto::Hash root;
  std::string name;
};

// Empty for another issuer's certificate, and for one that is on its way into the log.
absl::StatusOr<std::string> NameOfOwn(const ServiceParts& parts, const LogReader& reader,
                                      const crypto::Hash& root, const std::string& issuer) {
  const absl::StatusOr<vault::v1::Place> place = parts.vault->PlaceOf(root);
  if (absl::IsNotFound(place.status())) return std::string();
  if (!place.ok()) return place.status();
  const absl::StatusOr<crypto::Hash> digest = crypto::Hash::FromBytes(place->digest());
  if (!digest.ok() || place->issuer() != issuer) return std::string();
  const auto entry =
      FindBatchEntry(reader.published().view, {issuer, place->statement_id(), *digest});
  if (!entry.ok()) return entry.status();
  return entry->has_value() ? absl::StrCat("certificates/", **entry + 1 + place->position())
                            : std::string();
}

absl::StatusOr<std::vector<OwnHeld>> FindHeld(const ServiceParts& parts, const std::string& id,
                                              const std::string& issuer) {
  const LogReader reader = parts.log->Reader();
  std::vector<OwnHeld> held;
  crypto::Hash after;
  while (held.size() < kMaxExported) {
    const auto page = parts.vault->Find(LookupKind::kIdNumber, id, after, kMaxExported);
    if (!page.ok()) return page.status();
    if (page->empty()) break;
    for (const crypto::Hash& root : *page) {
      absl::StatusOr<std::string> name = NameOfOwn(parts, reader, root, issuer);
      if (!name.ok()) return name.status();
      if (!name->empty()) held.push_back({root, *std::move(name)});
    }
    after = page->back();
  }
  if (held.size() > kMaxExported) held.resize(kMaxExported);
  return held;
}

absl::Status AddAccesses(const ServiceParts& parts, const crypto::Hash& root,
                         const std::string& name, v1::ExportHolderDataResponse* response) {
  const auto accesses = parts.vault->journal().To(root);
  if (!accesses.ok()) return accesses.status();
  for (const Access& made : *accesses) {
    if (response->accesses_size() == kMaxAccesses) {
      response->set_cut(true);
      break;
    }
    v1::DataAccess& access = *response->add_accesses();
    access.set_at(made.at());
    access.set_kind(static_cast<v1::DataAccessKind>(made.kind()));  // the same numbers
    access.set_requester(made.requester());
    access.set_purpose(made.purpose());
    access.set_certificate(name);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Purpose> PurposeOf(const ServiceParts& parts, const Caller& caller,
                                  const std::string& purpose) {
  if (HasLongNumber(purpose)) {
    return Refuse(Reason::kRequestMalformed, "a purpose without personal data");
  }
  const bool good = !purpose.empty() && purpose.size() <= kMaxPurposeBytes &&
                    proto::IsOfCharset(v1::CHARSET_TEXT, purpose);
  if (!good) return Refuse(Reason::kRequestMalformed, "a purpose in 1 to 256 bytes of text");
  return Purpose{caller.organisation, purpose, parts.clock->WallMs()};
}

absl::Status ExportHolder(const ServiceParts& parts, const Caller& caller,
                          const v1::ExportHolderDataRequest& request,
                          v1::ExportHolderDataResponse* response) {
  const auto purpose = PurposeOf(parts, caller, request.purpose());
  if (!purpose.ok()) return purpose.status();
  const absl::StatusOr<std::vector<OwnHeld>> held =
      FindHeld(parts, IdValue(request.id_type(), request.id_number()), purpose->requester);
  if (!held.ok()) return held.status();
  std::vector<crypto::Hash> roots;
  for (const OwnHeld& one : *held) roots.push_back(one.root);
  auto read = parts.vault->Read(roots, Access::EXPORTED, *purpose);
  if (!read.ok()) return read.status();
  for (size_t i = 0; i < held->size(); ++i) {
    if (!(*read)[i].has_value()) continue;  // restricted meanwhile
    v1::PersonalData& data = *response->add_certificates();
    data.set_name((*held)[i].name);
    for (std::string& claim : (*read)[i]->claims) data.add_claims(std::move(claim));
    absl::Status status = AddAccesses(parts, roots[i], data.name(), response);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace linkcert::server
