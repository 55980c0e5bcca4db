// Lists of an organisation's own certificates: those that it issued, by the log; those of its
// people, by the vault. Thread-safe.
#ifndef LINKCERT_SERVER_SERVICE_CERTIFICATE_LISTS_H_
#define LINKCERT_SERVER_SERVICE_CERTIFICATE_LISTS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "linkcert/v1/issuance_service.pb.h"
#include "server/access/caller.h"
#include "server/log/registry_log.h"
#include "server/service/list_place.h"
#include "server/service/logged_batch.h"
#include "server/vault/vault.h"

namespace linkcert::server {

class CertificateLists {
 public:
  // What is given must outlive it; `vault` may be null.
  CertificateLists(RegistryLog* log, Vault* vault) : log_(log), vault_(vault) {}

  // CALLER_NOT_PERMITTED for another organisation than the caller's, PAGE_TOKEN_INVALID,
  // REQUEST_MALFORMED, VAULT_NOT_ENABLED. Other errors are the stores'.
  absl::StatusOr<v1::ListCertificatesResponse> List(const v1::ListCertificatesRequest& request,
                                                    const Caller& caller);

 private:
  RegistryLog* const log_;
  Vault* const vault_;
  PageTokens tokens_;
  CertificateFinder finder_;
};

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_SERVICE_CERTIFICATE_LISTS_H_
