#include "tests/province/measures.h"

#include <filesystem>
#include <fstream>
#include <iostream>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace linkcert::province {

double PeakMib(pid_t pid) {
  std::ifstream in(absl::StrCat("/proc/", pid, "/status"));
  for (std::string line; std::getline(in, line);) {
    absl::string_view rest = line;
    double kib = 0;
    if (!absl::ConsumePrefix(&rest, "VmHWM:") || !absl::ConsumeSuffix(&rest, " kB")) continue;
    if (absl::SimpleAtod(rest, &kib)) return kib / 1024;
  }
  return 0;
}

double MibOnDisk(const std::string& directory) {
  double bytes = 0;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory, ignored)) {
    if (entry.is_regular_file(ignored)) bytes += static_cast<double>(entry.file_size(ignored));
  }
  return bytes / (1024 * 1024);
}

void PrintFigures(const std::string& name,
                  const std::vector<std::pair<std::string, double>>& figures) {
  std::string line = absl::StrCat("{\"name\":\"", name, "\"");
  for (const auto& [what, value] : figures) absl::StrAppend(&line, ",\"", what, "\":", value);
  std::cout << line << "}" << std::endl;
}

}  // namespace linkcert::province
