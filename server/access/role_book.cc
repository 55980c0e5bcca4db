#include "server/access/role_book.h"

#include <functional>
#include <utility>

#include "rules/records.h"

namespace linkcert::server {
namespace {

constexpr size_t kRowsAtOnce = 1000;

absl::Status ForEachRecord(const storage::Snapshot& snapshot, const std::string& prefix,
                           const std::function<void(const rules::Record&)>& take) {
  std::string after;
  while (true) {
    auto rows = snapshot.ListRecords(prefix, after, kRowsAtOnce);
    if (!rows.ok()) return rows.status();
    for (const storage::RecordRow& row : *rows) {
      absl::StatusOr<rules::RecordPtr> record = ParseRecord(row.key, row.value);
      if (!record.ok()) return record.status();
      take(**record);
    }
    if (rows->size() < kRowsAtOnce) return absl::OkStatus();
    after = rows->back().key;
  }
}

// chains/{chain}/members/{organisation}
std::string MemberOf(const v1::ChainMember& member) {
  return member.name().substr(member.name().rfind('/') + 1);
}

bool IsMemberNow(const v1::ChainMember& member) {
  return !member.memberships().empty() && !member.memberships().rbegin()->has_left();
}

}  // namespace

absl::StatusOr<RoleBook::PagesPtr> RoleBook::Read(const Published& published) {
  auto pages = std::make_shared<Pages>();
  pages->size = published.size;
  absl::Status status = ForEachRecord(
      *published.snapshot, rules::AccreditationKey(""), [&](const rules::Record& record) {
        pages->roles[record.accreditation().grant().organisation()].Add(Role::kIssuer);
      });
  if (!status.ok()) return status;
  status = ForEachRecord(*published.snapshot, "chain-member/", [&](const rules::Record& record) {
    const v1::ChainMember& member = record.chain_member();
    if (IsMemberNow(member)) pages->roles[MemberOf(member)].Add(Role::kEmployer);
  });
  if (!status.ok()) return status;
  return pages;
}

absl::StatusOr<RoleBook::PagesPtr> RoleBook::Current(const Published& published) {
  const uint64_t now_ms = clock_->ElapsedMs();
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (pages_ != nullptr &&
        (pages_->size == published.size || now_ms < read_at_ms_ + kRoleBookAgeMs)) {
      return pages_;
    }
    read_at_ms_ = now_ms;  // by this thread; who comes meanwhile takes the last pages
  }
  absl::StatusOr<PagesPtr> pages = Read(published);
  if (!pages.ok()) return pages.status();
  const std::lock_guard<std::mutex> lock(mutex_);
  if (pages_ == nullptr || pages_->size < (*pages)->size) pages_ = *std::move(pages);
  return pages_;
}

absl::StatusOr<Roles> RoleBook::RolesOf(absl::string_view organisation) {
  const PublishedPtr published = log_->Latest();
  if (organisation == rules::kAuthority || organisation == rules::kRegistryOrganisation) {
    const bool is_operator = organisation == rules::kRegistryOrganisation;
    if (published->size == 0) return Roles();
    return is_operator ? Roles{Role::kOperator} : Roles{Role::kAuthority};
  }
  rules::Found<v1::Organisation> found = rules::FindOrganisation(published->view, organisation);
  if (!found.ok()) return found.status();
  if (*found == nullptr) return Roles();
  absl::StatusOr<PagesPtr> pages = Current(*published);
  if (!pages.ok()) return pages.status();
  const auto place = (*pages)->roles.find(organisation);
  return place == (*pages)->roles.end() ? Roles{Role::kAuditor} : place->second;
}

}  // namespace linkcert::server
