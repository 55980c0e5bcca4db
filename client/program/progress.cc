#include "client/program/progress.h"

#include <unistd.h>

#include <algorithm>
#include <iostream>

#include "absl/strings/str_cat.h"

namespace linkcert::client {

std::function<void(uint64_t done, uint64_t size)> ProgressOn(CommandContext& context) {
  if (context.err != &std::cerr || isatty(STDERR_FILENO) != 1) return {};
  return [&context](uint64_t done, uint64_t size) {
    *context.err << "\r" << ProgressBar(done, size) << (done == size ? "\n" : "") << std::flush;
  };
}

std::string ProgressBar(uint64_t done, uint64_t size) {
  constexpr uint64_t kWidth = 20;
  const uint64_t filled = size == 0 ? kWidth : std::min(done, size) * kWidth / size;
  return absl::StrCat("[", std::string(filled, '#'), std::string(kWidth - filled, '.'), "] ", done,
                      " / ", size);
}

}  // namespace linkcert::client
