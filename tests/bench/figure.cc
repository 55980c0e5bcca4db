#include "tests/bench/figure.h"

#include <algorithm>
#include <cmath>
#include <iostream>
#include <nlohmann/json.hpp>

namespace linkcert::bench {
namespace {

double Rounded(double value) {
  if (value == 0) return 0;
  double scale = std::pow(10, 3 - std::ceil(std::log10(std::fabs(value))));
  return std::round(value * scale) / scale;
}

}  // namespace

void Print(const Figure& figure) {
  nlohmann::ordered_json line = {{"figure", figure.name},
                                 {"unit", figure.unit},
                                 {"ours", Rounded(figure.ours)},
                                 {"ceiling", Rounded(figure.ceiling)},
                                 {"ratio", Rounded(figure.ours / figure.ceiling)},
                                 {"ceiling_of", figure.ceiling_of}};
  for (const auto& [name, value] : figure.more) line[name] = Rounded(value);
  std::cout << line.dump() << std::endl;
}

double Quantile(std::vector<double> samples, double share) {
  if (samples.empty()) return 0;
  size_t rank = std::min(samples.size() - 1, static_cast<size_t>(share * samples.size()));
  std::nth_element(samples.begin(), samples.begin() + rank, samples.end());
  return samples[rank];
}

}  // namespace linkcert::bench
