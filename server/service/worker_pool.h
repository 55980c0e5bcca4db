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

  // The limits hold for each of the two kinds of TryAdd: how many jobs may wait that no thread has
  // begun, and how many bytes their requests may hold.
  WorkerPool(size_t threads, size_t max_waiting, size_t max_waiting_bytes = size_t{64} << 20);
  ~WorkerPool();  // as Stop()
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // A new call with a request of `bytes`: false, and the job is dropped, when too much waits
  // already.
  [[nodiscard]] bool TryAdd(Job job, size_t bytes);
  // The next message of a stream. Streams and calls are served in turn, so that neither starves.
  [[nodiscard]] bool TryAddToStream(Job job, size_t bytes);
  // The rest of work that was taken in before: goes first, and is never turned away. For short
  // ends only: nothing else runs before them.
  void Add(Job job);
  // Finishes all jobs and ends the threads; nothing may be added any more.
  void Stop();

 private:
  struct Waiting {
    Job job;
    size_t bytes = 0;
  };
  struct Queue {
    std::deque<Waiting> jobs;
    size_t bytes = 0;
  };

  bool TryAddTo(Queue& queue, Job job, size_t bytes);
  void Run();
  // mutex_ is held.
  bool HasWork() const;
  Job Take();  // empty if nothing waits

  const size_t max_waiting_;
  const size_t max_waiting_bytes_;
  std::mutex mutex_;
  std::condition_variable changed_;
  // Guarded by mutex_.
  Queue calls_;
  Queue streams_;
  bool streams_turn_ = false;
  std::deque<Job> first_jobs_;  // of Add
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_SERVICE_WORKER_POOL_H_
