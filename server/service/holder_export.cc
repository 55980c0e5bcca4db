#include "server/service/holder_export.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/service/vault_access.h"

namespace linkcert::server {
namespace {

using vault::v1::Access;

constexpr size_t kMaxExported = 1000;  // certificates in one answer
constexpr int kMaxAccesses = 10'000;   // in one answer

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
  if (place->issuer() != issuer) return std::string();
  const auto index = IndexOf(reader.published().view, *place);
  if (!index.ok()) return index.status();
  return index->has_value() ? absl::StrCat("certificates/", **index) : std::string();
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

absl::Status ExportHolder(const ServiceParts& parts, const Caller& caller,
                          const v1::ExportHolderDataRequest& request,
                          v1::ExportHolderDataResponse* response) {
  const auto purpose = PurposeOf(caller, request.purpose(), parts.clock->WallMs());
  if (!purpose.ok()) return purpose.status();
  const absl::StatusOr<std::vector<OwnHeld>> held =
      FindHeld(parts, IdValue(request.id_type(), request.id_number()), purpose->requester);
  if (!held.ok()) return held.status();
  std::vector<crypto::Hash> roots;
  for (const OwnHeld& one : *held) roots.push_back(one.root);
  auto read = parts.vault->Read(roots, Access::KIND_EXPORTED, *purpose);
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
