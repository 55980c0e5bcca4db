// Entries on their way to a reader, up to a number of bytes.
#ifndef LINKCERT_STORAGE_ENTRY_PAGE_H_
#define LINKCERT_STORAGE_ENTRY_PAGE_H_

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace linkcert::storage {

class EntryPage {
 public:
  explicit EntryPage(size_t max_bytes) : max_bytes_(max_bytes) {}

  // False, and the page as it was, if the entry doesn't fit. The first one always fits.
  [[nodiscard]] bool Add(absl::string_view entry) {
    if (!entries_.empty() && bytes_ + entry.size() > max_bytes_) return false;
    bytes_ += entry.size();
    entries_.emplace_back(entry);
    return true;
  }

  std::vector<std::string> Take() && { return std::move(entries_); }

 private:
  const size_t max_bytes_;
  size_t bytes_ = 0;
  std::vector<std::string> entries_;
};

}  // namespace linkcert::storage

#endif  // LINKCERT_STORAGE_ENTRY_PAGE_H_
