// A real linkcert-server as a child process, on a port of its own choice. For tests and benchmarks
// that kill it, restart it and measure it.
#ifndef LINKCERT_TESTS_TESTING_SERVER_PROCESS_H_
#define LINKCERT_TESTS_TESTING_SERVER_PROCESS_H_

#include <sys/types.h>

#include <string>
#include <vector>

#include "absl/status/status.h"

namespace linkcert::testing {

// Not thread-safe. The destructor kills the child, by its id, if it still runs.
class ServerProcess {
 public:
  struct Options {
    std::string program;    // path of linkcert-server
    std::string directory;  // exists; holds data, anchor, log key, port file and the server's log
    std::string origin;
    std::vector<std::string> more_flags = {};
  };

  explicit ServerProcess(Options options) : options_(std::move(options)) {}
  ~ServerProcess() { Kill(); }
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  // Writes the log key's file. Call once, before the first Start.
  absl::Status WriteLogKey(absl::string_view encrypted_pem, absl::string_view passphrase);
  // Returns when the server has written its port: it is serving then. DeadlineExceeded after 60 s,
  // Aborted if it exits before (the end of its log is in the message).
  absl::Status Start();
  // SIGKILL, and waits until it is gone.
  void Kill();
  // SIGTERM; the exit code, or -1 if a signal ended it.
  int Terminate();

  std::string address() const;  // 127.0.0.1:PORT
  pid_t pid() const { return pid_; }
  std::string LogTail() const;

 private:
  std::string Path(const std::string& name) const { return options_.directory + "/" + name; }
  void Exec() const;
  absl::Status WaitForPort();

  Options options_;
  pid_t pid_ = -1;
  std::string port_;
};

}  // namespace linkcert::testing

#endif  // LINKCERT_TESTS_TESTING_SERVER_PROCESS_H_
