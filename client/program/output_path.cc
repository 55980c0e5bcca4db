#include "client/program/output_path.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <system_error>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace linkcert::client {
namespace {

constexpr const char* kKept[] = {".linkcert",  ".linkcertset", ".linkcertreceipt",
                                 ".statement", ".pem",         ".batch"};

std::string WhyNot(const std::string& path, const std::string& own_extension) {
  std::error_code error;
  const std::filesystem::file_status there = std::filesystem::symlink_status(path, error);
  if (path == "-" || !std::filesystem::exists(there)) return "";
  // It would be replaced by a file, not written to.
  if (!std::filesystem::is_regular_file(there)) return absl::StrCat(path, " is no regular file");
  const bool kept = std::any_of(std::begin(kKept), std::end(kKept), [&](const char* extension) {
    return absl::EndsWith(path, extension) && own_extension != extension;
  });
  return kept ? absl::StrCat(path, " is there, and not what is written here") : "";
}

}  // namespace

CLI::Validator ReplaceableFile(const std::string& own_extension) {
  return CLI::Validator(
      [own_extension](const std::string& path) { return WhyNot(path, own_extension); }, "");
}

}  // namespace linkcert::client
