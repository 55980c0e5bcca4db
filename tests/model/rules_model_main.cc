// Plays random histories against the rulebook and the model of tests/model, and tells what was met.
//   rules-model --histories 10000
// Exit code 1 when they disagree, or when a reason that the histories can meet was never met.
#include <CLI/CLI.hpp>
#include <iostream>
#include <thread>

#include "absl/strings/str_join.h"
#include "tests/model/trial.h"

namespace linkcert::model {
namespace {

// What one thread played.
struct Played {
  Tally tally;
  std::vector<std::string> disagreements;
};

// Every `step`th seed of [first, end).
void Play(uint32_t first, uint32_t end, uint32_t step, Played& played) {
  Trial trial;
  for (uint32_t seed = first; seed < end; seed += step) {
    for (std::string& line : trial.Play(seed)) played.disagreements.push_back(std::move(line));
  }
  played.tally = trial.tally();
}

int PlayAll(uint32_t first, uint32_t histories) {
  std::vector<Played> parts(std::max(1u, std::thread::hardware_concurrency()));
  std::vector<std::thread> threads;
  for (uint32_t i = 0; i < parts.size(); ++i) {
    threads.emplace_back(Play, first + i, first + histories, parts.size(), std::ref(parts[i]));
  }
  for (std::thread& thread : threads) thread.join();
  Played all;
  for (const Played& part : parts) {
    all.tally.Add(part.tally);
    for (const std::string& line : part.disagreements) all.disagreements.push_back(line);
  }
  const auto missed = all.tally.NeverMet();
  std::cout << absl::StrJoin(all.disagreements, "\n") << "\n" << all.tally.Table();
  std::cout << all.disagreements.size() << " disagreements; reasons never met: "
            << (missed.empty() ? "none" : absl::StrJoin(missed, " ")) << std::endl;
  return all.disagreements.empty() && missed.empty() ? 0 : 1;
}

}  // namespace
}  // namespace linkcert::model

int main(int argc, char** argv) {
  CLI::App app("Admission, replay and a second model on random histories");
  uint32_t first = 0;
  uint32_t histories = 10000;
  app.add_option("--first", first, "seed of the first history");
  app.add_option("--histories", histories, "how many");
  CLI11_PARSE(app, argc, argv);
  return linkcert::model::PlayAll(first, histories);
}
