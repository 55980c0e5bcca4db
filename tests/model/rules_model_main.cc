// Plays random histories against the rulebook and the model of tests/model, and tells what was met.
//   rules-model --histories 10000
// Exit code 1 when they disagree, or when a reason that the histories can meet was never met.
#include <CLI/CLI.hpp>
#include <iostream>

#include "absl/strings/str_join.h"
#include "tests/model/trial.h"

int main(int argc, char** argv) {
  CLI::App app("Admission, replay and a second model on random histories");
  uint32_t first = 0;
  uint32_t histories = 10000;
  app.add_option("--first", first, "seed of the first history");
  app.add_option("--histories", histories, "how many");
  CLI11_PARSE(app, argc, argv);

  linkcert::model::Trial trial;
  uint32_t disagreeing = 0;
  for (uint32_t seed = first; seed < first + histories; ++seed) {
    const std::vector<std::string> disagreements = trial.Play(seed);
    for (const std::string& line : disagreements) std::cout << line << std::endl;
    if (!disagreements.empty()) ++disagreeing;
  }
  std::cout << trial.tally().Table();
  const auto missed = trial.tally().NeverMet();
  std::cout << disagreeing << " histories disagree; reasons never met: "
            << (missed.empty() ? "none" : absl::StrJoin(missed, " ")) << std::endl;
  return disagreeing == 0 && missed.empty() ? 0 : 1;
}
