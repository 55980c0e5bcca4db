// Claims that an issuer sends with a batch, on their way into the vault. Thread-safe.
#ifndef LINKCERT_SERVER_SERVICE_VAULT_INTAKE_H_
#define LINKCERT_SERVER_SERVICE_VAULT_INTAKE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "linkcert/v1/issuance_service.pb.h"
#include "rules/prepare.h"
#include "rules/view.h"
#include "server/log/log_reader.h"
#include "server/service/logged_batch.h"
#include "server/vault/vault.h"

namespace linkcert::server {

// What is to be stored for a batch.
struct VaultBatch {
  BatchName name;
  std::vector<PersonalData> certificates;  // by position
};

// Checked against the leaves: K canonical claims for each, in tag order, that give its claims_root.
// REQUEST_MALFORMED for another number of claims; the refusals of CheckClaims;
// CLAIM_NUMBER_OUTSIDE_BLOCK when a certificate number is not one of the batch's, or of its
// original batch's: whoever asks by number would find another one's (R03); SIGNER_UNKNOWN when the
// registry does not know the first signer.
absl::StatusOr<VaultBatch> ReadVaultClaims(
    const LogReader& reader, CertificateFinder& finder, const rules::PreparedUnit& unit,
    const google::protobuf::RepeatedPtrField<std::string>& claims);

// The vault's errors as refusals: DISK_FULL, VAULT_CLAIMS_REUSED; others as they are.
absl::Status FromVault(const absl::Status& status);

// Where the statement of a batch stands in the log; nullopt when it does not.
absl::StatusOr<std::optional<uint64_t>> FindBatchEntry(const rules::View& view,
                                                       const BatchName& batch);

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_SERVICE_VAULT_INTAKE_H_
