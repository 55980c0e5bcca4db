// A few threads for work that would hold up gRPC's own: signatures, batches, proofs. Thread-safe.
#ifndef LINKCERT_SERVER_SERVICE_WORKER_POOL_H_
#define LINKCERT_SERVER_SERVICE_WORKER_POOL_H_

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace linkcert::server {

class WorkerPool {
 public:
  using Job = std::function<void()>;

  // `max_waiting` bounds the jobs of TryAdd that no thread has begun.
  WorkerPool(size_t threads, size_t max_waiting);
  ~WorkerPool();  // as Stop()
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // New work: false, and the job is dropped, when too much waits already.
  [[nodiscard]] bool TryAdd(Job job);
  // The rest of work that was taken in before: goes first, and is never turned away.
  void Add(Job job);
  // Finishes all jobs and ends the threads; nothing may be added any more.
  void Stop();

 private:
  void Run();
  Job Take();  // mutex_ is held; empty if nothing waits

  const size_t max_waiting_;
  std::mutex mutex_;
  std::condition_variable changed_;
  // Guarded by mutex_.
  std::deque<Job> jobs_;
  std::deque<Job> first_jobs_;  // of Add
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_SERVICE_WORKER_POOL_H_
