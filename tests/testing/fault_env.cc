#include "tests/testing/fault_env.h"

#include <string>
#include <utility>

namespace linkcert::testing {
namespace {

using rocksdb::FileOptions;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;

template <typename Call>
IOStatus Run(FaultPlan& plan, Call call) {
  const bool fails = plan.calls++ == plan.fail_at;
  if (fails && plan.fault == FileFault::kNotDone) return IOStatus::IOError("made to fail");
  IOStatus status = call();
  return fails ? IOStatus::IOError("done, and made to fail") : std::move(status);
}

IOStatus CountSync(FaultPlan& plan) {
  ++plan.syncs;
  return Run(plan, [] { return IOStatus::OK(); });
}

class FaultFile final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  FaultFile(std::unique_ptr<rocksdb::FSWritableFile> file, FaultPlan* plan)
      : FSWritableFileOwnerWrapper(std::move(file)), plan_(plan) {}

  IOStatus Append(const rocksdb::Slice& bytes, const IOOptions& options,
                  IODebugContext* debug) override {
    return Run(*plan_, [&] { return target()->Append(bytes, options, debug); });
  }
  IOStatus Append(const rocksdb::Slice& bytes, const IOOptions& options,
                  const rocksdb::DataVerificationInfo& check, IODebugContext* debug) override {
    return Run(*plan_, [&] { return target()->Append(bytes, options, check, debug); });
  }
  IOStatus Sync(const IOOptions&, IODebugContext*) override { return CountSync(*plan_); }
  IOStatus Fsync(const IOOptions&, IODebugContext*) override { return CountSync(*plan_); }

 private:
  FaultPlan* const plan_;
};

class FaultDirectory final : public rocksdb::FSDirectoryWrapper {
 public:
  FaultDirectory(std::unique_ptr<rocksdb::FSDirectory> directory, FaultPlan* plan)
      : FSDirectoryWrapper(std::move(directory)), plan_(plan) {}

  IOStatus Fsync(const IOOptions&, IODebugContext*) override { return CountSync(*plan_); }
  IOStatus FsyncWithDirOptions(const IOOptions&, IODebugContext*,
                               const rocksdb::DirFsyncOptions&) override {
    return CountSync(*plan_);
  }

 private:
  FaultPlan* const plan_;
};

class FaultFileSystem final : public rocksdb::FileSystemWrapper {
 public:
  explicit FaultFileSystem(FaultPlan* plan)
      : FileSystemWrapper(rocksdb::FileSystem::Default()), plan_(plan) {}

  const char* Name() const override { return "FaultFileSystem"; }

  IOStatus NewWritableFile(const std::string& path, const FileOptions& options,
                           std::unique_ptr<rocksdb::FSWritableFile>* file,
                           IODebugContext* debug) override {
    IOStatus status = target()->NewWritableFile(path, options, file, debug);
    if (status.ok()) *file = std::make_unique<FaultFile>(std::move(*file), plan_);
    return status;
  }
  IOStatus NewDirectory(const std::string& path, const IOOptions& options,
                        std::unique_ptr<rocksdb::FSDirectory>* directory,
                        IODebugContext* debug) override {
    IOStatus status = target()->NewDirectory(path, options, directory, debug);
    if (status.ok()) *directory = std::make_unique<FaultDirectory>(std::move(*directory), plan_);
    return status;
  }

 private:
  FaultPlan* const plan_;
};

}  // namespace

std::unique_ptr<rocksdb::Env> NewFaultEnv(FaultPlan* plan) {
  return rocksdb::NewCompositeEnv(std::make_shared<FaultFileSystem>(plan));
}

}  // namespace linkcert::testing
