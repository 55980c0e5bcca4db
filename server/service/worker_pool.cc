#include "server/service/worker_pool.h"

#include <utility>

namespace linkcert::server {

WorkerPool::WorkerPool(size_t threads, size_t max_waiting) : max_waiting_(max_waiting) {
  for (size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { Run(); });
}

WorkerPool::~WorkerPool() { Stop(); }

bool WorkerPool::TryAdd(Job job) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (jobs_.size() >= max_waiting_) return false;
    jobs_.push_back(std::move(job));
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

WorkerPool::Job WorkerPool::Take() {
  std::deque<Job>& from = first_jobs_.empty() ? jobs_ : first_jobs_;
  if (from.empty()) return nullptr;
  Job job = std::move(from.front());
  from.pop_front();
  return job;
}

void WorkerPool::Run() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stopping_ || !jobs_.empty() || !first_jobs_.empty(); });
    Job job = Take();
    if (job == nullptr) return;
    lock.unlock();
    job();
    job = nullptr;  // what it holds is freed outside the lock
    lock.lock();
  }
}

}  // namespace linkcert::server
