// One measured figure beside its ceiling from the same run, as a JSON line.
#ifndef LINKCERT_TESTS_BENCH_FIGURE_H_
#define LINKCERT_TESTS_BENCH_FIGURE_H_

#include <chrono>
#include <string>
#include <vector>

namespace linkcert::bench {

struct Figure {
  std::string name;
  std::string unit;  // "certificates/s", "ms"
  double ours = 0;
  double ceiling = 0;
  std::string ceiling_of;  // what the ceiling is
  // More numbers to print, e.g. {"p99_ms", 12.5}.
  std::vector<std::pair<std::string, double>> more = {};
};

// To standard output; ratio = ours / ceiling.
void Print(const Figure& figure);

class Stopwatch {
 public:
  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

// The value below which `share` (0-1) of the samples lie; 0 without samples.
double Quantile(std::vector<double> samples, double share);

}  // namespace linkcert::bench

#endif  // LINKCERT_TESTS_BENCH_FIGURE_H_
