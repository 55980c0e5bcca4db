#include "server/service/verification_service.h"

#include <utility>

#include "linkcert/v1/verification_service.grpc.pb.h"
#include "server/service/online_verifier.h"
#include "server/service/team_verifier.h"
#include "server/service/verification_receipts.h"
#include "server/service/verify_stream.h"
#include "server/service/watch_stream.h"

namespace linkcert::server {
namespace {

using Context = grpc::CallbackServerContext;
using Reactor = grpc::ServerUnaryReactor;

class VerificationService final : public v1::VerificationService::CallbackService {
 public:
  explicit VerificationService(const ServiceParts& parts)
      : parts_(parts), verifier_(parts.log, parts.vault, parts.clock) {}

  Reactor* VerifyCertificate(Context* context, const v1::VerifyCertificateRequest* request,
                             v1::Verdict* response) override {
    const Call call(parts_, context, "VerifyCertificate");
    auto verify = [this, call, request, response] {
      absl::StatusOr<v1::Verdict> verdict = verifier_.Verify(*request, call.caller());
      if (verdict.ok()) *response = *std::move(verdict);
      return verdict.status();
    };
    // A file takes some dozens of hashes, a number a write; an id is three look-ups.
    return request->has_certificate_file() || request->has_number_query()
               ? AnswerLater(call, *request, verify)
               : AnswerNow(call, *request, verify);
  }

  grpc::ServerBidiReactor<v1::StreamVerifyRequest, v1::StreamVerifyResponse>* StreamVerify(
      Context* context) override {
    return StreamVerdicts(parts_, context, &verifier_);
  }

  Reactor* VerifyTeam(Context* context, const v1::VerifyTeamRequest* request,
                      v1::TeamVerdict* response) override {
    const Call call(parts_, context, "VerifyTeam");
    return AnswerLater(call, *request, [this, call, request, response] {
      absl::Status status = CheckTeam(*request);
      if (status.ok()) status = parts_.gate->TakeRows(call.caller(), CertificatesOf(*request));
      if (!status.ok()) return status;
      absl::StatusOr<v1::TeamVerdict> team = server::VerifyTeam(*request, call.caller(), verifier_);
      if (team.ok()) *response = *std::move(team);
      return team.status();
    });
  }

  grpc::ServerWriteReactor<v1::WatchStatusResponse>* WatchStatus(
      Context* context, const v1::WatchStatusRequest* request) override {
    return StreamStatus(parts_, context, *request, &finder_);
  }

  Reactor* CreateVerificationReceipt(Context* context,
                                     const v1::CreateVerificationReceiptRequest* request,
                                     v1::VerificationReceiptFile* response) override {
    const Call call(parts_, context, "CreateVerificationReceipt");
    return AnswerLater(call, *request, [this, call, request, response] {
      auto receipt = MakeVerificationReceipt(parts_, &verifier_, *request, call.caller());
      if (receipt.ok()) *response = *std::move(receipt);
      return receipt.status();
    });
  }

 private:
  const ServiceParts parts_;
  OnlineVerifier verifier_;
  CertificateFinder finder_;
};

}  // namespace

std::unique_ptr<grpc::Service> NewVerificationService(const ServiceParts& parts) {
  return std::make_unique<VerificationService>(parts);
}

}  // namespace linkcert::server
