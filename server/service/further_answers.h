// What a verdict says of a certificate beside its conclusion: what the national platform knows of
// it, which certificates belong to it, whether an audience recognises it, whether it makes fit for
// a post. Errors are the store's own. Thread-safe.
#ifndef LINKCERT_SERVER_SERVICE_FURTHER_ANSWERS_H_
#define LINKCERT_SERVER_SERVICE_FURTHER_ANSWERS_H_

#include "absl/status/status.h"
#include "linkcert/v1/verification_service.pb.h"
#include "rules/view.h"
#include "server/service/logged_batch.h"

namespace linkcert::server {

// One look-up.
absl::Status AddNationalSync(const rules::View& view, const LoggedCertificate& certificate,
                             v1::Verdict* verdict);

// Certificates that it is linked with, as of now; nothing if there are none.
absl::Status AddLinks(const rules::View& view, uint64_t certificate, v1::Verdict* verdict);

// The request names an audience, and the verdict's conclusion and as_of stand. By the policy and
// the requirement that held at as_of. An audience or a post that the registry does not know leaves
// its check and its answer open.
absl::Status AddAudienceAnswers(const rules::View& view, const LoggedBatch& batch,
                                const v1::VerifyCertificateRequest& request, v1::Verdict* verdict);

}  // namespace linkcert::server

#endif  // LINKCERT_SERVER_SERVICE_FURTHER_ANSWERS_H_
