#include "tests/bench/ceilings.h"

#include <fcntl.h>
#include <grpcpp/server_builder.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <vector>

#include "absl/strings/str_cat.h"
#include "crypto/hash.h"
#include "crypto/keys.h"
#include "linkcert/v1/issuance_service.grpc.pb.h"
#include "linkcert/v1/verification_service.grpc.pb.h"
#include "storage/rocksdb_store.h"
#include "storage/vault_store.h"
#include "tests/bench/figure.h"

namespace linkcert::bench {
namespace {

storage::Batch RowsOf(uint64_t first, size_t entries, size_t entry_bytes) {
  storage::Batch batch;
  for (size_t i = 0; i < entries; ++i) batch.entries.push_back(crypto::RandomBytes(entry_bytes));
  for (uint64_t tile = first / 256; tile < (first + entries) / 256; ++tile) {
    batch.tiles.push_back({.level = 0, .index = tile, .hashes = crypto::RandomBytes(8192)});
  }
  for (const char* kind : {"statement/", "batch/", "numbers/", "plan/", "quota/"}) {
    batch.records.push_back({.key = absl::StrCat(kind, first), .value = std::string(300, 'r')});
  }
  batch.head = std::string(128, 'h');
  return batch;
}

class EchoService final : public v1::IssuanceService::CallbackService {
 public:
  EchoService()
      : key_(crypto::GenerateKey(crypto::Algorithm::kP256)), signature_(*key_->Sign(kMessage)) {}

  grpc::ServerUnaryReactor* IssueBatch(grpc::CallbackServerContext* context,
                                       const v1::IssueBatchRequest*,
                                       v1::Receipt* receipt) override {
    bool good = key_->public_key().Verify(kMessage, signature_).ok() &&
                key_->public_key().Verify(kMessage, signature_).ok();
    receipt->set_checkpoint(std::string(250, 'c'));
    receipt->mutable_entry()->set_entry(std::string(1000, 'e'));
    for (int i = 0; i < 17; ++i) receipt->mutable_entry()->add_path(std::string(32, 'p'));
    auto* reactor = context->DefaultReactor();
    reactor->Finish(good ? grpc::Status::OK : grpc::Status::CANCELLED);
    return reactor;
  }

 private:
  static constexpr char kMessage[] = "two signatures over some thousand bytes cost the same";
  std::unique_ptr<crypto::Signer> key_;
  std::string signature_;
};

// Answers each question about a certificate with a verdict of the usual size.
class VerdictEchoService final : public v1::VerificationService::CallbackService {
 public:
  VerdictEchoService() {
    verdict_.set_conclusion(v1::CONCLUSION_VALID);
    for (int i = 0; i < 12; ++i) {
      v1::Check& check = *verdict_.add_checks();
      check.set_name("BATCH_SIGNATURES");
      check.set_result(v1::CHECK_RESULT_PASS);
    }
    v1::CertificateFacts& facts = *verdict_.mutable_facts();
    for (std::string* text : {facts.mutable_issuer(), facts.mutable_issuer_name(),
                              facts.mutable_occupation_name(), facts.mutable_standard()}) {
      *text = "thirty bytes or so, as usual";
    }
  }

  grpc::ServerUnaryReactor* VerifyCertificate(grpc::CallbackServerContext* context,
                                              const v1::VerifyCertificateRequest*,
                                              v1::Verdict* verdict) override {
    *verdict = verdict_;
    auto* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
  grpc::ServerBidiReactor<v1::StreamVerifyRequest, v1::StreamVerifyResponse>* StreamVerify(
      grpc::CallbackServerContext*) override {
    return new Stream(verdict_);
  }

 private:
  class Stream final
      : public grpc::ServerBidiReactor<v1::StreamVerifyRequest, v1::StreamVerifyResponse> {
   public:
    explicit Stream(const v1::Verdict& verdict) : verdict_(verdict) { StartRead(&request_); }
    void OnReadDone(bool ok) override {
      if (!ok) return Finish(grpc::Status::OK);
      response_.Clear();
      for (int i = 0; i < request_.rows_size(); ++i) {
        *response_.add_results()->mutable_verdict() = verdict_;
      }
      StartWrite(&response_);
    }
    void OnWriteDone(bool) override { StartRead(&request_); }
    void OnDone() override { delete this; }

   private:
    const v1::Verdict& verdict_;
    v1::StreamVerifyRequest request_;
    v1::StreamVerifyResponse response_;
  };

  v1::Verdict verdict_;
};

}  // namespace

absl::StatusOr<double> StoreEntriesPerSecond(const std::string& directory, size_t batch,
                                             size_t entry_bytes, int commits) {
  auto store = storage::OpenRocksDbStore({.directory = directory});
  if (!store.ok()) return store.status();
  std::vector<storage::Batch> batches;
  for (int i = 0; i < commits; ++i) batches.push_back(RowsOf(i * batch, batch, entry_bytes));
  Stopwatch watch;
  for (int i = 0; i < commits; ++i) {
    absl::Status status = (*store)->Commit(i * batch, batches[i]);
    if (!status.ok()) return status;
  }
  return static_cast<double>(batch) * commits / watch.seconds();
}

absl::StatusOr<double> VaultRowsPerSecond(const std::string& directory, size_t batch,
                                          size_t claims_bytes, int commits) {
  constexpr size_t kWrappedBytes = 72;
  constexpr size_t kLookupBytes = 48;
  auto store = storage::VaultStore::Open({.directory = directory});
  if (!store.ok()) return store.status();
  const Stopwatch watch;
  for (int commit = 0; commit < commits; ++commit) {
    std::vector<storage::VaultWrite> rows;
    for (size_t i = 0; i < batch; ++i) {
      const std::string root = crypto::RandomBytes(crypto::Hash::kSizeBytes);
      rows.push_back({storage::VaultTable::kClaims, root, std::string(claims_bytes, 'c')});
      rows.push_back({storage::VaultTable::kKeys, root, std::string(kWrappedBytes, 'k')});
      for (int lookup = 0; lookup < 3; ++lookup) {
        rows.push_back({storage::VaultTable::kLookups, crypto::RandomBytes(kLookupBytes), ""});
      }
    }
    absl::Status status = (*store)->Write(rows);
    if (!status.ok()) return status;
  }
  return static_cast<double>(batch) * commits / watch.seconds();
}

absl::StatusOr<double> FdatasyncMs(const std::string& directory) {
  const std::string path = absl::StrCat(directory, "/fdatasync");
  int file = open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  if (file < 0) return absl::ErrnoToStatus(errno, path);
  std::vector<double> samples;
  for (int i = 0; i < 200; ++i) {
    Stopwatch watch;
    if (write(file, "0123456789abcdef", 16) != 16 || fdatasync(file) != 0) break;
    samples.push_back(watch.seconds() * 1000);
  }
  close(file);
  return Quantile(samples, 0.5);
}

int RunEchoServer(const std::string& port_file) {
  EchoService service;
  VerdictEchoService verdicts;
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&service);
  builder.RegisterService(&verdicts);
  std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  std::ofstream(absl::StrCat(port_file, ".new")) << port;
  std::filesystem::rename(absl::StrCat(port_file, ".new"), port_file);
  server->Wait();
  return 0;
}

}  // namespace linkcert::bench
