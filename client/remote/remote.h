// A registry at the other end of a gRPC channel. Answers are what the server says: nothing in them
// is to be believed before it is checked.
#ifndef LINKCERT_CLIENT_REMOTE_REMOTE_H_
#define LINKCERT_CLIENT_REMOTE_REMOTE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/issue/batch_registry.h"
#include "client/memory/checkpoint_memory.h"
#include "client/refresh/status_source.h"
#include "linkcert/v1/certificate_file.pb.h"
#include "linkcert/v1/governance_service.pb.h"
#include "linkcert/v1/issuance_service.pb.h"
#include "linkcert/v1/vault_service.pb.h"
#include "linkcert/v1/verification_service.pb.h"

namespace linkcert::client {

// Files in PEM. With `ca_path` the channel is TLS, and the server must show a certificate for its
// host that one of those authorities issued. Certificate and key (not encrypted) go together: they
// say to the registry which organisation asks.
struct RemoteTls {
  std::string ca_path = {};
  std::string certificate_path = {};
  std::string key_path = {};
  std::string server_name = {};  // what the server's certificate must name instead of the host

  bool is_empty() const {
    return ca_path.empty() && certificate_path.empty() && key_path.empty() && server_name.empty();
  }
};

struct RemoteOptions {
  std::string server;  // HOST:PORT
  RemoteTls tls = {};
  // Allows a server on another machine without TLS.
  bool insecure = false;
  uint64_t deadline_ms = 30000;  // for one call, all attempts together
  // A log has an entry an hour (R27), and a stream of changes tells of it.
  uint64_t longest_silence_ms = 70 * 60 * 1000;
};

// Errors: a refusal keeps its stable reason (proto::ReasonOf); Unavailable and DeadlineExceeded
// leave open whether the server did what was asked. Calls that came back Unavailable, QUEUE_FULL or
// RATE_EXCEEDED are tried again until the deadline, always with the same bytes: the registry
// answers a statement that it has logged already with the same receipt. Thread-safe.
class Remote : public BatchRegistry, public StatusSource {
 public:
  // InvalidArgument when the server is not HOST:PORT, or not loopback without TLS or `insecure`;
  // an error that names the file when one of TLS is missing. Does not wait for a connection.
  static absl::StatusOr<std::unique_ptr<Remote>> Connect(const RemoteOptions& options);
  ~Remote() override;

  absl::StatusOr<v1::Receipt> SubmitStatement(absl::string_view envelope);
  // What the registry would answer if the statement came now, signed by all whom it names.
  absl::StatusOr<v1::StatementCheck> CheckStatement(const std::string& statement,
                                                    const std::vector<std::string>& leaves);
  absl::StatusOr<v1::Receipt> IssueBatch(absl::string_view envelope,
                                         const std::vector<std::string>& leaves,
                                         const std::vector<std::string>& vault_claims) override;
  absl::StatusOr<v1::Certificate> GetCertificate(uint64_t index) override;

  absl::StatusOr<std::string> GetCheckpoint() override;
  // Entries [begin, end) in order. DataLoss when the server sends others or fewer; an error of
  // `on_entry` ends the call.
  using OnEntry = absl::FunctionRef<absl::Status(uint64_t index, absl::string_view entry)>;
  absl::Status GetEntries(uint64_t begin, uint64_t end, OnEntry on_entry);

  absl::StatusOr<v1::GetStatusProofResponse> GetStatusProof(
      const std::vector<uint64_t>& keys, const std::vector<uint64_t>& entries) override;
  absl::StatusOr<v1::GetEpochsResponse> GetEpochs() override;
  absl::Status GetStatusMap(OnItem on_item) override;
  // Asks for inclusion paths; must not outlive this.
  ProveEntry Prover();

  // As VaultService, for the certificate with this id.
  absl::StatusOr<v1::PersonalData> GetPersonalData(uint64_t certificate,
                                                   const std::string& purpose);
  absl::StatusOr<v1::ExportHolderDataResponse> ExportHolderData(
      const v1::ExportHolderDataRequest& request);
  absl::Status RestrictPersonalData(uint64_t certificate, const std::string& purpose);
  absl::StatusOr<v1::Receipt> ErasePersonalData(uint64_t certificate, const std::string& purpose);

  absl::StatusOr<v1::Verdict> Verify(const v1::VerifyCertificateRequest& request);
  // The bytes of a receipt file.
  absl::StatusOr<std::string> CreateVerificationReceipt(
      const v1::CreateVerificationReceiptRequest& request);
  absl::StatusOr<v1::ListCertificatesResponse> ListCertificates(
      const v1::ListCertificatesRequest& request);
  // Until the server ends the stream, with whose error it returns, or `on_response` returns one;
  // Unavailable when nothing came for longest_silence_ms. No deadline, no second attempt: the
  // caller knows what was covered.
  using OnStatus = absl::FunctionRef<absl::Status(const v1::WatchStatusResponse&)>;
  absl::Status WatchStatus(const v1::WatchStatusRequest& request, OnStatus on_response);
  absl::StatusOr<v1::TeamVerdict> VerifyTeam(const v1::VerifyTeamRequest& request);
  // As StreamVerify: `next` fills an empty message with the next rows, or returns false at the end;
  // `on_answer` takes the answers, message by message in that order. What QUEUE_FULL, RATE_EXCEEDED
  // or a lost connection left unanswered is asked again in a new stream, after the time that the
  // server told; given up when no answer came for the deadline. DataLoss when other rows are
  // answered than were asked.
  using NextRows = absl::FunctionRef<bool(v1::StreamVerifyRequest& message)>;
  using OnAnswer = absl::FunctionRef<void(const v1::StreamVerifyResponse& answer)>;
  absl::Status VerifyRows(NextRows next, OnAnswer on_answer);

 private:
  struct Stubs;
  Remote(std::unique_ptr<Stubs> stubs, const RemoteOptions& options);
  absl::Status GetPart(uint64_t begin, uint64_t end, OnEntry on_entry);

  const std::unique_ptr<Stubs> stubs_;
  const uint64_t deadline_ms_;
  const uint64_t longest_silence_ms_;
};

}  // namespace linkcert::client

#endif  // LINKCERT_CLIENT_REMOTE_REMOTE_H_
