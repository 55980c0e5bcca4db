// A new directory that is removed, with all in it, at the end of its scope.
#ifndef LINKCERT_TESTS_TESTING_TEMP_DIR_H_
#define LINKCERT_TESTS_TESTING_TEMP_DIR_H_

#include <stdlib.h>

#include <filesystem>
#include <string>
#include <system_error>

namespace linkcert::testing {

class TempDir {
 public:
  TempDir() : path_((std::filesystem::temp_directory_path() / "linkcert-XXXXXX").string()) {
    if (mkdtemp(path_.data()) == nullptr) path_.clear();  // the test then fails at its first use
  }
  ~TempDir() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;

  const std::string& path() const { return path_; }
  std::string file(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

}  // namespace linkcert::testing

#endif  // LINKCERT_TESTS_TESTING_TEMP_DIR_H_
