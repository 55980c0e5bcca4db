#include "server/service/resource_name.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "crypto/text.h"
#include "proto/refusal.h"

namespace linkcert::server {
namespace {

absl::Status NoSuchForm(std::initializer_list<absl::string_view> collections) {
  return proto::Refuse(proto::Reason::kRequestMalformed,
                       absl::StrCat("the name is not ", absl::StrJoin(collections, "/…/"), "/…"));
}

}  // namespace

absl::StatusOr<std::vector<std::string>> ParseName(
    absl::string_view name, std::initializer_list<absl::string_view> collections) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  if (parts.size() != 2 * collections.size()) return NoSuchForm(collections);
  std::vector<std::string> ids;
  auto part = parts.begin();
  for (absl::string_view collection : collections) {
    if (*part++ != collection || part->empty()) return NoSuchForm(collections);
    ids.push_back(*part++);
  }
  return ids;
}

absl::StatusOr<uint64_t> ParseNumberedName(absl::string_view name, absl::string_view collection) {
  absl::StatusOr<std::vector<std::string>> ids = ParseName(name, {collection});
  if (!ids.ok()) return ids.status();
  absl::StatusOr<uint64_t> number = crypto::ParseDecimal(ids->front());
  if (!number.ok()) return proto::Refuse(proto::Reason::kRequestMalformed, "the id is no number");
  return number;
}

}  // namespace linkcert::server
