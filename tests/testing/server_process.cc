#include "tests/testing/server_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/inotify.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <utility>

#include "absl/strings/str_cat.h"

namespace linkcert::testing {
namespace {

constexpr int kStartTimeoutMs = 60'000;
constexpr int kPollMs = 50;  // also notices a child that has died

std::string ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace

absl::Status ServerProcess::WriteLogKey(absl::string_view encrypted_pem,
                                        absl::string_view passphrase) {
  for (const auto& [name, content] : {std::pair(std::string("log.key"), encrypted_pem),
                                      std::pair(std::string("passphrase"), passphrase)}) {
    std::ofstream out(Path(name), std::ios::binary);
    out << content;
    out.close();
    if (!out || chmod(Path(name).c_str(), 0600) != 0) return absl::UnknownError(Path(name));
  }
  return absl::OkStatus();
}

void ServerProcess::Exec() const {
  prctl(PR_SET_PDEATHSIG, SIGKILL);  // never outlive the test
  int log = open(Path("server.log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  dup2(log, STDOUT_FILENO);
  dup2(log, STDERR_FILENO);
  setenv("LINKCERT_LOG_KEY_PASSPHRASE_FILE", Path("passphrase").c_str(), 1);
  std::vector<std::string> words = {options_.program, "serve",         "--data",   Path("data"),
                                    "--anchor",       Path("anchor"),  "--origin", options_.origin,
                                    "--log-key",      Path("log.key"), "--listen", "127.0.0.1:0",
                                    "--port-file",    Path("port")};
  words.insert(words.end(), options_.more_flags.begin(), options_.more_flags.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  execv(argv[0], argv.data());
  _exit(127);
}

absl::Status ServerProcess::Start() {
  unlink(Path("port").c_str());
  pid_ = fork();
  if (pid_ < 0) return absl::ErrnoToStatus(errno, "fork");
  if (pid_ == 0) Exec();
  return WaitForPort();
}

absl::Status ServerProcess::WaitForPort() {
  int watch = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  inotify_add_watch(watch, options_.directory.c_str(), IN_CLOSE_WRITE | IN_MOVED_TO);
  absl::Status status = absl::DeadlineExceededError("the server did not write its port");
  for (int waited_ms = 0; waited_ms < kStartTimeoutMs; waited_ms += kPollMs) {
    std::istringstream(ReadFile(Path("port"))) >> port_;
    if (!port_.empty()) {
      status = absl::OkStatus();
      break;
    }
    if (waitpid(pid_, nullptr, WNOHANG) == pid_) {
      pid_ = -1;
      status = absl::AbortedError(absl::StrCat("the server ended: ", LogTail()));
      break;
    }
    pollfd ready{.fd = watch, .events = POLLIN, .revents = 0};
    poll(&ready, 1, kPollMs);
    char events[4096];
    while (read(watch, events, sizeof events) > 0) {
    }
  }
  close(watch);
  return status;
}

void ServerProcess::Kill() {
  if (pid_ <= 0) return;
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  pid_ = -1;
  port_.clear();
}

int ServerProcess::Terminate() {
  if (pid_ <= 0) return -1;
  kill(pid_, SIGTERM);
  int status = 0;
  waitpid(pid_, &status, 0);
  pid_ = -1;
  port_.clear();
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::string ServerProcess::address() const { return absl::StrCat("127.0.0.1:", port_); }

std::string ServerProcess::LogTail() const {
  std::string log = ReadFile(Path("server.log"));
  return log.size() > 2000 ? log.substr(log.size() - 2000) : log;
}

}  // namespace linkcert::testing
