#include "tests/bench/offline_bench.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/audit/audit.h"
#include "client/issue/set_writer.h"
#include "client/verify/set_verifier.h"
#include "client/verify/verify.h"
#include "tests/bench/figure.h"

extern char** environ;

namespace linkcert::bench {
namespace {

constexpr size_t kThreads = 2;
constexpr size_t kFileBatches = 10;
constexpr uint32_t kFilesPerBatch = 1000;

absl::Status WriteFile(const std::string& path, const std::string& bytes) {
  std::ofstream file(path, std::ios::binary);
  file << bytes;
  return file.good() ? absl::OkStatus() : absl::UnavailableError(path);
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

// Milliseconds from start to end of a program; its output is thrown away.
absl::StatusOr<double> RunOnce(std::vector<std::string> words) {
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  const Stopwatch watch;
  pid_t process = 0;
  int code = posix_spawn(&process, words[0].c_str(), &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (code != 0 || waitpid(process, &code, 0) != process || code != 0) {
    return absl::UnavailableError(absl::StrCat(words[0], " failed"));
  }
  return watch.seconds() * 1000;
}

absl::StatusOr<double> MedianMs(const std::vector<std::string>& words, int runs) {
  std::vector<double> samples;
  for (int i = 0; i < runs; ++i) {
    absl::StatusOr<double> sample = RunOnce(words);
    if (!sample.ok()) return sample.status();
    samples.push_back(*sample);
  }
  return Quantile(samples, 0.5);
}

// Calls `work` once for each index below `count`, on all threads; seconds in all.
template <typename Work>
double InParallel(size_t count, const Work& work) {
  const Stopwatch watch;
  std::atomic<size_t> next{0};
  std::vector<std::thread> threads;
  for (size_t i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      for (size_t index = next++; index < count; index = next++) work(index);
    });
  }
  for (std::thread& thread : threads) thread.join();
  return watch.seconds();
}

std::vector<std::string> PathsOf(const std::string& folder, size_t count) {
  std::vector<std::string> paths;
  for (size_t i = 0; i < count; ++i) paths.push_back(absl::StrCat(folder, "/", i, ".linkcert"));
  return paths;
}

absl::Status WriteFiles(SampleRegistry& registry, const std::vector<std::string>& paths) {
  size_t next = 0;
  for (size_t batch = 0; batch < kFileBatches; ++batch) {
    for (const std::string& file : registry.Files(batch, kFilesPerBatch)) {
      if (absl::Status status = WriteFile(paths[next++], file); !status.ok()) return status;
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status VerifyColdFile(SampleRegistry& registry, const std::string& verifier,
                            const std::string& empty, const std::string& scratch, int runs) {
  const std::string file = scratch + "/cold.linkcert";
  const std::string policy = scratch + "/registry.policy";
  absl::Status status = WriteFile(file, registry.Files(0, 1)[0]);
  if (status.ok()) status = WriteFile(policy, registry.policy());
  if (!status.ok()) return status;
  const absl::StatusOr<double> nothing = MedianMs({empty}, runs);
  if (!nothing.ok()) return nothing.status();
  const absl::StatusOr<double> ours =
      MedianMs({verifier, "verify", file, "--policy", policy, "--genesis", registry.genesis_hex(),
                "--max-age", "none"},
               runs);
  if (!ours.ok()) return ours.status();
  Print({.name = "offline_verify_cold_file",
         .unit = "ms",
         .ours = *ours,
         .ceiling = *nothing,
         .ceiling_of = "start of a static program that does nothing"});
  return absl::OkStatus();
}

absl::Status VerifyManyFiles(SampleRegistry& registry, const std::string& scratch) {
  const std::string folder = scratch + "/files";
  std::filesystem::create_directory(folder);
  const size_t count = kFileBatches * kFilesPerBatch;
  const std::vector<std::string> paths = PathsOf(folder, count);
  if (absl::Status status = WriteFiles(registry, paths); !status.ok()) return status;
  std::atomic<uint64_t> bytes{0};
  const double read = InParallel(count, [&](size_t i) { bytes += ReadFile(paths[i]).size(); });
  client::Verifier verifier(registry.Trust(), {.now_ms = registry.now_ms()});
  std::atomic<size_t> valid{0};
  const double ours = InParallel(count, [&](size_t i) {
    valid += verifier.Verify(ReadFile(paths[i])).verdict.conclusion() == v1::CONCLUSION_VALID;
  });
  if (valid != count) return absl::InternalError(absl::StrCat(valid.load(), " files are valid"));
  Print({.name = "offline_verify_10000_files",
         .unit = "certificates/s",
         .ours = count / ours,
         .ceiling = count / read,
         .ceiling_of = "open and read of the same files, two threads",
         .more = {{"bytes_per_file", static_cast<double>(bytes) / count}}});
  return absl::OkStatus();
}

absl::Status VerifySet(SampleRegistry& registry, const std::string& scratch) {
  const std::string path = scratch + "/all.linkcertset";
  std::ofstream out(path, std::ios::binary);
  client::SetWriter writer(out);
  for (size_t batch = 0; batch < registry.batches(); ++batch) {
    for (const std::string& file : registry.Files(batch, kFilesPerBatch)) {
      if (absl::Status status = writer.Add(file); !status.ok()) return status;
    }
  }
  out.close();
  const size_t count = registry.batches() * kFilesPerBatch;
  const std::string bytes = ReadFile(path);
  const size_t share = bytes.size() / count;
  std::atomic<uint8_t> kept{0};
  const double hashed = InParallel(count, [&](size_t i) {
    kept ^= crypto::Sha256(absl::string_view(bytes).substr(i * share, share)).data()[0];
  });
  std::ifstream in(path, std::ios::binary);
  size_t valid = 0;
  const Stopwatch watch;
  client::SetVerifier(registry.Trust(), {.now_ms = registry.now_ms()})
      .Verify(in, [&](const client::Verification& verification) {
        valid += verification.verdict.conclusion() == v1::CONCLUSION_VALID;
      });
  const double ours = watch.seconds();
  if (valid != count) return absl::InternalError(absl::StrCat(valid, " of the set are valid"));
  Print({.name = "offline_verify_set",
         .unit = "certificates/s",
         .ours = count / ours,
         .ceiling = count / hashed,
         .ceiling_of = "SHA-256 of the same bytes, two threads",
         .more = {{"certificates", static_cast<double>(count)},
                  {"bytes_per_certificate", static_cast<double>(share)}}});
  return absl::OkStatus();
}

absl::Status AuditLog(SampleRegistry& registry) {
  const std::vector<std::string>& entries = registry.log().entries();
  std::atomic<uint8_t> kept{0};
  const double hashed =
      InParallel(entries.size(), [&](size_t i) { kept ^= crypto::HashLeaf(entries[i]).data()[0]; });
  client::AuditOptions options;
  options.now_ms = registry.now_ms();
  const Stopwatch watch;
  auto report = client::Audit(registry.log(), registry.Trust(), options);
  const double ours = watch.seconds();
  if (!report.ok()) return report.status();
  if (report->findings_total != 0) return absl::InternalError("the auditor has findings");
  Print({.name = "audit_batches_of_1000",
         .unit = "certificates/s",
         .ours = report->certificates / ours,
         .ceiling = entries.size() / hashed,
         .ceiling_of = "SHA-256 of the same entries, two threads",
         .more = {{"entries", static_cast<double>(report->entries)}}});
  return absl::OkStatus();
}

}  // namespace linkcert::bench
