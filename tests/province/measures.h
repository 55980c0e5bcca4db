// What a generated province costs, and how it is told: one JSON line a figure.
#ifndef LINKCERT_TESTS_PROVINCE_MEASURES_H_
#define LINKCERT_TESTS_PROVINCE_MEASURES_H_

#include <sys/types.h>

#include <string>
#include <utility>
#include <vector>

namespace linkcert::province {

// Largest resident memory of the process until now; 0 when it is not there.
double PeakMib(pid_t pid);
// Of all files below; 0 when there are none.
double MibOnDisk(const std::string& directory);

// {"name":"load","unit":…,…} to standard output.
void PrintFigures(const std::string& name,
                  const std::vector<std::pair<std::string, double>>& figures);

}  // namespace linkcert::province

#endif  // LINKCERT_TESTS_PROVINCE_MEASURES_H_
