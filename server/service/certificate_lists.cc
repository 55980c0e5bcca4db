#include "server/service/certificate_lists.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "crypto/big_endian.h"
#include "proto/refusal.h"
#include "rules/records.h"
#include "server/service/certificate_filter.h"
#include "server/service/list_page.h"
#include "server/service/resource_name.h"
#include "server/service/shown_claims.h"
#include "server/service/vault_access.h"

namespace linkcert::server {
namespace {

using proto::Reason;
using proto::Refuse;

// Where the page ended: what `ListPlace::next` says; empty at the end of the list.
using End = absl::StatusOr<std::string>;

// The next certificate to look at, or the batch before it: 8 bytes.
std::string PlaceAt(uint64_t index) {
  std::string place;
  crypto::AppendBigEndian(index, place);
  return place;
}

// Certificates of one batch from `first` on. The index to go on with; 0 when it is done.
absl::StatusOr<uint64_t> AddFromBatch(const LoggedBatch& batch, uint64_t first, ListPage& page) {
  const uint64_t end = batch.index + 1 + batch.leaf_count();
  for (uint64_t index = std::max(first, batch.index + 1); index < end; ++index) {
    if (page.IsFull()) return index;
    page.Look();
    absl::Status status = page.Add(batch, index);
    if (!status.ok()) return status;
  }
  return 0;
}

absl::StatusOr<uint64_t> IndexOfRow(const storage::RecordRow& row, absl::string_view prefix) {
  uint64_t index = 0;
  if (absl::SimpleHexAtoi(absl::string_view(row.key).substr(prefix.size()), &index)) return index;
  return absl::DataLossError(absl::StrCat("no batch stands under ", row.key));
}

// The issuer's batches in log order, from the one that `from` lies in or before on.
class IssuedList {
 public:
  IssuedList(std::string organisation, CertificateFinder& finder, ListPage& page)
      : prefix_(rules::BatchesOfOrganisationPrefix(organisation)), finder_(finder), page_(page) {}

  // `from`: of a certificate, or 0.
  End AddFrom(uint64_t from, uint64_t only_batch) {
    absl::StatusOr<uint64_t> begin = BatchOf(from);
    if (!begin.ok()) return begin.status();
    if (only_batch != 0) begin = only_batch;
    // Keys are hexadecimal: what is greater than this one is this batch's or a later one's.
    const std::string after = *begin == 0 ? "" : absl::StrFormat("%s%016x", prefix_, *begin - 1);
    auto rows = page_.reader().published().snapshot->ListRecords(
        prefix_, after, only_batch != 0 ? 1 : kMaxBatchesOfAPage);
    if (!rows.ok()) return rows.status();
    for (const storage::RecordRow& row : *rows) {
      const absl::StatusOr<uint64_t> index = IndexOfRow(row, prefix_);
      if (!index.ok()) return index.status();
      if (*index >= page_.moment().size || (only_batch != 0 && *index != only_batch)) break;
      if (page_.IsFull()) return PlaceAt(*index + 1);
      absl::StatusOr<uint64_t> rest = AddBatch(*index, from);
      if (!rest.ok()) return rest.status();
      if (*rest != 0) return PlaceAt(*rest);
    }
    if (only_batch != 0 || rows->size() < kMaxBatchesOfAPage) return std::string();
    const absl::StatusOr<uint64_t> last = IndexOfRow(rows->back(), prefix_);
    if (!last.ok()) return last.status();
    // The one after it, whose certificates come behind.
    return *last >= page_.moment().size ? std::string() : EndOf(*last);
  }

 private:
  absl::StatusOr<uint64_t> BatchOf(uint64_t certificate) const {
    if (certificate == 0) return uint64_t{0};
    const auto placed = rules::FindBatchBefore(page_.reader().published().view, certificate);
    if (!placed.ok()) return placed.status();
    return placed->index;
  }
  absl::StatusOr<uint64_t> AddBatch(uint64_t index, uint64_t from) {
    const absl::StatusOr<LoggedBatchPtr> batch = finder_.Batch(page_.reader(), index);
    if (!batch.ok()) return batch.status();
    return page_.Matches(**batch) ? AddFromBatch(**batch, from, page_) : uint64_t{0};
  }
  End EndOf(uint64_t index) {
    const absl::StatusOr<LoggedBatchPtr> batch = finder_.Batch(page_.reader(), index);
    if (!batch.ok()) return batch.status();
    return PlaceAt(index + 1 + (*batch)->leaf_count());
  }

  const std::string prefix_;
  CertificateFinder& finder_;
  ListPage& page_;
};

// The people of a firm, by the names that its claims may print. `next` is the number of the name,
// then the claims root of the last one that was looked at.
class EmployedList {
 public:
  EmployedList(std::string organisation, Vault& vault, CertificateFinder& finder, ListPage& page)
      : organisation_(std::move(organisation)), vault_(vault), finder_(finder), page_(page) {}

  End AddFrom(absl::string_view next, const std::vector<std::string>& names) {
    size_t name = next.empty() ? 0 : static_cast<unsigned char>(next[0]);
    crypto::Hash after;
    if (next.size() > 1) after = crypto::Hash::FromBytes(next.substr(1)).value_or(after);
    for (; name < names.size(); ++name, after = crypto::Hash()) {
      bool more = true;
      while (more) {
        auto roots = vault_.Find(LookupKind::kEmployer, names[name], after, kRootsAtOnce);
        if (!roots.ok()) return roots.status();
        for (const crypto::Hash& root : *roots) {
          if (page_.IsFull()) return Place(name, after);
          absl::Status status = Add(root);
          if (!status.ok()) return status;
          after = root;
        }
        more = roots->size() == kRootsAtOnce;
      }
    }
    return std::string();
  }

 private:
  static constexpr size_t kRootsAtOnce = 256;

  static std::string Place(size_t name, const crypto::Hash& after) {
    std::string place(1, static_cast<char>(name));
    place.append(after.view().data(), after.view().size());
    return place;
  }

  absl::Status Add(const crypto::Hash& root) {
    page_.Look();
    const absl::StatusOr<vault::v1::Place> place = vault_.PlaceOf(root);
    if (absl::IsNotFound(place.status())) return absl::OkStatus();  // erased meanwhile
    if (!place.ok()) return place.status();
    const auto index = IndexOf(page_.reader().published().view, *place);
    if (!index.ok()) return index.status();
    if (!index->has_value() || **index >= page_.moment().size) return absl::OkStatus();
    const auto certificate = finder_.Find(page_.reader(), **index);
    if (!certificate.ok()) return certificate.status();
    const LoggedBatch& batch = *certificate->batch;
    const bool counts = IsOnRoster(batch, organisation_) && page_.Matches(batch);
    return counts ? page_.Add(batch, **index) : absl::OkStatus();
  }

  const std::string organisation_;
  Vault& vault_;
  CertificateFinder& finder_;
  ListPage& page_;
};

absl::Status CheckIsOwn(const v1::ListCertificatesRequest& request, const Caller& caller) {
  const absl::StatusOr<std::vector<std::string>> ids =
      ParseName(request.parent(), {"organisations"});
  if (!ids.ok()) return ids.status();
  return ids->front() == caller.organisation ? CheckFilter(request.filter())
                                             : Refuse(Reason::kCallerNotPermitted);
}

}  // namespace

absl::StatusOr<v1::ListCertificatesResponse> CertificateLists::List(
    const v1::ListCertificatesRequest& request, const Caller& caller) {
  absl::Status status = CheckIsOwn(request, caller);
  if (!status.ok()) return status;
  const bool employed = request.relation() == v1::CERTIFICATE_RELATION_EMPLOYED;
  if (employed && vault_ == nullptr) return Refuse(Reason::kVaultNotEnabled);
  const LogReader reader = log_->Reader();
  const Published& log = reader.published();
  absl::StatusOr<ListPlace> place = ListPlace{{log.size, log.logged_at}, ""};
  if (!request.page_token().empty()) place = tokens_.Read(caller.organisation, request);
  if (!place.ok()) return place.status();
  v1::ListCertificatesResponse response;
  ListPage page(reader, request, place->moment, response);
  End end = std::string();
  if (employed) {
    const auto names = PrintedNames(log.view, caller.organisation);
    if (!names.ok()) return names.status();
    end = EmployedList(caller.organisation, *vault_, finder_, page).AddFrom(place->next, *names);
  } else {
    end = IssuedList(caller.organisation, finder_, page)
              .AddFrom(crypto::FromBigEndian(place->next), request.filter().batch());
  }
  if (!end.ok()) return end.status();
  response.set_log_size(place->moment.size);
  response.set_as_of(place->moment.as_of_ms);
  if (end->empty()) return response;
  response.set_next_page_token(
      tokens_.Make(caller.organisation, request, {place->moment, *std::move(end)}));
  return response;
}

}  // namespace linkcert::server
