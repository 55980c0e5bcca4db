#include "server/service/worker_pool.h"

#include <utility>

namespace linkcert::server {

WorkerPool::WorkerPool(size_t threads, size_t max_waiting, size_t max_waiting_bytes)
    : max_waiting_(max_waiting), max_waiting_bytes_(max_waiting_bytes) {
  for (size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { Run(); });
}

WorkerPool::~WorkerPool() { Stop(); }

bool WorkerPool::TryAdd(Job job, size_t bytes) { return TryAddTo(calls_, std::move(job), bytes); }

bool WorkerPool::TryAddToStream(Job job, size_t bytes) {
  return TryAddTo(streams_, std::move(job), bytes);
}

bool WorkerPool::TryAddTo(Queue& queue, Job job, size_t bytes) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (queue.jobs.size() >= max_waiting_) return false;
    if (bytes > max_waiting_bytes_ - queue.bytes) return false;
    queue.jobs.push_back({std::move(job), bytes});
    queue.bytes += bytes;
  }
  changed_.notify_one();
  return true;
}

void WorkerPool::Add(Job job) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    first_jobs_.push_back(std::move(job));
  }
  changed_.notify_one();
}

void WorkerPool::Stop() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

bool WorkerPool::HasWork() const {
  return !first_jobs_.empty() || !calls_.jobs.empty() || !streams_.jobs.empty();
}

WorkerPool::Job WorkerPool::Take() {
  if (!first_jobs_.empty()) {
    Job job = std::move(first_jobs_.front());
    first_jobs_.pop_front();
    return job;
  }
  const bool from_streams = calls_.jobs.empty() || (streams_turn_ && !streams_.jobs.empty());
  Queue& from = from_streams ? streams_ : calls_;
  if (from.jobs.empty()) return nullptr;
  streams_turn_ = !from_streams;
  Waiting next = std::move(from.jobs.front());
  from.jobs.pop_front();
  from.bytes -= next.bytes;
  return std::move(next.job);
}

void WorkerPool::Run() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stopping_ || HasWork(); });
    Job job = Take();
    if (job == nullptr) return;
    lock.unlock();
    job();
    job = nullptr;  // what it holds is freed outside the lock
    lock.lock();
  }
}

}  // namespace linkcert::server
